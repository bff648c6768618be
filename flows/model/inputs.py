"""What can come in, one kind a channel's event."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Channel(Enum):
    SMS = "sms"
    VOICE = "voice"


class Text(Struct, frozen=True, tag="text"):
    """A text message. `media` files came with it, the first of `media_type` ("image/jpeg").

    `carrier` is what Twilio has already acted on (its OptOutType): STOP, START, HELP or nothing.
    """

    body: str
    media: int = 0
    carrier: str = ""
    media_type: str = ""


class Digits(Struct, frozen=True, tag="digits"):
    """Keys pressed in a call."""

    keys: str


class Speech(Struct, frozen=True, tag="speech"):
    """Words heard in a call; confidence from 0 to 1."""

    words: str
    confidence: float = 1.0


class Silence(Struct, frozen=True, tag="silence"):
    """Nothing was heard in time."""


class Ring(Struct, frozen=True, tag="ring"):
    """A call begins."""


class Dialled(Struct, frozen=True, tag="dialled"):
    """What became of connecting the caller: `taken` by a person, or Twilio's word for why not
    (busy, no-answer, failed, canceled), or `declined`: it was answered, but nobody accepted."""

    outcome: str
    seconds: int = 0


class Recorded(Struct, frozen=True, tag="recorded"):
    """A message was recorded: Twilio's RecordingSid, by which it can be fetched, and its length."""

    reference: str
    seconds: int


class Hangup(Struct, frozen=True, tag="hangup"):
    """The call is over, whoever ended it: Twilio's CallStatus, and how long it was."""

    status: str = "completed"
    seconds: int = 0


Input = Text | Digits | Speech | Silence | Ring | Dialled | Recorded | Hangup


def as_text(input_: Input) -> Text:
    """The words or keys of an input as a text; an empty one for what has none."""
    match input_:
        case Text():
            return input_
        case Digits(keys):
            return Text(keys)
        case Speech(words):
            return Text(words)
        case _:
            return Text("")
