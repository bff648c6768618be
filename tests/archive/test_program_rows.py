"""What a conversation is found by is what stands in its row: whatever comes first, whatever comes
again, and never longer."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.archive.database import Archive
from bot.archive.models import Session, SessionProgram
from bot.archive.write.contact_erasure import erase
from bot.archive.write.turn_rows import Told, read
from bot.archive.write.writer import keep
from bot.contacts import partition
from bot.redis.store import Store
from tests.archive.archiving import rows
from tests.bot.sending import Person
from tests.playing.desks import make_desk

# The first result tells other programs than the second.
TALK = (
    "im 5 months pregnant w my first in 06106",
    "food",
    "yes",
    "RESTART",
    "planning a baby",
    "hartford",
    "1",
    "no",
    "no",
)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
def told(store: Store, tmp_path: Path) -> list[Told]:
    """The turns of one person."""
    desk = make_desk(store, tmp_path)
    person = Person(desk)
    for text in TALK:
        person.says(text)
    return [read(entry) for entry in desk.store.outbox(partition(person.contact), count=100)]


def kept(archive: Archive, turns: list[Told]) -> None:
    for turn in turns:
        with archive.writing() as connection:
            keep(connection, [turn])


def agrees(archive: Archive) -> bool:
    """Each conversation has one row for each of its programs, at its own time."""
    sessions = rows(archive, Session)
    wanted = [
        (row["id"], program, row["last_at"]) for row in sessions for program in row["programs"]
    ]  # type: ignore[attr-defined]
    found = [tuple(row.values()) for row in rows(archive, SessionProgram)]
    return sorted(found) == sorted(wanted)


@pytest.mark.parametrize("seed", [None, 1, 2, 3, 4])
def test_programs_are_those_of_the_row_in_whatever_order_the_turns_come(
    archive: Archive, told: list[Told], seed: int | None
) -> None:
    turns = list(told)
    if seed is not None:
        random.Random(seed).shuffle(turns)
    for count in range(1, len(turns) + 1):
        kept(archive, turns[count - 1 : count])
        assert agrees(archive)
    kept(archive, turns[::-1])
    assert agrees(archive)
    assert rows(archive, SessionProgram)


def test_whoever_is_erased_is_no_longer_found(archive: Archive, told: list[Told]) -> None:
    kept(archive, told)
    with archive.writing() as connection:
        erase(connection, told[0].entry.contact, 1, NOW, "test")
    assert rows(archive, SessionProgram) == []
