"""A Redis that turns out to be behind the archive is told what it does not know: erasings and
opt-outs."""

from __future__ import annotations

import structlog
from sqlalchemy import or_, select

from bot.archive.database import Archive
from bot.archive.models import Contact
from bot.archive.write.rolled_back import Behind
from bot.redis.streams.outbox_stream import OutboxStream

log = structlog.get_logger()


def bring_forward(stream: OutboxStream, behind: Behind) -> None:
    """Counts and logs what a batch told of it, and puts the erasings back. Raises StoreAway."""
    if behind.renumbered:
        stream.count_behind("renumbered", behind.renumbered)
        log.error("turns renumbered: Redis is behind the archive", turns=behind.renumbered)
    for contact, tombstone in behind.forgotten.items():
        put = stream.forget_again(
            contact, tombstone.epoch, tombstone.at.timestamp() if tombstone.at else 0.0
        )
        stream.count_behind("forgotten", int(put))
        log.error("erasing put back: Redis is behind the archive", contact=contact, put=put)


def tell_again(archive: Archive, stream: OutboxStream) -> None:
    """After a restart or a failover: every erasing and opt-out that the archive knows. Raises
    StoreAway, ArchiveAway."""
    columns = (Contact.id, Contact.epoch, Contact.erased_at, Contact.opted_out, Contact.opted_at)
    with archive.reading() as connection:
        known = connection.execute(
            select(*columns).where(or_(Contact.epoch > 0, Contact.opted_out))
        ).all()
    erased = sum(
        stream.forget_again(row.id, row.epoch, row.erased_at.timestamp())
        for row in known
        if row.epoch and row.erased_at
    )
    out = [
        stream.opt_out_again(row.id, row.opted_at.isoformat(timespec="seconds"))
        for row in known
        if row.opted_out and row.opted_at
    ]
    for what, many in (("forgotten", erased), ("opted_out", out.count(1))):
        if many:
            stream.count_behind(what, many)
            log.error("put back: Redis is behind the archive", what=what, contacts=many)
