"""What is planned after the results: whether we may ask how it went, about which program, and when.

The plan is part of the session, so that the commit that moves a conversation moves its plan too.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

# Where it stands: not asked yet, asked, a yes, or nothing more is asked or sent.
UNASKED, ASKED, AGREED, OVER = "", "asked", "agreed", "over"
# What is planned: the question whether we may ask; how it went; a window that closes.
OFFER, ASK, REMINDER = "offer", "ask", "reminder"


class Planned(Struct, frozen=True, omit_defaults=True):
    """One text to come, due `at` (aware UTC). `last` is the last day to join, of a reminder; `put`
    counts how often it was put off."""

    kind: str
    at: datetime
    program: str = ""
    last: date | None = None
    put: int = 0


class FollowUp(Struct, frozen=True, omit_defaults=True):
    """`programs` are those still to be asked about, one after the other; `asking` is the one whose
    question waits for an answer, and `numbers` whether a number alone answers it.

    `taken` counts the texts that came due, and names the delivery of each. `later` are programs of
    which "not yet" was said once, `settled` those of which nothing more is asked, `shown` those
    whose details were asked for. `text` is the id of the last text queued, `asked` when a question
    was last sent by itself, `heard` when the person was last heard before we wrote by ourselves,
    `told` when the results were told. `waiting` is a reminder that goes once they say that they are
    still the same person.
    """

    state: str = UNASKED
    planned: tuple[Planned, ...] = ()
    programs: tuple[str, ...] = ()
    asking: str = ""
    numbers: bool = False
    taken: int = 0
    later: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    text: str = ""
    shown: tuple[str, ...] = ()
    asked: datetime | None = None
    heard: datetime | None = None
    told: datetime | None = None
    waiting: Planned | None = None

    @property
    def next(self) -> Planned | None:
        """What comes due first."""
        return min(self.planned, key=lambda each: each.at, default=None)

    @property
    def goes_on(self) -> bool:
        """Whether they said yes and something is still to come, or an answer is waited for."""
        return self.state == AGREED and bool(self.planned or self.asking)

    @property
    def due_at(self) -> float | None:
        """When the next of our texts is due (unix time), if one is planned."""
        planned = self.next
        return planned.at.timestamp() if planned else None

    @property
    def last_due(self) -> float:
        """When the last of them is; 0 where none is planned."""
        return max((each.at.timestamp() for each in self.planned), default=0.0)

    def without(self, planned: Planned) -> FollowUp:
        """The same, with this one done."""
        return replace(self, planned=tuple(each for each in self.planned if each is not planned))
