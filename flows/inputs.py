"""What can come in, one kind a channel's event."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Channel(Enum):
    SMS = "sms"
    VOICE = "voice"


class Text(Struct, frozen=True, tag="text"):
    """A text message. `carrier` is what Twilio has already acted on (its OptOutType): STOP, START, HELP or nothing."""

    body: str
    media: int = 0
    carrier: str = ""


class Digits(Struct, frozen=True, tag="digits"):
    """Keys pressed in a call."""

    keys: str


class Speech(Struct, frozen=True, tag="speech"):
    """Words heard in a call; confidence from 0 to 1."""

    words: str
    confidence: float = 1.0


class Silence(Struct, frozen=True, tag="silence"):
    """Nothing was heard in time."""


class Hangup(Struct, frozen=True, tag="hangup"):
    """The caller is gone."""


Input = Text | Digits | Speech | Silence | Hangup
