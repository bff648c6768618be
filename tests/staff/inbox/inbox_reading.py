"""The inbox as a test reads it: ids, in order."""

from __future__ import annotations

from bot.archive.read.lists import inbox_needs as needs
from bot.archive.read.lists import listing
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.lists.index_walk import Mark
from bot.archive.read.searching import search
from tests.staff.console_office import Office

ALL = Wanted()


def listed(
    office: Office, wanted: Wanted = ALL, before: Mark | None = None, most: int = 50, **more: bool
) -> listing.Page:
    with office.archive.reading() as connection:
        return listing.read(connection, wanted, before, most, **more)


def needed(office: Office, wanted: Wanted = ALL, most: int = 50) -> list[tuple[str, str]]:
    with office.archive.reading() as connection:
        found, _ = needs.read(connection, wanted, office.clock(), None, most)
    return [(need.row.id, need.kind) for need in found]


def found(office: Office, words: str, wanted: Wanted = ALL, most: int = 50) -> list[str]:
    with office.archive.reading() as connection:
        return [hit.row.id for hit in search.read(connection, words, wanted, None, most).found]
