"""Erasing one person from the archive. What stays is the opt-out, and that it happened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.archive.audit_chain import append
from bot.archive.models import Contact, Delivery, Recording, Session
from bot.archive.write.pending_erasures import queue
from bot.archive.write.upsert import add

ERASED, KEPT = "erased", "erasing_withheld"


def erase(
    connection: Connection, contact: str, epoch: int, at: datetime, by: str, number: str = ""
) -> None:
    """Forget all of this contact that is older than `epoch`, for good; who asked for it (`by`) goes
    into the audit log.
    What is not in our hands goes on the worker's list, by the encrypted `number`, or the one that
    is known.

    A legal hold wins, on the person or on one conversation: what is held stays, and the log says
    so. Twice is once.
    """
    add(connection, Contact, [{"id": contact, "created": at}])
    newer = (
        update(Contact)
        .where(Contact.id == contact, Contact.epoch < epoch)
        .values(epoch=epoch, erased_at=at)
    )
    if connection.execute(newer.returning(Contact.id)).first():
        _forget(connection, contact, at, by, number)


def erase_withheld(connection: Connection, contact: str, at: datetime, by: str) -> None:
    """What should have been forgotten while a legal hold kept it, now that `by` has lifted the last
    one."""
    withheld = select(Session.id).join(Contact, Contact.id == Session.contact_id)
    withheld = withheld.where(Contact.id == contact, Session.epoch < Contact.epoch).limit(1)
    if connection.execute(withheld).first():
        _forget(connection, contact, at, by)


def _forget(connection: Connection, contact: str, at: datetime, by: str, number: str = "") -> None:
    whole = select(Contact.epoch, Contact.erased_at, Contact.legal_hold, Contact.number)
    known = connection.execute(whole.where(Contact.id == contact).with_for_update()).one()
    before = known.erased_at
    mine = select(Recording.reference).where(Recording.contact_id == contact, Recording.at < before)
    recordings = connection.execute(mine).scalars().all()
    old = (Session.contact_id == contact, Session.epoch < known.epoch)
    if not known.legal_hold:
        connection.execute(delete(Session).where(*old, ~Session.legal_hold))
        for table in (Delivery, Recording):  # those of a session went with it
            connection.execute(
                delete(table).where(
                    table.contact_id == contact, table.session_id.is_(None), table.at < before
                )
            )
    stays = (
        known.legal_hold
        or connection.execute(select(Session.id).where(*old).limit(1)).first() is not None
    )
    if not stays:
        queue(connection, contact, number or known.number, recordings, before)
    if (
        connection.execute(select(Session.id).where(Session.contact_id == contact).limit(1)).first()
        is None
    ):
        connection.execute(update(Contact).where(Contact.id == contact).values(number=""))
    detail = {"by": by, "epoch": known.epoch}
    append(connection, at=at, action=KEPT if stays else ERASED, target=contact, detail=detail)
