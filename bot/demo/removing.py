"""Removes the demo: everybody with one of its numbers, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, or_, select, update

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.erasure_table import Erasure
from bot.archive.models import Contact, Delivery, Recording, Session
from bot.archive.write.pending_erasures import scrub
from bot.conversation.turns import Desk
from bot.demo.cast import MOST
from bot.demo.lines import contacts_of
from bot.privacy.erasing import forget_in_store

# The tombstone keeps out what comes late; its time is long ago, so that the demo of the last sixty
# days can be made anew.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def remove(desk: Desk, archive: Archive, by: Actor) -> int:
    """How many people were taken away. Raises StoreAway, Crowded, ArchiveAway."""
    everybody = [
        contact for place in range(MOST) for contact in contacts_of(place, desk.contact_key)
    ]
    present = _present(archive, everybody) | {
        contact for contact in everybody if desk.store.read(contact, "").version
    }
    if not present:
        return 0
    contacts = sorted(present)
    with archive.writing() as connection:
        for contact in contacts:
            epoch = desk.store.read(contact, "").epoch + 1
            connection.execute(update(Contact).where(Contact.id == contact).values(epoch=epoch))
        _remove(connection, contacts)
        record(connection, by, Action.DEMO_REMOVED, "", {"people": len(contacts)}, desk.clock())
    for contact in contacts:
        forget_in_store(desk, contact, LONG_AGO, opt_out="")
    scrub(archive)
    return len(contacts)


def _present(archive: Archive, everybody: Sequence[str]) -> set[str]:
    """Those of whom the archive has anything."""
    has_session = Contact.id.in_(select(Session.contact_id))
    something = or_(
        Contact.number != "", Contact.opted_out, Contact.erased_at > LONG_AGO, has_session
    )
    with archive.reading() as connection:
        return set(
            connection.execute(
                select(Contact.id).where(Contact.id.in_(everybody), something)
            ).scalars()
        )


def _remove(connection: Connection, contacts: Sequence[str]) -> None:
    for table in (Session, Delivery, Recording, Erasure):
        connection.execute(delete(table).where(table.contact_id.in_(contacts)))
    nothing = {
        "number": "",
        "erased_at": LONG_AGO,
        "opted_out": False,
        "opted_at": None,
        "legal_hold": False,
    }
    connection.execute(update(Contact).where(Contact.id.in_(contacts)).values(**nothing))
