"""Simulated phone for texts: builds Twilio's form, signs it, posts it to the real webhook."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Annotated, Literal
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from msgspec import Meta, Struct

from flows.wording.sms_encoding import segments
from simulator.posted_forms import ACCOUNT

Sign = Callable[[str, Mapping[str, Sequence[str]]], bytes]

# Only numbers that nobody can have: 555-0100 to 555-0199, which are kept for fiction, in any area.
PHONE = r"\A\+1[2-9][0-9]{2}55501[0-9]{2}\Z"

PATH = "/sms"
SECONDS = 12  # Twilio itself gives up after 15
MOST_BYTES = 64 * 1024


class Unreachable(ConnectionError):
    """The webhook did not answer."""


class NotTwiml(ValueError):
    """The answer is not TwiML: Twilio would deliver nothing."""


class Outgoing(Struct, frozen=True, forbid_unknown_fields=True):
    """A text as the page sends it. `carrier` is what Twilio would have acted on before (its
    OptOutType)."""

    phone: Annotated[str, Meta(pattern=PHONE)]
    sid: Annotated[str, Meta(pattern=r"\A[SM]M[0-9a-f]{32}\Z")]
    body: Annotated[str, Meta(max_length=1600)] = ""
    media: Annotated[int, Meta(ge=0, le=10)] = 0
    carrier: Literal["", "STOP", "START", "HELP"] = ""


class Answer(Struct, frozen=True):
    """What the webhook answered."""

    status: int
    body: str
    milliseconds: float


@dataclass(frozen=True)
class Wire:
    """How the real webhook is reached: its port on this machine, the address that is signed for,
    and our own numbers."""

    sign: Sign
    base_url: str
    port: int
    number: str
    account: str
    voice_number: str = ""

    def send(self, text: Outgoing) -> Answer:
        """Raises Unreachable."""
        return self.post(PATH, self.form(text))

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """To an address as our TwiML has it, below that of the base or not. Raises Unreachable."""
        prefix = urlsplit(self.base_url).path.rstrip("/")
        path = path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path
        signature = self.sign(
            f"{self.base_url}{path}", {name: [value] for name, value in form.items()}
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "TwilioProxy/1.1",
            "X-Twilio-Signature": signature.decode(),
        }
        began = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request("POST", path, urlencode(form), headers)
            response = connection.getresponse()
            body = response.read(MOST_BYTES).decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            connection.close()
        return Answer(response.status, body, round((time.perf_counter() - began) * 1000, 1))

    def form(self, text: Outgoing) -> dict[str, str]:
        """Twilio's fields. Source: https://www.twilio.com/docs/messaging/guides/webhook-request"""
        account = self.account or ACCOUNT
        form = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), text.sid)
        form |= {"AccountSid": account, "ApiVersion": "2010-04-01", "SmsStatus": "received"}
        form |= {
            "From": text.phone,
            "FromCity": "HARTFORD",
            "FromState": "CT",
            "FromZip": "06103",
            "FromCountry": "US",
        }
        form |= {"To": self.number, "ToCity": "", "ToState": "CT", "ToZip": "", "ToCountry": "US"}
        form |= {
            "Body": text.body,
            "NumSegments": str(segments(text.body) or 1),
            "NumMedia": str(text.media),
        }
        media = f"https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/{text.sid}/Media/ME{text.sid[2:]}"
        for number in range(text.media):
            form |= {f"MediaUrl{number}": media, f"MediaContentType{number}": "image/jpeg"}
        if text.carrier:
            form["OptOutType"] = text.carrier
        return form | {"Simulated": "1"}


def messages(twiml: str) -> list[str]:
    """The texts that Twilio would send. Raises NotTwiml."""
    if "<!" in twiml:  # a document type or entities: nothing of ours
        raise NotTwiml("has a document type")
    try:
        root = ElementTree.fromstring(twiml.encode())
    except ElementTree.ParseError as error:
        raise NotTwiml("is not XML") from error
    if root.tag != "Response":
        raise NotTwiml("is no Response")
    return ["".join(message.itertext()) for message in root.iter("Message")]


def any_number(areas: Sequence[str]) -> str:
    """A number that nobody can have, in one of these areas."""
    return f"+1{secrets.choice(areas)}55501{secrets.randbelow(100):02d}"
