"""The list of conversations, newest first, a page at a time: as fast at a million as at a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, literal, select, tuple_

from bot.archive.columns import Utc
from bot.archive.models import Contact, Session
from bot.archive.wanted import HANDED_OVER, Clause, Wanted, indexed, others

# How many conversations one page looks at, whichever filters come together: first the near ones, which are mostly enough;
# a rare find may take another press.
NEAR, FAR = 500, 20_000


class Mark(Struct, frozen=True):
    """A place in the list."""

    at: datetime
    id: str


class Row(Struct, frozen=True):
    """A conversation in a list. `number` is encrypted, and empty if there is none."""

    id: str
    contact_id: str
    number: str
    opened: datetime
    last_at: datetime
    channels: str
    language: str
    town: str
    stage: str
    step: str
    status: str
    disposition: str
    programs: Sequence[str]
    safety: bool
    simulated: bool
    assigned_to: int | None
    reviewed_at: datetime | None
    opted_out: bool


class Page(Struct, frozen=True):
    """`next` is where the page behind this one begins; `partial`: we stopped looking there, whatever may lie behind."""

    rows: Sequence[Row]
    next: Mark | None = None
    partial: bool = False


_SAME = (name for name in Row.__struct_fields__ if name not in ("number", "opted_out"))
COLUMNS = (*(getattr(Session, name) for name in _SAME), Contact.number, Contact.opted_out)


def row_of(found: Any) -> Row:
    return Row(**{name: getattr(found, name) for name in Row.__struct_fields__})


def read(connection: Connection, wanted: Wanted, before: Mark | None, most: int, handed_over: bool = True) -> Page:
    """The page behind `before`. Those that wait for a person are left out unless `handed_over`."""
    slow = others(wanted, connection.dialect.name == "sqlite") + ([] if handed_over else [~HANDED_OVER])
    fast = indexed(wanted) + ([_behind(before)] if before else [])
    for far in (NEAR, FAR):
        end = _end(connection, fast, far) if slow else None
        rows = _rows(connection, [*fast, *slow, *([~_behind(end)] if end else [])], most + 1)
        if len(rows) > most:
            return Page(rows[:most], Mark(rows[most - 1].last_at, rows[most - 1].id))
        if end is None:
            break
    return Page(rows, end, partial=end is not None)


def _rows(connection: Connection, clauses: Sequence[Clause], most: int) -> list[Row]:
    here = select(*COLUMNS).join_from(Session, Contact, Contact.id == Session.contact_id).where(*clauses)
    return [row_of(found) for found in connection.execute(here.order_by(Session.last_at.desc(), Session.id.desc()).limit(most))]


def _behind(mark: Mark) -> Clause:
    return tuple_(Session.last_at, Session.id) < tuple_(literal(mark.at, Utc()), literal(mark.id))


def _end(connection: Connection, fast: Sequence[Clause], far: int) -> Mark | None:
    """Where we stop looking, found by the index alone; None if there is not so much to look at."""
    newest = select(Session.last_at, Session.id).where(*fast).order_by(Session.last_at.desc(), Session.id.desc())
    near = newest.limit(far).cte("near")
    count = select(func.count()).select_from(near).scalar_subquery()
    last = connection.execute(select(near, count.label("n")).order_by(near.c.last_at, near.c.id).limit(1)).first()
    return Mark(last.last_at, last.id) if last and last.n == far else None
