"""The forms that Twilio posts of a call. Source:
https://www.twilio.com/docs/voice/twiml#request-parameters"""

from __future__ import annotations

from hashlib import md5
from typing import Literal

from msgspec import Struct

Form = dict[str, str]
Outcome = Literal["taken", "machine", "busy", "no-answer", "failed", "canceled"]
Empty = Literal["digits", "speech", "nothing"]

ACCOUNT = f"AC{md5(b'simulator', usedforsecurity=False).hexdigest()}"
WITHHELD = "+266696687"  # what Twilio says for a number that is not shown: ANONYMOUS on a keypad
TALKED_SECONDS = 60

# A Gather that ends with nothing arrives in one of three shapes.
EMPTY: dict[Empty, Form] = {
    "digits": {"Digits": "", "FinishedOnKey": ""},
    "speech": {"SpeechResult": "", "Confidence": "0.0"},
    "nothing": {},
}


class Caller(Struct, frozen=True):
    """Who calls whom. A `phone` that is WITHHELD has no place either."""

    sid: str
    phone: str
    number: str
    account: str

    def form(self, status: str) -> Form:
        place = {"City": "HARTFORD", "State": "CT", "Zip": "06103", "Country": "US"}
        ours = {"City": "", "State": "CT", "Zip": "", "Country": "US"}
        theirs = dict.fromkeys(place, "") if self.phone == WITHHELD else place
        form = {"CallSid": self.sid, "AccountSid": self.account, "ApiVersion": "2010-04-01"}
        form |= {"Direction": "inbound", "CallStatus": status}
        for name in ("From", "Caller"):
            form |= {name: self.phone, **{f"{name}{part}": value for part, value in theirs.items()}}
        for name in ("To", "Called"):
            form |= {name: self.number, **{f"{name}{part}": value for part, value in ours.items()}}
        return form | {"Simulated": "1"}

    def answerer(self, dialled: str, caller_id: str) -> Form:
        """Of the call that Twilio makes to the dialled number, while whoever answered hears the
        whisper."""
        form = self.form("in-progress") | {
            "CallSid": self.dialled_sid,
            "ParentCallSid": self.sid,
            "Direction": "outbound-dial",
        }
        return form | {"From": caller_id or self.phone, "To": dialled, "Called": dialled}

    def recording(self, address: str, seconds: int) -> Form:
        sid = f"RE{_named(self.sid, address)}"
        url = f"https://api.twilio.com/2010-04-01/Accounts/{self.account}/Recordings/{sid}"
        return {"RecordingSid": sid, "RecordingUrl": url, "RecordingDuration": str(seconds)}

    def recording_state(self, recording: Form, state: str) -> Form:
        """It names the call and the recording, and nobody."""
        form = {
            "AccountSid": self.account,
            "CallSid": self.sid,
            "RecordingStatus": state,
            "RecordingSource": "RecordVerb",
        }
        return form | recording | {"RecordingChannels": "1", "Simulated": "1"}

    @property
    def dialled_sid(self) -> str:
        return f"CA{_named(self.sid, 'dialled')}"

    def dialled(self, status: str, bridged: bool) -> Form:
        """What became of a Dial; it lasted only if somebody was there."""
        seconds = (
            {"DialCallDuration": str(TALKED_SECONDS if bridged else 0)}
            if status == "completed"
            else {}
        )
        return {
            "DialCallSid": self.dialled_sid,
            "DialCallStatus": status,
            "DialBridged": str(bridged).lower(),
            **seconds,
        }


def ended(seconds: int) -> Form:
    """The last word on a call: how long it was, in seconds and in the minutes that are billed."""
    minutes = -(-seconds // 60)
    return {
        "CallDuration": str(seconds),
        "Duration": str(minutes),
        "CallbackSource": "call-progress-events",
    }


def keyed(keys: str, finished: str = "") -> Form:
    return {"Digits": keys, "FinishedOnKey": finished}


def spoken(words: str, confidence: float, language: str) -> Form:
    return {"SpeechResult": words, "Confidence": f"{confidence:.8g}", "Language": language}


def _named(*parts: str) -> str:
    return md5("/".join(parts).encode(), usedforsecurity=False).hexdigest()
