"""Reads one conversation with its turns, handoffs, notes and deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, func, or_, select

from bot.archive.alert_tables import Alert, Telling
from bot.archive.models import Contact, Delivery, Handoff, Recording, Session, Turn
from bot.archive.read.lists.listing import COLUMNS, Row, row_of
from bot.archive.referral_tables import ReferralStep
from bot.archive.staff_tables import Note, Staff
from bot.stored_session import Record

# What one page shows; few conversations have a tenth of it.
MOST_TURNS = 300
MOST_OTHERS = 10

Kept = TypeVar("Kept", bound=Struct)


class KeptTurn(Struct, frozen=True):
    """A turn as it is stored; `events` as bot.record encoded them."""

    first: int
    at: datetime
    channel: str
    step: str
    language: str
    events: Sequence[Any]


class KeptHandoff(Struct, frozen=True):
    id: int
    seq: int
    reason: str
    opened: datetime
    start: datetime | None
    end: datetime | None
    due: datetime
    name: str
    state: str
    claimed_by: int | None
    claimed_at: datetime | None
    closed_by: int | None
    closed_at: datetime | None
    outcome: str
    note: str
    tries: int
    again_at: datetime | None


class KeptNote(Struct, frozen=True):
    id: int
    staff_id: int
    at: datetime
    text: str


class KeptDelivery(Struct, frozen=True):
    id: int
    send_id: str | None
    sid: str | None
    at: datetime
    status: str
    error: str
    text_of: int | None


class KeptRecording(Struct, frozen=True):
    reference: str
    at: datetime
    seconds: int
    state: str


class Case(Struct, frozen=True):
    """`earlier`: there are turns before the first of these. `others` are the same person's other
    conversations."""

    row: Row
    record: Record
    reviewed_by: int | None
    legal_hold: bool
    version: str
    turns: Sequence[KeptTurn]
    earlier: bool
    handoffs: Sequence[KeptHandoff]
    notes: Sequence[KeptNote]
    deliveries: Sequence[KeptDelivery]
    recordings: Sequence[KeptRecording]
    others: Sequence[Row]


def read(connection: Connection, session_id: str, before: int | None = None) -> Case | None:
    """The conversation with its latest turns, or with those before the turn `before`; None if there
    is none."""
    own = (
        Session.record,
        Session.reviewed_by,
        (Session.legal_hold | Contact.legal_hold).label("held"),
    )
    whole = select(*COLUMNS, *own).join_from(Session, Contact, Contact.id == Session.contact_id)
    found = connection.execute(whole.where(Session.id == session_id)).first()
    if found is None:
        return None
    latest = (
        select(*_columns(KeptTurn, Turn))
        .where(Turn.session_id == session_id)
        .order_by(Turn.first.desc())
    )
    latest = latest.where(*([] if before is None else [Turn.first < before])).limit(MOST_TURNS + 1)
    turns = _all(connection, KeptTurn, latest)
    kept: dict[str, Any] = {
        name: _all(
            connection,
            kind,
            select(*_columns(kind, model)).where(model.session_id == session_id).order_by(order),
        )
        for name, kind, model, order in _BESIDE
    }
    row = row_of(found)
    return Case(
        row=row,
        record=msgspec.convert(found.record, Record),
        reviewed_by=found.reviewed_by,
        legal_hold=found.held,
        version=version(connection, session_id) or "",
        turns=turns[:MOST_TURNS][::-1],
        earlier=len(turns) > MOST_TURNS,
        others=_others(connection, row),
        deliveries=_deliveries(connection, row),
        **kept,
    )


def version(connection: Connection, session_id: str) -> str | None:
    """ETag of the page: changes whenever the page would; None without such a conversation."""
    handoffs = select(func.max(func.coalesce(Handoff.closed_at, Handoff.claimed_at))).where(
        Handoff.session_id == session_id
    )
    notes = select(func.max(Note.id)).where(Note.session_id == session_id)
    parts = (
        Session.seq,
        select(func.max(ReferralStep.id))
        .where(ReferralStep.session_id == session_id)
        .scalar_subquery(),
        select(func.max(Alert.taken_at)).where(Alert.session_id == session_id).scalar_subquery(),
        select(func.max(Telling.id))
        .join(Alert)
        .where(Alert.session_id == session_id)
        .scalar_subquery(),
        Session.acted_at,
        Session.assigned_to,
        Session.reviewed_at,
        handoffs.scalar_subquery(),
        notes.scalar_subquery(),
    )
    found = connection.execute(select(*parts).where(Session.id == session_id)).first()
    return ".".join(_plain(part) for part in found) if found else None


def turns_from(connection: Connection, session_id: str, first: int) -> Sequence[KeptTurn]:
    """The turns behind the turn `first`."""
    later = select(*_columns(KeptTurn, Turn)).where(
        Turn.session_id == session_id, Turn.first > first
    )
    return _all(connection, KeptTurn, later.order_by(Turn.first).limit(MOST_TURNS))


def names(connection: Connection) -> Mapping[int, str]:
    """Names of all accounts, also disabled ones, by id and e-mail address."""
    return {row.id: row.name for row in connection.execute(select(Staff.id, Staff.name))}


def owner(connection: Connection, session_id: str) -> tuple[str, str] | None:
    """The contact of a conversation and their encrypted number."""
    found = select(Contact.id, Contact.number).join(Session, Session.contact_id == Contact.id)
    row = connection.execute(found.where(Session.id == session_id)).first()
    return (row.id, row.number) if row else None


def contact_of(connection: Connection, reference: str) -> tuple[str | None, str] | None:
    """The conversation and the contact of a recording."""
    found = select(Recording.session_id, Recording.contact_id).where(
        Recording.reference == reference
    )
    row = connection.execute(found).first()
    return (row.session_id, row.contact_id) if row else None


_BESIDE: tuple[tuple[str, type[Struct], Any, Any], ...] = (
    ("handoffs", KeptHandoff, Handoff, Handoff.seq),
    ("notes", KeptNote, Note, Note.id),
    ("recordings", KeptRecording, Recording, Recording.at),
)


def _deliveries(connection: Connection, row: Row) -> Sequence[KeptDelivery]:
    """Those of the conversation, and reports that came for this person once it was over."""
    late = (
        Delivery.session_id.is_(None),
        Delivery.contact_id == row.contact_id,
        Delivery.at >= row.opened,
    )
    mine = select(*_columns(KeptDelivery, Delivery)).where(Delivery.contact_id == row.contact_id)
    mine = mine.where(or_(Delivery.session_id == row.id, late[0]), *late[1:])
    return _all(connection, KeptDelivery, mine.order_by(Delivery.at).limit(MOST_TURNS))


def _others(connection: Connection, row: Row) -> Sequence[Row]:
    mine = select(*COLUMNS).join_from(Session, Contact, Contact.id == Session.contact_id)
    mine = mine.where(Session.contact_id == row.contact_id, Session.id != row.id)
    return [
        row_of(found)
        for found in connection.execute(mine.order_by(Session.last_at.desc()).limit(MOST_OTHERS))
    ]


def _columns(kind: type[Struct], model: Any) -> list[Any]:
    return [getattr(model, name) for name in kind.__struct_fields__]


def _all(connection: Connection, kind: type[Kept], rows: Any) -> list[Kept]:
    return [kind(*row) for row in connection.execute(rows)]


def _plain(part: Any) -> str:
    return (
        f"{part.timestamp():.6f}"
        if isinstance(part, datetime)
        else ""
        if part is None
        else str(part)
    )
