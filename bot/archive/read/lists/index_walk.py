"""Keyset scan over the most selective index, newest first, bounded to a number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, func, literal, select, tuple_

from bot.archive.columns import Utc
from bot.archive.models import Session, SessionProgram
from bot.archive.read.lists.filters import Clause, Filter, Wanted, dates, filters, other_dates

# Of several filters that one is the way whose newest so many reach back furthest.
TRIED = 250
_BEGINNING = datetime.min.replace(tzinfo=UTC)


class Mark(Struct, frozen=True):
    """Keyset cursor: the last row of the page before."""

    at: datetime
    id: str


class Window(Struct, frozen=True):
    """Range of a scan: after the cursor `before`, up to the cursor `end`, or to the oldest without
    one."""

    before: Mark | None
    end: Mark | None


class Way(Struct, frozen=True):
    """One index scan, ordered by `last_at` and `id`: `clauses` are answered by the index, `aside`
    is checked on each row."""

    last_at: Any
    id: Any
    clauses: Sequence[Clause]
    aside: Sequence[Clause]

    def rows(self, window: Window, far: int, *columns: Any) -> Select[Any]:
        """These columns of the conversations there, of the newest `far` at the most, the newest
        first."""
        if self.id is Session.id and not self.aside and not window.end:
            return self._newest(select(*columns).where(*self._within(window))).limit(far)
        # First the places, so that no database thinks of another index: it does not know how few
        # there are.
        near = self._places(window, far).subquery()
        rows = select(*columns).join_from(near, Session, Session.id == near.c.id).where(*self.aside)
        return rows.order_by(near.c.at.desc(), near.c.id.desc()).limit(far)

    def end(self, connection: Connection, before: Mark | None, far: int) -> Mark | None:
        """The place so many rows behind `before`, found by the index alone; None if there are not
        so many."""
        near = self._places(Window(before, None), far).cte("near")
        count = select(func.count()).select_from(near).limit(1).scalar_subquery()
        last = connection.execute(
            select(near, count.label("n")).order_by(near.c.at, near.c.id).limit(1)
        ).first()
        return Mark(last.at, last.id) if last and last.n == far else None

    def _places(self, window: Window, far: int) -> Select[Any]:
        return self._newest(
            select(self.last_at.label("at"), self.id.label("id")).where(*self._within(window))
        ).limit(far)

    def _newest(self, rows: Select[Any]) -> Select[Any]:
        return rows.order_by(self.last_at.desc(), self.id.desc())

    def _within(self, window: Window) -> list[Clause]:
        found = list(self.clauses)
        if window.before:
            found.append(self._behind(window.before))
        return [*found, ~self._behind(window.end)] if window.end else found

    def _behind(self, mark: Mark) -> Clause:
        return tuple_(self.last_at, self.id) < tuple_(literal(mark.at, Utc()), literal(mark.id))


def way(
    connection: Connection, wanted: Wanted, before: Mark | None, more: Sequence[Clause] = ()
) -> Way:
    """The best one for what is wanted; `more` is looked at in each row too."""
    found = ways(wanted, more)
    if len(found) == 1:
        return found[0]
    return min(
        found,
        key=lambda each: end.at if (end := each.end(connection, before, TRIED)) else _BEGINNING,
    )


def ways(wanted: Wanted, more: Sequence[Clause] = ()) -> list[Way]:
    """One for each filter."""
    given, more = filters(wanted), [*other_dates(wanted), *more]
    if not given:
        return [_way(wanted, None, more)]
    return [
        _way(wanted, each, [*(other.looked_at for other in given if other is not each), *more])
        for each in given
    ]


def windows(
    connection: Connection, along: Way, before: Mark | None, sizes: Sequence[int]
) -> Iterator[Window]:
    """Consecutive ranges of growing sizes, until the oldest conversation or the last size."""
    for size in sizes:
        window = Window(before, along.end(connection, before, size))
        yield window
        before = window.end
        if before is None:
            return


def _way(wanted: Wanted, given: Filter | None, aside: Sequence[Clause]) -> Way:
    by_program = given is not None and given.by_program
    last_at, name = (
        (SessionProgram.last_at, SessionProgram.session_id)
        if by_program
        else (Session.last_at, Session.id)
    )
    return Way(last_at, name, [*dates(wanted, last_at), *([given.indexed] if given else [])], aside)
