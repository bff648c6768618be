"""A new CONTACT_KEY: everybody's id hashed once more under it, also of those whose number is not
kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, exists, insert, select, update

from bot.accounts.audit import Action, command_line, record
from bot.archive.database import Archive
from bot.archive.erasure_table import Erasure
from bot.archive.models import Contact, Delivery, Handoff, Recording, Session
from bot.archive.staff_tables import Audit
from bot.archive.write.upsert import table_of
from bot.contacts import key_name, once_more
from bot.conversation.turns import Desk

_HOLDERS = (Session, Handoff, Delivery, Recording, Erasure)
_LOOK_SECONDS = 0.2


class NotNow(RuntimeError):
    """The ids cannot be renewed now; the message says what to do."""


def renew_contacts(
    desk: Desk,
    archive: Archive,
    waiting: Callable[[], int],
    patience: float,
    tell: Callable[[int], None],
) -> int:
    """Renews every id under the first key of CONTACT_KEY; how many. `waiting` tells how much the
    workers still have in hand, for which it waits `patience` seconds; `tell` is called with how
    many more are done. Safe to end and begin again: nobody is served until all is done, and what
    comes in meanwhile is spooled.

    Raises NotNow, StoreAway, ArchiveAway.
    """
    name = key_name(desk.contact_key)
    if "," not in desk.contact_key:
        raise NotNow("Put the new key in front of the one there is: CONTACT_KEY=new,old.")
    if _is_done(archive, name):
        desk.store.ids.open(name)
        return 0
    _await(waiting, patience)  # while everybody is served still
    desk.store.ids.close()
    _await(waiting, patience)
    with archive.reading() as connection:
        olds = list(connection.execute(select(Contact.id).order_by(Contact.id)).scalars())
    for old in olds:
        desk.store.ids.copy(old, once_more(old, desk.contact_key))
        tell(1)
    with archive.writing() as connection:
        _renew_rows(connection, olds, desk.contact_key, tell)
        record(connection, command_line(), Action.CONTACT_KEY_RENEWED, name, {}, desk.clock())
    desk.store.ids.open(name)
    for old in olds:
        desk.store.ids.drop(old)
    return len(olds)


def _is_done(archive: Archive, name: str) -> bool:
    marked = (Audit.action == Action.CONTACT_KEY_RENEWED.value, Audit.target == name)
    with archive.reading() as connection:
        return bool(connection.execute(select(exists().where(*marked))).scalar_one())


def _await(waiting: Callable[[], int], patience: float) -> None:
    until = time.monotonic() + patience
    while many := waiting():
        if time.monotonic() > until:
            raise NotNow(f"{many} turns or texts wait for a worker: let one run, and try again.")
        time.sleep(_LOOK_SECONDS)


def _renew_rows(
    connection: Connection, olds: Sequence[str], key: str, tell: Callable[[int], None]
) -> None:
    contacts = table_of(Contact)
    for old in olds:
        new = once_more(old, key)
        row = connection.execute(select(contacts).where(contacts.c.id == old)).mappings().one()
        connection.execute(insert(contacts).values({**row, "id": new}))
        for holder in _HOLDERS:
            held = update(holder).where(holder.contact_id == old)
            connection.execute(held.values(contact_id=new))
        connection.execute(delete(contacts).where(contacts.c.id == old))
        tell(1)
