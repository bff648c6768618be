"""Many conversations are taken along little by little: the file may be of any length, the memory is
not."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert

from bot.archive.database import Archive
from bot.archive.export.bulk_csv import Rows, Shape, Taking, read_rows, written
from bot.archive.models import Contact, Session, Turn
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.lists.selecting import Selection
from bot.contacts import Cipher
from flows.model.session import Session as Kept

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
CIPHER = Cipher([Fernet.generate_key().decode()])


@pytest.fixture
def crowd(archive: Archive) -> Archive:
    """Twenty thousand turns in two thousand conversations."""
    kept = Kept("s", "intake", 1, "town", NOW, NOW)
    contact = "c" * 24
    same = {
        "contact_id": contact,
        "epoch": 0,
        "simulated": False,
        "opened": NOW,
        "channels": "sms",
        "language": "en",
    }
    same |= dict.fromkeys(("town", "stage", "status", "disposition", "keyword"), "")
    same |= {
        "step": "town",
        "flow_version": 1,
        "seq": 1,
        "programs": ["wic"],
        "programs_seq": 1,
        "safety": False,
    }
    sessions = [
        {
            "id": f"s{n:05}",
            "last_at": NOW + timedelta(seconds=n),
            "record": {"session": kept},
            **same,
        }
        for n in range(2000)
    ]
    said = {
        "channel": "sms",
        "step": "town",
        "language": "en",
        "events": [],
        "said": "What town? " * 40,
        "words": "town",
    }
    with archive.writing() as connection:
        connection.execute(insert(Contact), [{"id": contact, "created": NOW}])
        connection.execute(insert(Session), sessions)
        for session in sessions:
            turns = [
                {"session_id": session["id"], "first": n, "entry": n, "delivery": "", "at": NOW}
                for n in range(10)
            ]
            connection.execute(
                insert(Turn), [turn | said | {"heard": f"answer {turn['first']}"} for turn in turns]
            )
    return archive


def peak(archive: Archive, taking: Taking) -> tuple[int, int]:
    """How many bytes were written, and how many were in memory at most."""
    tracemalloc.start()
    try:
        total = sum(len(part) for part in written(taking, read_rows(archive, CIPHER, taking), ()))
        return total, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("shape", Shape)
def test_however_many_rows_the_memory_stays_the_same(crowd: Archive, shape: Shape) -> None:
    """Four times as many rows: four times as long a file, and no more memory. It is read once
    before, to warm up."""
    few = Selection(Wanted(until=NOW + timedelta(seconds=500)))
    small, large = (Taking(selection, Rows.TURNS, shape) for selection in (few, Selection()))
    peak(crowd, small)
    (few_bytes, few_memory), (many_bytes, many_memory) = (
        peak(crowd, each) for each in (small, large)
    )
    assert many_bytes > 3.9 * few_bytes
    assert many_memory < 1.2 * few_memory
    assert many_memory < many_bytes / 2
