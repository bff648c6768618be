"""What a person was asked to do in a conversation, with the clock of its promise."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from bot.archive.models import CLAIMED, CLOSED
from bot.archive.read.case import KeptHandoff
from staff.case.transcript import Names
from staff.frame import labels as english
from staff.frame.clock import Clock, of_promise, of_waiting, window
from staff.frame.times import eastern


class Task(Struct, frozen=True):
    """Something that a person was asked to do. `promise` is the window that the parent was told."""

    id: int
    reason: str
    words: str
    state: str
    clock: Clock
    opened: datetime
    promise: str = ""
    name: str = ""
    claimed_by: str = ""
    claimed_id: int | None = None
    closed_by: str = ""
    closed_at: datetime | None = None
    outcome: str = ""
    note: str = ""
    tries: str = ""


def tries(count: int, again: datetime | None, over: bool = False) -> str:
    """ "tried 2 times; again Tue Nov 24, 2026, 10:00 AM"; nothing before the first try."""
    if not count:
        return ""
    then = f"; again {eastern(again)}" if again and not over else ""
    return f"tried {english.many(count, 'time')}{then}"


def task(each: KeptHandoff, names: Names, now: datetime) -> Task:
    closed = each.closed_at if each.state == CLOSED else None
    clock, promise = of_waiting(each.opened, now, closed), ""
    if each.start and each.end:
        clock, promise = of_promise(each.start, each.end, now, closed), window(each.start, each.end)
    return Task(
        id=each.id,
        reason=each.reason,
        words=english.handoff(each.reason),
        state=each.state,
        clock=clock,
        opened=each.opened,
        promise=promise,
        name=each.name,
        claimed_by=names.get(each.claimed_by or 0, "") if each.state == CLAIMED else "",
        claimed_id=each.claimed_by if each.state == CLAIMED else None,
        closed_by=names.get(each.closed_by or 0, ""),
        closed_at=closed,
        outcome=english.spaced(each.outcome),
        note=each.note,
        tries=tries(each.tries, each.again_at, each.state == CLOSED),
    )
