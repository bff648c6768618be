"""What needs a person first: safety, promised calls by due time, unreachable, unanswered, asked for
a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    Connection,
    func,
    or_,
    select,
)

from bot.archive.models import Delivery, Handoff, Session, Turn
from bot.archive.read.lists.filters import NOT_CLOSED, Wanted, every
from bot.archive.read.lists.listing import Row, row_of
from bot.archive.read.lists.need_queries import QUERIES, TASKS_OPEN, After, Kind

# No count goes farther.
COUNTED = 100


class Need(Struct, frozen=True):
    """One thing to do. `at` is when it should have been done, by which it is ordered; `id` tells
    those of one moment apart. `why` is the reason of the handoff, or the state and Twilio's error
    of the text. `start` and `end` are a promise."""

    kind: Kind
    at: datetime
    id: int
    why: str
    row: Row
    start: datetime | None = None
    end: datetime | None = None
    name: str = ""
    claimed_by: int | None = None
    tries: int = 0
    again_at: datetime | None = None


def read(
    connection: Connection, wanted: Wanted, now: datetime, after: After | None, most: int
) -> tuple[Sequence[Need], After | None]:
    """At most `most`, and where the next page begins. A conversation may need a person for several
    reasons.

    Of each kind so many are looked at as FAR says: a page with fewer rows may still have one behind
    it.
    """
    clauses = every(wanted)
    kinds = list(QUERIES)
    found: list[Need] = []
    for kind in kinds[kinds.index(after.kind) if after else 0 :]:
        query = QUERIES[kind](now)
        begins = after if after and after.kind == kind else None
        end = query.end(connection, begins) if clauses else None
        rows = query.rows(begins, end, clauses).limit(most + 1 - len(found))
        found += [_need(kind, row) for row in connection.execute(rows)]
        if len(found) > most:
            last = found[most - 1]
            return found[:most], After(last.kind, last.at, last.id)
        if end:
            return found, After(kind, end.at, end.id)
    return found, None


def count(connection: Connection, most: int = COUNTED) -> int:
    """How many handoffs are open, counted up to `most`."""
    return _counted(connection, most, NOT_CLOSED)


def urgent(connection: Connection, now: datetime, most: int = COUNTED) -> int:
    """How many of them cannot wait: safety, and promises whose time has begun."""
    safety = _counted(connection, most, *TASKS_OPEN["safety"])
    begun = (Handoff.start <= now, or_(Handoff.again_at.is_(None), Handoff.again_at <= now))
    return min(most, safety + _counted(connection, most, *TASKS_OPEN["promised"], *begun))


def _counted(connection: Connection, most: int, *which: Any) -> int:
    opened = (
        select(Handoff.id).where(*which).order_by(Handoff.due, Handoff.id).limit(most).subquery()
    )
    return connection.execute(select(func.count()).select_from(opened).limit(1)).scalar_one()


def version(connection: Connection) -> str:
    """Another one when something has come to the inbox, or somebody has taken something on."""
    newest, acts = select(func.max(Turn.id)), select(func.max(Session.acted_at))
    opened = (
        select(Handoff.id, Handoff.claimed_at)
        .where(NOT_CLOSED)
        .order_by(Handoff.due, Handoff.id)
        .limit(COUNTED)
        .subquery()
    )
    tasks = select(func.count(opened.c.id), func.max(opened.c.id), func.max(opened.c.claimed_at))
    texts = select(func.max(Delivery.id))
    found = [
        row for each in (newest, acts, tasks, texts) if (row := connection.execute(each).first())
    ]
    return ".".join(
        str(part.timestamp() if isinstance(part, datetime) else part)
        for row in found
        for part in row
    )


def _need(kind: Kind, row: Any) -> Need:
    promise = {
        name: getattr(row, name)
        for name in ("start", "end", "name", "claimed_by", "tries", "again_at")
        if name in row._fields
    }
    return Need(kind, row.at, row.need_id, row.why, row_of(row), **promise)
