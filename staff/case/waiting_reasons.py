"""What waits in the inbox besides what a person was asked to do: until somebody answers, or marks
it reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.archive.read.case import KeptTurn
from bot.archive.read.lists.need_queries import ANSWERS
from flows.model.events import AnyEvent, ReplyWithheld
from flows.model.staff_events import TIME, HoldEnded
from staff.case.transcript import Bubble, read_events
from staff.frame.times import eastern

UNTIL = "It stays in the inbox until this is marked reviewed."


def waits(
    turns: Sequence[KeptTurn], found: Sequence[Bubble], reviewed: datetime | None
) -> Iterator[str]:
    """In sentences. `found` are the bubbles of these turns; `reviewed` is when somebody last said
    that they were read."""
    since = _unanswered(turns)
    if since and not (reviewed and reviewed >= since):
        yield (
            f"They wrote while the bot was silent, and nobody has answered since {eastern(since)}."
            f" {UNTIL}"
        )
    lost = [bubble for bubble in found if bubble.lost and not (reviewed and reviewed >= bubble.at)]
    if lost:
        yield f"The text of {eastern(lost[-1].at)}: {lost[-1].state}. {UNTIL}"


def _unanswered(turns: Sequence[KeptTurn]) -> datetime | None:
    """When the first of the texts came that nobody has answered."""
    since: datetime | None = None
    for turn in turns:
        for _, event in read_events(turn.events):
            if isinstance(event, ReplyWithheld) and event.why == "held":
                since = since or turn.at
            elif type(event).__name__ in ANSWERS and not _ran_out(event):
                since = None
    return since


def _ran_out(event: AnyEvent | str) -> bool:
    """A hold that ended by itself has answered nothing."""
    return isinstance(event, HoldEnded) and event.by == TIME
