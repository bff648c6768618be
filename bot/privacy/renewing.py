"""Phone numbers encrypted anew under the first of DATA_KEYS, so that an older key can be taken
out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from sqlalchemy import select, update

from bot.archive.database import Archive
from bot.archive.erasure_table import Erasure
from bot.archive.models import Contact, Session
from bot.contacts import CipherError
from bot.conversation.turns import Desk
from bot.stored_session import decode_record, encode

_AT_ONCE = 500


def renew_numbers(desk: Desk, archive: Archive, tell: Callable[[int], None]) -> int:
    """Everything in the archive and every open session; `tell` is called with how many more were
    looked at. How many could not be read by any key. Safe to end and begin again. Raises StoreAway,
    ArchiveAway."""
    lost = _table(desk, archive, Contact, tell) + _table(desk, archive, Erasure, tell)
    last = ""
    while rows := _page(archive, last):
        for row in rows:
            lost += not _session(desk, archive, row.id, row.contact_id, dict(row.record))
        last = rows[-1].id
        tell(len(rows))
    return lost


def count(archive: Archive) -> int:
    """How many there are to look at. Raises ArchiveAway."""
    with archive.reading() as connection:
        tables = (Contact.id, Erasure.id, Session.id)
        return sum(len(connection.execute(select(column)).all()) for column in tables)


def people(archive: Archive) -> int:
    """How many people there are. Raises ArchiveAway."""
    with archive.reading() as connection:
        return len(connection.execute(select(Contact.id)).all())


def _table(
    desk: Desk, archive: Archive, model: type[Contact] | type[Erasure], tell: Callable[[int], None]
) -> int:
    with archive.reading() as connection:
        rows = connection.execute(select(model.id, model.number)).all()
    lost = 0
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        with archive.writing() as connection:
            for row in part:
                if row.number and (renewed := _renewed(desk, row.number)):
                    same = (
                        model.id == row.id,
                        model.number == row.number,
                    )  # what a worker has changed meanwhile is new already
                    connection.execute(update(model).where(*same).values(number=renewed))
                lost += bool(row.number and not renewed)
        tell(len(part))
    return lost


def _page(archive: Archive, last: str) -> list[Any]:
    wanted = (
        select(Session.id, Session.contact_id, Session.record)
        .where(Session.id > last)
        .order_by(Session.id)
    )
    with archive.reading() as connection:
        return list(connection.execute(wanted.limit(_AT_ONCE)))


def _session(
    desk: Desk, archive: Archive, name: str, contact: str, record: dict[str, object]
) -> bool:
    """The row, and what Redis has of the contact."""
    renewed = _renewed(desk, str(record["number"]))
    if renewed:
        with archive.writing() as connection:
            seq = (
                Session.seq == record["session"]["seq"]
                if isinstance(record["session"], dict)
                else Session.id == name
            )
            connection.execute(
                update(Session)
                .where(Session.id == name, seq)
                .values(record=record | {"number": renewed})
            )
    stored = desk.store.read(contact, "renewing").session
    if stored is not None:
        live = decode_record(stored)
        if number := _renewed(desk, live.number):
            desk.store.exchange(contact, stored, encode(replace(live, number=number)))
    return bool(renewed)


def _renewed(desk: Desk, number: str) -> str:
    try:
        return desk.cipher.renew(number)
    except CipherError:
        return ""
