"""Retention: purges conversations older than RETENTION_DAYS in batches, except those under a legal
hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, to_builtins
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.models import Contact, Delivery, Recording, Session, Turn
from bot.archive.staff_tables import Audit
from bot.archive.write.pending_erasures import queue_recordings, scrub

AT_ONCE = 500
EVERY = timedelta(days=1)

Tell = Callable[[int], None]


class Purge(Struct, frozen=True):
    """How many were removed, or would be; `held` conversations are old enough, but kept by a legal
    hold."""

    sessions: int = 0
    turns: int = 0
    recordings: int = 0
    texts: int = 0  # what became of texts outside of any conversation
    contacts: int = 0  # people of whom nothing is left, and nothing must be remembered
    held: int = 0


def look(archive: Archive, before: datetime) -> Purge:
    """What a purge would remove: conversations that ended or fell silent before this time. Raises
    ArchiveAway."""
    due = _due(before)
    with archive.reading() as connection:

        def count(rows: Select[Any]) -> int:
            return int(
                connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()
            )

        old = select(Session.id).where(*_old(before))
        sessions = count(due)
        return Purge(
            sessions,
            count(select(Turn.id).where(Turn.session_id.in_(due))),
            count(
                select(Recording.reference).where(
                    or_(Recording.session_id.in_(due), _loose(Recording, before))
                )
            ),
            count(select(Delivery.id).where(_loose(Delivery, before))),
            held=count(old) - sessions,
        )


def purge(
    archive: Archive, before: datetime, by: Actor, at: datetime, tell: Tell = lambda done: None
) -> Purge:
    """Remove it, and have its recordings erased at Twilio; `tell` hears how many conversations are
    done.

    Each batch is removed together with its line in the audit log. Raises ArchiveAway; what was
    removed until then is.
    """
    total = Purge()
    while True:
        with archive.writing() as connection:
            # Locked, so that a legal hold comes either before it, and wins, or too late.
            due = _due(before).order_by(Session.last_at).limit(AT_ONCE).with_for_update()
            ids = connection.execute(due).scalars()
            batch = _remove(connection, list(ids), at)
            if batch.sessions:
                record(connection, by, Action.PURGED, "", _removed(batch, before), at)
        if not batch.sessions:
            break
        total = _sum(total, batch)
        tell(total.sessions)
    with archive.writing() as connection:
        rest = _remove_rest(connection, before, at)
        record(connection, by, Action.PURGED, "", _removed(rest, before), at)
    scrub(archive)
    return _sum(total, rest)


def purge_daily(archive: Archive, days: int, by: Actor, now: datetime) -> Purge | None:
    """The same once a day, whichever worker comes first; nothing where it is switched off. Raises
    ArchiveAway."""
    if not days:
        return None
    latest = select(Audit.id).where(
        Audit.at > now - EVERY, Audit.action == Action.PURGED.value, Audit.email == by.email
    )
    with archive.reading() as connection:
        if connection.execute(latest.limit(1)).first():
            return None
    return purge(archive, now - timedelta(days=days), by, now)


def _due(before: datetime) -> Select[str]:
    """The conversations that are old enough, and under no legal hold."""
    whose = select(Session.id).join(Contact, Contact.id == Session.contact_id)
    return whose.where(*_old(before), ~Session.legal_hold, ~Contact.legal_hold)


def _old(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Neither the person nor staff have done anything about it since."""
    return Session.last_at < before, or_(Session.acted_at.is_(None), Session.acted_at < before)


def _not_held(contact: Any) -> ColumnElement[bool]:
    return ~exists().where(Contact.id == contact, Contact.legal_hold)


def _loose(table: type[Delivery] | type[Recording], before: datetime) -> ColumnElement[bool]:
    """What belongs to a person but to no conversation."""
    return and_(table.session_id.is_(None), table.at < before, _not_held(table.contact_id))


def _remove(connection: Connection, ids: list[str], at: datetime) -> Purge:
    """These conversations, with all that hangs on them."""
    if not ids:
        return Purge()
    turns = connection.execute(select(func.count()).where(Turn.session_id.in_(ids))).scalar_one()
    recordings = _queue(connection, Recording.session_id.in_(ids), at)
    connection.execute(delete(Session).where(Session.id.in_(ids)))
    return Purge(len(ids), turns, recordings)


def _remove_rest(connection: Connection, before: datetime, at: datetime) -> Purge:
    """What became of texts and recordings outside of any conversation, and people of whom nothing
    is left.

    Who must be remembered, for an opt-out or an erasing, is remembered without the number.
    """
    recordings = _queue(connection, _loose(Recording, before), at)
    connection.execute(delete(Recording).where(_loose(Recording, before)))
    texts = connection.execute(delete(Delivery).where(_loose(Delivery, before))).rowcount
    nothing = [
        ~exists().where(table.contact_id == Contact.id) for table in (Session, Delivery, Recording)
    ]
    unbound = (~Contact.legal_hold, Contact.created < before, *nothing)
    contacts = connection.execute(
        delete(Contact).where(~Contact.opted_out, Contact.epoch == 0, *unbound)
    ).rowcount
    connection.execute(update(Contact).where(Contact.number != "", *unbound).values(number=""))
    return Purge(recordings=recordings, texts=texts, contacts=contacts)


def _queue(connection: Connection, which: ColumnElement[bool], at: datetime) -> int:
    found = connection.execute(select(Recording.contact_id, Recording.reference).where(which)).all()
    queue_recordings(connection, [(row.contact_id, row.reference) for row in found], at)
    return len(found)


def _removed(batch: Purge, before: datetime) -> dict[str, Any]:
    counts = {name: count for name, count in to_builtins(batch).items() if count}
    return {"before": before.isoformat(timespec="seconds"), **counts}


def _sum(one: Purge, other: Purge) -> Purge:
    return Purge(*(getattr(one, name) + getattr(other, name) for name in one.__struct_fields__))
