"""What needs a person first: safety, promised calls by due time, unreachable, unanswered, asked for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import Connection, Select, and_, case, exists, func, literal, or_, select, tuple_

from bot.archive.columns import Utc
from bot.archive.listing import COLUMNS, Row, row_of
from bot.archive.models import Contact, Delivery, Fact, Handoff, Session
from bot.archive.outcomes import NOT_SENT, UNKNOWN
from bot.archive.wanted import NOT_CLOSED, Wanted, every
from flows.safety import KINDS

Kind = Literal["safety", "promised", "unreachable", "unanswered", "asked"]

LOST = ("failed", "undelivered", NOT_SENT, UNKNOWN)
# Nobody looks for older ones: they are in the list of conversations.
RECENT = timedelta(days=30)
# No count goes farther.
COUNTED = 100
DANGERS = tuple(f"safety_{kind}" for kind in KINDS)
# What answers a text that the bot kept silent about.
ANSWERS = ("StaffWrote", "HoldEnded")


class Need(Struct, frozen=True):
    """One thing to do. `at` is when it should have been done, by which it is ordered; `id` tells those of one moment
    apart. `why` is the reason of the handoff, or the state and Twilio's error of the text. `start` and `end` are a promise."""

    kind: Kind
    at: datetime
    id: int
    why: str
    row: Row
    start: datetime | None = None
    end: datetime | None = None
    name: str = ""
    claimed_by: int | None = None


class After(Struct, frozen=True):
    """A place in the list."""

    kind: Kind
    at: datetime
    id: int


def read(
    connection: Connection, wanted: Wanted, now: datetime, after: After | None, most: int
) -> tuple[Sequence[Need], After | None]:
    """At most `most`, and where the next page begins. A conversation may need a person for several reasons."""
    clauses = every(wanted, connection.dialect.name == "sqlite")
    kinds = list(QUERIES)
    found: list[Need] = []
    for kind in kinds[kinds.index(after.kind) if after else 0 :]:
        rows, at, name = QUERIES[kind](now)
        rows = rows.join(Contact, Contact.id == Session.contact_id).where(*clauses)
        if after and after.kind == kind:
            rows = rows.where(tuple_(at, name) > tuple_(literal(after.at, Utc()), literal(after.id)))
        rows = rows.order_by(at, name).limit(most + 1 - len(found))
        found += [_need(kind, row) for row in connection.execute(rows)]
        if len(found) > most:
            last = found[most - 1]
            return found[:most], After(last.kind, last.at, last.id)
    return found, None


def count(connection: Connection, most: int = COUNTED) -> int:
    """How many handoffs are open, counted up to `most`."""
    opened = select(Handoff.id).where(NOT_CLOSED).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(opened)).scalar_one()


def urgent(connection: Connection, now: datetime, most: int = COUNTED) -> int:
    """How many of them cannot wait: safety, and promises whose time has begun."""
    begun = or_(Handoff.reason.in_(DANGERS), Handoff.start <= now)
    opened = select(Handoff.id).where(NOT_CLOSED, begun).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(opened)).scalar_one()


def version(connection: Connection) -> str:
    """Another one when something has come to the inbox, or somebody has taken something on."""
    newest = select(Session.last_at, Session.id).order_by(Session.last_at.desc(), Session.id.desc()).limit(1)
    opened = (
        select(Handoff.id, Handoff.claimed_at).where(NOT_CLOSED).order_by(Handoff.due, Handoff.id).limit(COUNTED).subquery()
    )
    tasks = select(func.count(opened.c.id), func.max(opened.c.id), func.max(opened.c.claimed_at))
    texts = select(func.max(Delivery.id))
    found = [row for each in (newest, tasks, texts) if (row := connection.execute(each).first())]
    return ".".join(str(part.timestamp() if isinstance(part, datetime) else part) for row in found for part in row)


Query = tuple[Select[Any], Any, Any]


def _handoffs(*which: Any) -> Query:
    columns = (Handoff.reason.label("why"), Handoff.start, Handoff.end, Handoff.name, Handoff.claimed_by)
    rows = select(*COLUMNS, Handoff.due.label("at"), Handoff.id.label("need_id"), *columns)
    rows = rows.join_from(Handoff, Session, Session.id == Handoff.session_id).where(NOT_CLOSED, *which)
    return rows, Handoff.due, Handoff.id


def _safety(_now: datetime) -> Query:
    return _handoffs(Handoff.reason.in_(DANGERS))


def _promised(_now: datetime) -> Query:
    return _handoffs(Handoff.start.is_not(None), Handoff.reason.not_in(DANGERS))


def _asked(_now: datetime) -> Query:
    return _handoffs(Handoff.start.is_(None), Handoff.reason.not_in(DANGERS))


def _unreachable(now: datetime) -> Query:
    """Texts that did not arrive, until somebody has reviewed the conversation. A late report may know only the contact."""
    theirs = Session.__table__.alias("theirs")
    latest = select(theirs.c.id).where(theirs.c.contact_id == Delivery.contact_id).order_by(theirs.c.last_at.desc()).limit(1)
    own = func.coalesce(Delivery.session_id, latest.scalar_subquery())
    why = case((Delivery.error != "", Delivery.error), else_=Delivery.status).label("why")
    rows = select(*COLUMNS, Delivery.at.label("at"), Delivery.id.label("need_id"), why)
    rows = rows.join_from(Delivery, Session, Session.id == own)
    rows = rows.where(Delivery.status.in_(LOST), Delivery.at > now - RECENT, _not_reviewed_since(Delivery.at))
    return rows, Delivery.at, Delivery.id


def _unanswered(now: datetime) -> Query:
    """Texts that came while a person had the conversation, and nobody has answered."""
    later = Fact.__table__.alias("later")
    answered = exists().where(later.c.session_id == Fact.session_id, later.c.seq > Fact.seq, later.c.kind.in_(ANSWERS))
    rows = select(*COLUMNS, Fact.at.label("at"), Fact.seq.label("need_id"), literal("held").label("why"))
    rows = rows.join_from(Fact, Session, Session.id == Fact.session_id)
    held = and_(Fact.kind == "ReplyWithheld", Fact.key == "held")
    rows = rows.where(held, Fact.at > now - RECENT, ~answered, _not_reviewed_since(Fact.at))
    return rows, Fact.at, Fact.seq


def _not_reviewed_since(at: Any) -> Any:
    return or_(Session.reviewed_at.is_(None), Session.reviewed_at < at)


# In the order of what matters.
QUERIES: dict[Kind, Callable[[datetime], Query]] = {
    "safety": _safety,
    "promised": _promised,
    "unreachable": _unreachable,
    "unanswered": _unanswered,
    "asked": _asked,
}


def _need(kind: Kind, row: Any) -> Need:
    promise = {name: getattr(row, name) for name in ("start", "end", "name", "claimed_by") if name in row._fields}
    return Need(kind, row.at, row.need_id, row.why, row_of(row), **promise)
