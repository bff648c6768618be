"""Conversation list with keyset pagination, newest first; the cost of a page does not grow with the
archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.archive.models import Contact, Session
from bot.archive.read.lists.filters import HANDED_OVER, Wanted
from bot.archive.read.lists.index_walk import Mark, Way, Window, way, windows

# How many conversations one page looks at, whichever filters come together: first the near ones,
# which are mostly enough, then others behind them. A rare find may take another press.
NEAR, FAR = 250, 250


class Row(Struct, frozen=True):
    """A conversation in a list. `number` is encrypted, and empty if there is none."""

    id: str
    contact_id: str
    number: str
    opened: datetime
    last_at: datetime
    acted_at: datetime | None
    ended_at: datetime | None
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
    """`next` is where the page behind this one begins; `partial`: we stopped looking there,
    whatever may lie behind."""

    rows: Sequence[Row]
    next: Mark | None = None
    partial: bool = False


_SAME = (name for name in Row.__struct_fields__ if name not in ("number", "opted_out"))
COLUMNS = (*(getattr(Session, name) for name in _SAME), Contact.number, Contact.opted_out)


def row_of(found: Any) -> Row:
    return Row(**{name: getattr(found, name) for name in Row.__struct_fields__})


def read(
    connection: Connection, wanted: Wanted, before: Mark | None, most: int, handed_over: bool = True
) -> Page:
    """The page behind `before`. Those that wait for a person are left out unless `handed_over`."""
    along = way(connection, wanted, before, () if handed_over else [~HANDED_OVER])
    rows: list[Row] = []
    end = None
    # With nothing aside, whatever is looked at is found.
    for window in (
        windows(connection, along, before, (NEAR, FAR)) if along.aside else [Window(before, None)]
    ):
        rows, end = rows + _rows(connection, along, window, most + 1 - len(rows)), window.end
        if len(rows) > most:
            return Page(rows[:most], Mark(rows[most - 1].last_at, rows[most - 1].id))
    return Page(rows, end, partial=end is not None)


def _rows(connection: Connection, along: Way, window: Window, most: int) -> list[Row]:
    rows = along.rows(window, FAR if along.aside else most, *COLUMNS).join(
        Contact, Contact.id == Session.contact_id
    )
    return [row_of(found) for found in connection.execute(rows.limit(most))]
