"""E-mail over SMTP, and the truth about each attempt: taken, not now, or nobody knows."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from msgspec import Struct

SECONDS = 15.0
_PORTS = {"smtp": 587, "smtps": 465}


class NotTaken(Exception):
    """The mail was not taken, for certain; later it may be. `why` names the kind of failure
    only."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unsure(Exception):
    """The line broke after the mail was handed over: nobody knows."""


class Mail(Struct, frozen=True):
    """One mail. `name` is its Message-ID's: the same mail twice is shown once by most programs."""

    to: str
    subject: str
    text: str
    name: str


class MailBox:
    """An account at a mail server: smtp://user:password@host:587 (STARTTLS where the server has it)
    or smtps://."""

    def __init__(self, url: str, sender: str) -> None:
        self._url, self._sender = urlsplit(url), sender

    def send(self, mail: Mail) -> None:
        """Raises NotTaken or Unsure."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, mail.to, mail.subject
        message["Message-ID"] = f"<{mail.name}@{self._sender.rpartition('@')[2] or 'localhost'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        with self._line() as line:
            try:
                line.send_message(message)
            except (
                smtplib.SMTPSenderRefused,
                smtplib.SMTPRecipientsRefused,
                smtplib.SMTPDataError,
            ) as error:
                raise NotTaken(type(error).__name__) from None
            except (OSError, smtplib.SMTPException):
                raise Unsure from None

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """Signed in, and closed at the end, whatever the server says to that."""
        host, port = self._url.hostname or "", self._url.port or _PORTS[self._url.scheme]
        try:
            line = _connect(self._url.scheme, host, port)
            if self._url.username:
                line.login(unquote(self._url.username), unquote(self._url.password or ""))
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(type(error).__name__) from None
        try:
            yield line
        finally:
            line.close()


def _connect(scheme: str, host: str, port: int) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=safe)
    line = smtplib.SMTP(host, port, timeout=SECONDS)
    line.ehlo()
    if line.has_extn("starttls"):
        line.starttls(context=safe)
        line.ehlo()
    return line
