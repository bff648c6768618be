"""Turns of a Redis that is behind the archive: a replica promoted too early, a copy from before an
erasing.

What was said is kept in either case: under later numbers, or as the beginning of a conversation of
its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, and_, or_, select

from bot.archive.models import Fact, Turn
from bot.archive.write.turn_rows import Told
from bot.stored_session import Record
from flows.model.danger_events import SafetyRaised
from flows.model.events import (
    HandoffOpened,
    InputReceived,
    NoiseReceived,
    OptedIn,
    OptedOut,
    TurnFailed,
)
from flows.model.session import Session

# What the person did themselves: nothing else of a turn is sure to be free of what was erased.
_THEIRS = (InputReceived, SafetyRaised, HandoffOpened, OptedOut, OptedIn, NoiseReceived, TurnFailed)
_MILLISECOND_BITS = 20


class Tombstone(Struct, frozen=True):
    """An erasing as the archive knows it."""

    epoch: int
    at: datetime | None


class Behind(Struct):
    """What a batch told of a Redis that is behind: how many turns were renumbered, and the erasings
    that it does not know."""

    renumbered: int = 0
    forgotten: dict[str, Tombstone] = {}


def said_after(told: Told, tombstone: Tombstone) -> bool:
    """Whether this was said after the erasing, to a Redis that did not know of it. What was said
    before stays forgotten."""
    return (
        tombstone.at is not None
        and (told.place >> _MILLISECOND_BITS) / 1000 > tombstone.at.timestamp()
    )


def as_theirs(told: Told, epoch: int) -> Told:
    """What the person said in this turn, in a conversation that holds nothing from before the
    erasing."""
    turn, events = (
        told.turn,
        tuple(event for event in told.turn.events if isinstance(event, _THEIRS)),
    )
    entry = replace(told.entry, epoch=epoch)
    if (record := turn.record) is None:
        return Told(entry, replace(turn, events=events))
    old = record.session
    name = blake2b(f"{old.id}:{epoch}".encode(), digest_size=16).hexdigest()
    new = Session(
        name,
        old.flow,
        old.flow_version,
        old.step,
        turn.at,
        turn.at,
        language=old.language,
        seq=old.seq,
    )
    entry = replace(entry, session_id=name)
    return Told(entry, replace(turn, events=events, record=replace(record, session=new)))


def renumbered(
    connection: Connection, turns: Sequence[tuple[Told, Record]], behind: Behind
) -> list[tuple[Told, Record]]:
    """The turns that are not in the archive yet, each with numbers that no other delivery has. In
    the order of the outbox."""
    known = _known(connection, turns)
    taken = _taken(connection, turns)
    found = []
    for told, record in turns:
        name, first = record.session.id, told.turn.first
        if (name, told.entry.delivery) in known:
            continue
        known.add((name, told.entry.delivery))
        numbers = set(range(first, first + len(told.turn.events)))
        if numbers & taken[name]:
            behind.renumbered += 1
            first = max(taken[name]) + 1
            numbers = set(range(first, first + len(told.turn.events)))
            record = replace(
                record, session=replace(record.session, seq=first + len(told.turn.events))
            )
            told = Told(told.entry, replace(told.turn, first=first, record=record))
        taken[name] |= numbers
        found.append((told, record))
    return found


def _known(connection: Connection, turns: Sequence[tuple[Told, Record]]) -> set[tuple[str, str]]:
    """Deliveries that are in the archive."""
    names = {record.session.id for _, record in turns}
    deliveries = {told.entry.delivery for told, _ in turns}
    wanted = select(Turn.session_id, Turn.delivery).where(
        Turn.session_id.in_(names), Turn.delivery.in_(deliveries)
    )
    return (
        {(row.session_id, row.delivery) for row in connection.execute(wanted)} if turns else set()
    )


def _taken(connection: Connection, turns: Sequence[tuple[Told, Record]]) -> Mapping[str, set[int]]:
    """The numbers of each conversation that are taken, from the first that the turns would have."""
    firsts: dict[str, int] = {}
    for told, record in turns:
        firsts[record.session.id] = min(
            told.turn.first, firsts.get(record.session.id, told.turn.first)
        )
    taken: dict[str, set[int]] = defaultdict(set)
    ranges: list[Any] = [
        and_(Fact.session_id == name, Fact.seq >= first) for name, first in firsts.items()
    ]
    if ranges:
        for row in connection.execute(select(Fact.session_id, Fact.seq).where(or_(*ranges))):
            taken[row.session_id].add(row.seq)
    return taken
