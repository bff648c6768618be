"""What a call waits for after a turn: told to the phone side, which words it in its own language.

A text waits for nothing but the next text, and has no Wait.
"""

from __future__ import annotations

from msgspec import Struct

ANSWER_SECONDS = 7  # for who is older, holds a child, or is interpreted for
RECORD_SECONDS = 120
RING_SECONDS = 25


class Gather(Struct, frozen=True):
    """Keys or speech, whichever comes first, while the prompts are said or within `seconds` after
    them.

    `digits`: so many keys are a whole answer (0: any number); `pound`: the pound key ends the keys,
    else it is a key like the others. `hints` are words to listen for; without `speech` only keys
    are.
    """

    language: str
    digits: int = 1
    pound: bool = False
    hints: tuple[str, ...] = ()
    seconds: int = ANSWER_SECONDS
    speech: bool = True


class Dial(Struct, frozen=True):
    """Connect the caller: to `number` (E.164), or where that is empty to the office, whose person
    must accept.

    `language` is the caller's, for whoever answers.
    """

    number: str
    language: str
    seconds: int = RING_SECONDS


class Record(Struct, frozen=True):
    """Record a message after the tone."""

    language: str
    most_seconds: int = RECORD_SECONDS


class HangUp(Struct, frozen=True):
    """The call is over."""


Wait = Gather | Dial | Record | HangUp
