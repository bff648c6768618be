"""One query for each reason why a conversation needs a person, in the order of an index."""

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
from bot.archive.models import Contact, Delivery, Fact, Handoff, Session
from bot.archive.read.lists.filters import NOT_CLOSED
from bot.archive.read.lists.listing import COLUMNS
from bot.archive.write.delivery_rows import NOT_SENT, UNKNOWN
from flows.model.staff_events import TIME

Kind = Literal["safety", "promised", "unreachable", "unanswered", "asked"]


LOST = ("failed", "undelivered", NOT_SENT, UNKNOWN)


# Nobody looks for older ones: they are in the list of conversations.
RECENT = timedelta(days=30)


# How many of a kind one page looks at, if a filter may let few of them through.
FAR = 500


# As the indexes of bot.archive.models have it (NOT_ARRIVED, TASKS): written out, not bound.
_NOT_ARRIVED = func.coalesce(Delivery.status, literal_column("''"))
_DANGER = func.substr(Handoff.reason, literal_column("1"), literal_column("6")) == literal_column(
    "'safety'"
)
TASKS_OPEN = {
    "safety": (NOT_CLOSED, _DANGER),
    "promised": (NOT_CLOSED, ~_DANGER, Handoff.start.is_not(None)),
    "asked": (NOT_CLOSED, ~_DANGER, Handoff.start.is_(None)),
}


# What answers a text that the bot kept silent about. A hold that ran out by itself has answered
# nothing.
ANSWERS = ("StaffWrote", "HoldEnded")


class After(Struct, frozen=True):
    """Keyset cursor: the last task of the page before."""

    kind: Kind
    at: datetime
    id: int


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
    return Query(rows, (Handoff.due, Handoff.id), TASKS_OPEN[kind], newest=kind == "safety")


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
