"""COPY: everything that is kept about one person, for that person."""

from __future__ import annotations

from datetime import datetime

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.export.export_format import Person
from bot.archive.export.exporting import person
from bot.contacts import Cipher
from bot.privacy.legal_holds import NoSuchRecord


def copy_person(
    archive: Archive, cipher: Cipher, contact: str, by: Actor, reason: str, at: datetime
) -> Person:
    """With the number in full, since it is theirs. The audit log says who made it, and why.

    Raises NoSuchRecord, ArchiveAway.
    """
    found = person(archive, cipher, contact, in_full=True)
    if found is None:
        raise NoSuchRecord("Nothing is kept about this person.")
    with archive.writing() as connection:
        record(connection, by, Action.COPY_MADE, contact, {"reason": reason}, at)
    return found
