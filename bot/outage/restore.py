"""Restores an emptied Redis from the archive: opt-outs, tombstones, open sessions; then sets the
generation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

import msgspec
import structlog
from msgspec.structs import replace
from sqlalchemy import Connection, and_, or_, select, update

from bot.archive.database import Archive
from bot.archive.models import Contact, Delivery, Session
from bot.archive.write.delivery_rows import QUEUED, UNKNOWN
from bot.contacts import PARTITIONS
from bot.conversation.turns import Desk
from bot.redis.stored import Lost
from bot.stored_session import Record, encode

# What was said shortly before Redis was emptied may still be on its way to the archive: it keeps
# its numbers for itself.
GAP = 1000
_AT_ONCE = 500

# What is planned may lie further ahead than a conversation is kept otherwise.
_PLANNED = Session.record["session"]["follow"]["planned"].as_string()

log = structlog.get_logger()


def restore(desk: Desk, archive: Archive) -> None:
    """Whatever partition nobody is served from is put back, and served. Raises StoreAway,
    ArchiveAway, WrongPartitions.

    Several may do so at once. Texts that waited to be sent are not put back, since nobody knows
    which were: they are `unknown`, for staff to see.
    """
    missing = desk.store.missing()
    if not missing:
        return
    desk.store.check()
    count = sum(_put_back(desk, archive, name) for name in missing)
    desk.store.prepare()
    log.info("store put back", partitions=len(missing), contacts=count)


def _put_back(desk: Desk, archive: Archive, name: str) -> int:
    digit = f"{PARTITIONS.index(name):x}"
    with archive.reading() as connection:
        count = sum(desk.store.put_back(lost) for lost in _lost(desk, connection, digit))
    queued = update(Delivery).where(
        Delivery.status == QUEUED, Delivery.contact_id.startswith(digit)
    )
    with archive.writing() as connection:
        connection.execute(queued.values(status=UNKNOWN, error=UNKNOWN))
    return count


def _lost(desk: Desk, connection: Connection, digit: str) -> Iterator[Lost]:
    """Each contact of a partition of whom anything is to be put back; the latest conversation comes
    first."""
    # Also those that went quiet while nobody swept: the worker ends them, as it would have.
    since = desk.clock() - timedelta(seconds=desk.store.session_seconds)
    latest = and_(
        Session.contact_id == Contact.id,
        Session.epoch == Contact.epoch,
        or_(Session.last_at > since, Session.acted_at > since, _PLANNED.is_not(None)),
    )
    columns = (
        Contact.id,
        Contact.epoch,
        Contact.erased_at,
        Contact.opted_out,
        Contact.opted_at,
        Session.record,
    )
    found = select(*columns).outerjoin(Session, latest).where(Contact.id.startswith(digit))
    found = found.where(or_(Session.id.is_not(None), Contact.opted_out, Contact.epoch > 0))
    found = found.order_by(Contact.id, Session.last_at.desc(), Session.seq.desc())
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(found)
    for contact, group in groupby(rows, key=lambda row: row.id):
        row = next(group)
        session = _session(row.record, contact)
        yield Lost(
            contact,
            encode(session) if session else None,
            session.session.heard.timestamp() if session else 0.0,
            desk.quiet_at(session.session) if session else None,
            row.opted_at.isoformat(timespec="seconds") if row.opted_out else "",
            f"{row.epoch} {row.erased_at.timestamp()}" if row.epoch else "",
            session.session.follow.due_at if session else None,
            session.session.follow.last_due if session else 0.0,
        )


def _session(stored: object, contact: str) -> Record | None:
    """As it was; one that cannot be read keeps nobody else waiting."""
    if stored is None:
        return None
    try:
        record = msgspec.convert(stored, Record)
    except msgspec.ValidationError as error:
        log.error("session cannot be put back", contact=contact, reason=type(error).__name__)
        return None
    return replace(record, session=replace(record.session, seq=record.session.seq + GAP))
