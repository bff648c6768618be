"""Context of a turn: now, channel, opt-out, office state and policy; the engine has no clock."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from msgspec import Struct

from flows.model.inputs import Channel

# Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
TWILIO_STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)


class Window(Struct, frozen=True):
    """Office time in which a call can be made, in the office's own time zone."""

    start: datetime
    end: datetime


class Office(Struct, frozen=True):
    """`windows` are the next ones, soonest first; empty where the hours are not known, and then
    nothing is promised."""

    open: bool = False
    windows: tuple[Window, ...] = ()


class StopHandling(Enum):
    """Who confirms a stop: we, Twilio's default words, or Twilio's Advanced Opt-Out."""

    OURS = "ours"
    TWILIO_DEFAULT = "twilio_default"
    TWILIO_ADVANCED = "twilio_advanced"

    def confirms(self, body: str) -> bool:
        """Whether Twilio itself has answered this stop: by default it does so for its own English
        words, one alone."""
        return self is StopHandling.TWILIO_DEFAULT and body.strip().upper() in TWILIO_STOP_WORDS


class Policy(Struct, frozen=True):
    """The settings that shape a conversation. Hours and days count from the last thing heard.

    `mch` and `texts_to` are the numbers to call and to text, as people read them; `transfer`: there
    is a number to connect callers to in office hours; `voicemail`: callers may leave a recorded
    message.
    """

    pause_hours: float = 4
    still_you_hours: float = 72
    result_days: float = 14
    follow_up_days: int = 7
    retention_days: int = 0
    erase: str = "now"
    gsm7_only: bool = False
    stop_handling: StopHandling = StopHandling.OURS
    mch: str = "(860) 757-4820"
    texts_to: str = "(860) 555-0100"
    transfer: bool = False
    voicemail: bool = False


class Call(Struct, frozen=True):
    """The call on which an input came: Twilio's CallSid, and which callback of it this is (the ring
    is 0)."""

    sid: str
    n: int = 0


class Context(Struct, frozen=True):
    """One turn's world. `now` is aware UTC, `today` the date where the office is, `new_id` names a
    session if one opens.

    `withheld`: the caller's number is not shown, so that nobody can text or call them. Texts that
    we send by ourselves may go now and until `texting_until`; None outside their hours.
    """

    now: datetime
    today: date
    new_id: str
    channel: Channel = Channel.SMS
    opted_out: bool = False
    call: Call | None = None
    withheld: bool = False
    office: Office = Office()
    policy: Policy = Policy()
    texting_until: datetime | None = None
