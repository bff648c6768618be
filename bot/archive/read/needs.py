"""What needs a person first: safety, promised calls by due time, unreachable, unanswered, asked for
a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import (
    Connection,
    Select,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)

from bot.archive.columns import Utc
from bot.archive.models import Contact, Delivery, Fact, Handoff, Session, Turn
from bot.archive.read.filters import NOT_CLOSED, Wanted, every
from bot.archive.read.listing import COLUMNS, Row, row_of
from bot.archive.write.delivery_rows import NOT_SENT, UNKNOWN
from flows.model.staff_events import TIME

Kind = Literal["safety", "promised", "unreachable", "unanswered", "asked"]

LOST = ("failed", "undelivered", NOT_SENT, UNKNOWN)
# Nobody looks for older ones: they are in the list of conversations.
RECENT = timedelta(days=30)
# No count goes farther.
COUNTED = 100
# How many of a kind one page looks at, if a filter may let few of them through.
FAR = 500
# As the indexes of bot.archive.models have it (NOT_ARRIVED, TASKS): written out, not bound.
_NOT_ARRIVED = func.coalesce(Delivery.status, literal_column("''"))
_DANGER = func.substr(Handoff.reason, literal_column("1"), literal_column("6")) == literal_column(
    "'safety'"
)
_TASKS = {
    "safety": (NOT_CLOSED, _DANGER),
    "promised": (NOT_CLOSED, ~_DANGER, Handoff.start.is_not(None)),
    "asked": (NOT_CLOSED, ~_DANGER, Handoff.start.is_(None)),
}
# What answers a text that the bot kept silent about. A hold that ran out by itself has answered
# nothing.
ANSWERS = ("StaffWrote", "HoldEnded")


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


class After(Struct, frozen=True):
    """Keyset cursor: the last task of the page before."""

    kind: Kind
    at: datetime
    id: int


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
    safety = _counted(connection, most, *_TASKS["safety"])
    begun = (Handoff.start <= now, or_(Handoff.again_at.is_(None), Handoff.again_at <= now))
    return min(most, safety + _counted(connection, most, *_TASKS["promised"], *begun))


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


class Query(Struct, frozen=True):
    """Those of one kind, in the order of an index: `place` is its columns, `clauses` it answers
    itself, `aside` not."""

    found: Select[Any]
    place: tuple[Any, Any]
    clauses: Sequence[Any]
    aside: Sequence[Any] = ()
    newest: bool = False

    @property
    def _order(self) -> list[Any]:
        return [column.desc() if self.newest else column.asc() for column in self.place]

    def _behind(self, after: After) -> Any:
        """Whether a row comes later in the list."""
        place = tuple_(*self.place)
        return place < _place(after) if self.newest else place > _place(after)

    def rows(self, after: After | None, end: After | None, clauses: Sequence[Any]) -> Select[Any]:
        """In order, with their conversations."""
        at, name = self.place
        rows = self.found.add_columns(*COLUMNS, at.label("at"), name.label("need_id"))
        rows = rows.join(Contact, Contact.id == Session.contact_id).where(
            *self._within(after), *self.aside, *clauses
        )
        rows = rows if end is None else rows.where(~self._behind(end))
        return rows.order_by(*self._order)

    def end(self, connection: Connection, after: After | None) -> After | None:
        """The last that one page looks at, by the index alone; None if there are not so many."""
        at, name = (
            column.label(label) for column, label in zip(self.place, ("at", "id"), strict=True)
        )
        near = (
            select(at, name)
            .where(*self._within(after))
            .order_by(*self._order)
            .limit(FAR)
            .cte("near")
        )
        count = select(func.count()).select_from(near).limit(1).scalar_subquery()
        last_first = (near.c.at, near.c.id) if self.newest else (near.c.at.desc(), near.c.id.desc())
        last = connection.execute(
            select(near, count.label("n")).order_by(*last_first).limit(1)
        ).first()
        return After("asked", last.at, last.id) if last and last.n == FAR else None

    def _within(self, after: After | None) -> list[Any]:
        return [*self.clauses, *([self._behind(after)] if after else [])]


def _place(after: After) -> Any:
    return tuple_(literal(after.at, Utc()), literal(after.id))


def _handoffs(kind: Kind) -> Query:
    columns: list[Any] = [
        Handoff.reason.label("why"),
        Handoff.start,
        Handoff.end,
        Handoff.name,
        Handoff.claimed_by,
    ]
    columns += [Handoff.tries, Handoff.again_at]
    rows = select(*columns).join_from(Handoff, Session, Session.id == Handoff.session_id)
    return Query(rows, (Handoff.due, Handoff.id), _TASKS[kind], newest=kind == "safety")


def _unreachable(now: datetime) -> Query:
    """Texts that did not arrive, until somebody has reviewed the conversation. A late report may
    know only the contact."""
    theirs = Session.__table__.alias("theirs")
    latest = (
        select(theirs.c.id)
        .where(theirs.c.contact_id == Delivery.contact_id)
        .order_by(theirs.c.last_at.desc())
        .limit(1)
    )
    own = func.coalesce(Delivery.session_id, latest.scalar_subquery())
    why = case((Delivery.error != "", Delivery.error), else_=Delivery.status).label("why")
    rows = select(why).join_from(Delivery, Session, Session.id == own)
    lost = (
        _NOT_ARRIVED.in_([literal_column(f"'{status}'") for status in LOST]),
        Delivery.at > now - RECENT,
    )
    return Query(rows, (Delivery.at, Delivery.id), lost, [_not_reviewed_since(Delivery.at)])


def _unanswered(now: datetime) -> Query:
    """Texts that came while a person had the conversation, and nobody has answered."""
    later = Fact.__table__.alias("later")
    answer = (
        later.c.session_id == Fact.session_id,
        later.c.seq > Fact.seq,
        later.c.kind.in_(ANSWERS),
        later.c.key != TIME,
    )
    answered = exists().where(*answer)
    rows = select(literal("held").label("why")).join_from(
        Fact, Session, Session.id == Fact.session_id
    )
    withheld = (Fact.kind == "ReplyWithheld", Fact.at > now - RECENT)
    return Query(
        rows,
        (Fact.at, Fact.seq),
        withheld,
        [Fact.key == "held", ~answered, _not_reviewed_since(Fact.at)],
    )


def _not_reviewed_since(at: Any) -> Any:
    return or_(Session.reviewed_at.is_(None), Session.reviewed_at < at)


# In the order of what matters.
QUERIES: dict[Kind, Callable[[datetime], Query]] = {
    "safety": lambda _now: _handoffs("safety"),
    "promised": lambda _now: _handoffs("promised"),
    "unreachable": _unreachable,
    "unanswered": _unanswered,
    "asked": lambda _now: _handoffs("asked"),
}


def _need(kind: Kind, row: Any) -> Need:
    promise = {
        name: getattr(row, name)
        for name in ("start", "end", "name", "claimed_by", "tries", "again_at")
        if name in row._fields
    }
    return Need(kind, row.at, row.need_id, row.why, row_of(row), **promise)
