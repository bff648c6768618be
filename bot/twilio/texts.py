"""Client of Twilio's Messages API; each attempt ends as sent, Refused, NotNow or InDoubt."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import requests
from msgspec import Struct
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

if TYPE_CHECKING:
    from twilio.http.response import Response

TWILIO = "https://api.twilio.com"
SECONDS = 10.0  # Twilio answers in a fraction of one
MOST_LISTED = 200

# Wrong with us, and not with this text: it goes out once somebody has mended that.
# Sources: https://www.twilio.com/docs/api/errors/20003 (our token), .../20005 (our account)
_OUR_FAULT = frozenset({"20003", "20005"})
_TOO_MANY = 429
_UNKNOWN_TOKEN = 401
# Until one of these has been overcome nothing of the request has left this machine.
_BEFORE_SENDING = (
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,
    NewConnectionError,
    ConnectTimeoutError,
    ProxyError,
    ssl.SSLCertVerificationError,
)


class Refused(Exception):
    """Twilio will not send this text, now or later. `code` is Twilio's, or the HTTP status if it
    gave none."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotNow(Exception):
    """The text was not sent; later it may be: Twilio has too much to do, or refuses us. `why` is
    its code, or `unreachable`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Failed(NotNow):
    """Twilio answered that something went wrong on its side: most likely the text was not sent."""


class InDoubt(Exception):
    """Nobody knows whether the text was sent."""


class Account(Struct, frozen=True):
    """Whose texts they are and where they come from. `service` is a messaging service's SID, or
    empty."""

    sid: str
    token: str
    number: str
    service: str
    status_callback: str
    base: str = TWILIO
    spare_token: str = ""

    def __repr__(self) -> str:
        return "Account()"  # the token is nobody's business


class TwilioTexts:
    """One account's texts. Not to be shared by threads."""

    def __init__(self, account: Account, seconds: float = SECONDS) -> None:
        from twilio.rest import (
            Client,
        )  # half a second and many megabytes, which only the sender needs

        self._account = account
        self._client = Client(
            account.sid, account.token, http_client=Wire(account.base, seconds, account.spare_token)
        )

    def post(self, to: str, sender: str, text: str) -> str:
        """The SID of the text, sent. Raises Refused, NotNow (Failed is one) or InDoubt."""
        account = self._account
        source = (
            {"messaging_service_sid": account.service}
            if account.service
            else {"from_": sender or account.number}
        )
        with told_by_outcome():
            message = self._client.messages.create(
                to=to, body=text, status_callback=account.status_callback, **source
            )
            return _sid(message)

    def find(self, to: str, text: str, since: float) -> Iterator[str]:
        """The SIDs of this very text to this number, sent at this unix time or later. Raises
        NotNow."""
        after = datetime.fromtimestamp(since, UTC)
        try:
            with told_by_outcome():
                listed = self._client.messages.list(to=to, date_sent_after=after, limit=MOST_LISTED)
        except (Refused, InDoubt) as error:
            raise NotNow(getattr(error, "code", "unreachable")) from None
        for message in listed:
            if message.direction != "inbound" and _same(message.body, text):
                yield _sid(message)


def _sid(message: Any) -> str:
    if not isinstance(message.sid, str) or not message.sid:
        raise InDoubt
    return message.sid


def _same(body: str | None, text: str) -> bool:
    return (body or "").split() == text.split()


@contextmanager
def told_by_outcome() -> Iterator[None]:
    """Turns what the network or the library raises into one of ours. No message of theirs is kept:
    it may quote a number."""
    try:
        yield
    except requests.RequestException as error:
        raise (NotNow("unreachable") if _never_left(error) else InDoubt) from None
    except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
        raise InDoubt from None  # an answer, but not one of Twilio's


def _never_left(error: BaseException) -> bool:
    """Whether the request failed before any of it was sent."""
    seen: list[BaseException] = [error]
    for one in seen:
        if isinstance(one, _BEFORE_SENDING):
            return True
        inner = [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
        seen += [cause for cause in inner if isinstance(cause, BaseException) and cause not in seen]
    return False


class Wire(TwilioHttpClient):  # type: ignore[misc]
    """The library's own client, to another address if need be, which tells refusals by their
    status.

    Each request has a connection of its own: one that was kept may have gone stale, and then nobody
    knows what was sent.
    """

    def __init__(self, base: str, seconds: float, spare_token: str = "") -> None:
        super().__init__(pool_connections=False, timeout=seconds)
        self._base = base
        self._spare_token = spare_token

    def request(self, method: str, url: str, *arguments: Any, **more: Any) -> Response:
        response = super().request(
            method, self._base + url.removeprefix(TWILIO), *arguments, **more
        )
        if (
            response.status_code == _UNKNOWN_TOKEN
            and self._spare_token
            and (auth := more.get("auth"))
        ):
            more["auth"] = (auth[0], self._spare_token)  # refused before anything was done
            response = super().request(
                method, self._base + url.removeprefix(TWILIO), *arguments, **more
            )
        status = response.status_code
        if status == _TOO_MANY or (status >= 400 and _code(response) in _OUR_FAULT):
            raise NotNow(_code(response))
        if status >= 500:
            raise Failed(_code(response))
        if status >= 300:
            raise Refused(_code(response))
        return response


def _code(response: Response) -> str:
    try:
        code = json.loads(response.text)["code"]
    except (ValueError, KeyError, TypeError):
        code = None
    return str(code or response.status_code)
