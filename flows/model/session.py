"""The session: one contact going through one flow, whichever channel they are on."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from msgspec import Struct

from flows.model.context import Window
from flows.model.follow_up import FollowUp


class Status(Enum):
    """Where the machinery is."""

    WAITING = "waiting"
    COMPLETED = "completed"
    EXPIRED = "expired"
    STOPPED = "stopped"
    FAILED = "failed"


class Disposition(Enum):
    """How it ended: what it meant."""

    MATCHED = "matched"
    NO_MATCH = "no_match"
    CALLBACK = "callback"
    HANDED_OFF = "handed_off"
    SAFETY = "safety"
    OPTED_OUT = "opted_out"
    ABANDONED = "abandoned"
    FAILED = "failed"


class Answer(Struct, frozen=True, omit_defaults=True):
    """What fills a slot, with the words it came from.

    `how` is told, confirmed, volunteered, inferred, unknown or declined; with the last two there is
    no value, and the question is still answered. `turn` is the turn in which it was given: BACK
    takes a turn's answers away together.
    """

    value: Any = None
    words: str = ""
    how: str = "told"
    turn: int = 0


class Aside(Struct, frozen=True, omit_defaults=True):
    """A question in between, which keeps the place: go on after a pause? did you mean ...? erase
    everything?

    `held` is the text that came instead of an answer and is taken up when the person goes on.
    """

    kind: str
    slot: str = ""
    value: Any = None
    label: str = ""
    held: str = ""


class Entry(Struct, frozen=True, omit_defaults=True):
    """An answer half given by keys: which part of the question is asked, and what was keyed so
    far."""

    part: str = ""
    picked: tuple[Any, ...] = ()


class Leg(Struct, frozen=True, omit_defaults=True):
    """One call of this session: `n` counts its callbacks, `asked` is the place it last asked about
    (Session.place), `keys` are the last ones pressed. `barren` counts turns in a row that kept no
    answer, `rung` how often the office was rung, `told` are the programs told so far, `picked` how
    many values the answer half given has."""

    n: int
    asked: str
    closed: bool = False
    keys: str = ""
    barren: int = 0
    rung: int = 0
    told: tuple[str, ...] = ()
    picked: int = 0


class Session(Struct, frozen=True, omit_defaults=True):
    """One document, stored between turns. Times are aware UTC.

    `recent` are hashes of the latest texts; `homeless`: they
    said that they have no home, and were asked where they stay.
    `shown` counts the results told by text, `reading` is the one that a caller hears. `calls` holds
    the latest legs by CallSid; in the call `oriented` the keys were explained. `dropped` tells that
    a call ended in the middle, and that whoever comes next is first asked whether to go on;
    `textless` that the carrier says no text can arrive at this number. While a person of the staff
    has it (`held_by`), the parent was `held_told` once, or that person `held_wrote`. `handoffs` are
    what a person was asked for, by reason, `closed` those that were dealt with; `agreed`: they told
    somebody of the staff that they may be texted.
    `asked_again` are the slots whose first answer could not be kept. `topics` are the questions
    about programs that were answered already, `has` the programs that they are in. `follow` is
    what is planned to ask how it went.
    """

    id: str
    flow: str
    flow_version: int
    step: str
    opened: datetime
    heard: datetime
    status: Status = Status.WAITING
    disposition: Disposition | None = None
    language: str = ""
    keyword: str = ""
    greeted: bool = False
    answers: dict[str, Answer] = {}
    aside: Aside | None = None
    turn: int = 0
    seq: int = 0
    misses: int = 0
    silences: int = 0
    barren: int = 0
    recent: tuple[str, ...] = ()
    homeless: bool = False
    left: int = 99
    shown: int = 0
    raised: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()
    handoffs: tuple[str, ...] = ()
    promised: Window | None = None
    entry: Entry | None = None
    reading: int = 0
    calls: dict[str, Leg] = {}
    oriented: str = ""
    dropped: bool = False
    textless: bool = False
    held_by: str = ""
    held_until: datetime | None = None
    held_told: bool = False
    held_wrote: bool = False
    closed: tuple[str, ...] = ()
    agreed: bool = False
    asked_again: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    follow: FollowUp = FollowUp()

    @property
    def place(self) -> str:
        """Where the conversation stands, as far as a caller would notice."""
        aside, entry = self.aside, self.entry
        keyed = f"{entry.part}:{len(entry.picked)}" if entry else ""
        return f"{self.step}/{aside.kind if aside else ''}/{keyed}/{self.reading}"


def meaning(session: Session) -> Disposition:
    """The disposition of a session that went quiet, from what it had come to."""
    if session.disposition:
        return session.disposition
    handed = (*session.handoffs, *session.closed)
    if "callback" in handed:
        return Disposition.CALLBACK
    if session.dangers and session.aside and session.aside.kind in ("safety", "safety_connect"):
        return Disposition.SAFETY
    return Disposition.HANDED_OFF if handed else Disposition.ABANDONED
