"""Idempotent writer from the outbox to the archive: at-least-once delivery, any order, several
workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.archive.models import Contact, Fact, Handoff, Turn
from bot.archive.write.called_off import keep_called_off
from bot.archive.write.contact_erasure import erase
from bot.archive.write.delivery_rows import keep_deliveries, keep_recordings
from bot.archive.write.referral_rows import keep_referrals
from bot.archive.write.rolled_back import Behind, Tombstone, as_theirs, renumbered, said_after
from bot.archive.write.session_rows import keep_sessions
from bot.archive.write.staff_lines import keep_staff_lines
from bot.archive.write.turn_rows import Told, fact_rows, handoff_rows, turn_row
from bot.archive.write.upsert import add, table_of
from bot.stored_session import Record
from flows.model.events import OptedIn, OptedOut


def keep(connection: Connection, batch: Sequence[Told]) -> Behind:
    """Writes a batch in one transaction of its own, except entries from before the contact's
    tombstone; tells of a Redis that is behind the archive.

    The contacts are locked first and in order, so that two workers at the same person come one
    after the other.
    """
    batch = sorted(batch, key=lambda told: told.place)
    behind, epochs = Behind(), _lock(connection, batch)
    for told in batch:
        if (
            told.erases
        ):  # `erase` is idempotent: the same one twice, or an older one, forgets nothing more
            erase(
                connection,
                told.entry.contact,
                told.entry.epoch,
                told.turn.at,
                "contact",
                told.turn.number,
            )
            known = epochs[told.entry.contact]
            if told.entry.epoch > known.epoch:
                epochs[told.entry.contact] = Tombstone(told.entry.epoch, told.turn.at)
    batch = _not_forgotten(batch, epochs, behind)
    turns = renumbered(
        connection, [(told, told.turn.record) for told in batch if told.turn.record], behind
    )
    batch = [told for told in batch if not told.turn.record] + [told for told, _ in turns]
    keep_sessions(connection, turns)
    add(connection, Turn, [turn_row(*turn) for turn in turns])
    add(connection, Fact, [row for turn in turns for row in fact_rows(*turn)])
    add(connection, Handoff, [row for turn in turns for row in handoff_rows(*turn)])
    keep_called_off(connection, turns)
    keep_referrals(connection, turns)
    keep_deliveries(connection, batch)
    keep_recordings(connection, batch)
    _keep_contacts(connection, batch, turns)
    keep_staff_lines(connection, turns)
    return behind


def _not_forgotten(
    batch: Sequence[Told], epochs: Mapping[str, Tombstone], behind: Behind
) -> list[Told]:
    kept = []
    for told in batch:
        tombstone = epochs[told.entry.contact]
        if told.entry.epoch >= tombstone.epoch:
            kept.append(told)
        elif said_after(told, tombstone):
            behind.forgotten[told.entry.contact] = tombstone
            kept.append(as_theirs(told, tombstone.epoch))
    return kept


def _lock(connection: Connection, batch: Sequence[Told]) -> dict[str, Tombstone]:
    """The last erasing of each contact, which nobody else changes before this transaction ends."""
    first: dict[str, Any] = {}
    for told in batch:
        first.setdefault(told.entry.contact, told.turn.at)
    ids = sorted(first)
    add(connection, Contact, [{"id": contact, "created": first[contact]} for contact in ids])
    mine = (
        select(Contact.id, Contact.epoch, Contact.erased_at)
        .where(Contact.id.in_(ids))
        .order_by(Contact.id)
        .with_for_update()
    )
    return {row.id: Tombstone(row.epoch, row.erased_at) for row in connection.execute(mine)}


def _keep_contacts(
    connection: Connection, batch: Sequence[Told], turns: Sequence[tuple[Told, Record]]
) -> None:
    contacts = table_of(Contact)
    numbers = {told.entry.contact: record.number for told, record in turns}
    found = (
        contacts.update()
        .where(contacts.c.id == bindparam("contact"))
        .values(number=bindparam("encrypted"))
    )
    if rows := [{"contact": contact, "encrypted": number} for contact, number in numbers.items()]:
        connection.execute(found, rows)
    said = contacts.update().where(
        contacts.c.id == bindparam("contact"), contacts.c.opted_entry < bindparam("place")
    )
    said = said.values(
        opted_out=bindparam("out"), opted_at=bindparam("time"), opted_entry=bindparam("place")
    )
    if consents := list(_consents(batch)):
        connection.execute(said, consents)


def _consents(batch: Sequence[Told]) -> Iterator[Mapping[str, Any]]:
    """What people said about texts, the last of each turn."""
    for told in batch:
        said = [event for event in told.turn.events if isinstance(event, OptedOut | OptedIn)]
        if said:
            out = isinstance(said[-1], OptedOut)
            yield {
                "contact": told.entry.contact,
                "place": told.place,
                "out": out,
                "time": told.turn.at,
            }
