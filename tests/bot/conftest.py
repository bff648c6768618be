"""What the tests of staff's use cases share: a parent in conversation, on a real Redis and a real
archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.archive.database import Archive
from bot.redis.store import Store
from tests.archive.conftest import archive, database_url, migrated
from tests.bot.casework import Casework, Clock
from tests.bot.sending import Person
from tests.playing.desks import make_desk

__all__ = ["archive", "database_url", "migrated"]  # the fixtures of the archive's own tests


@pytest.fixture
def work(store: Store, archive: Archive, redis_url: str, tmp_path: Path) -> Casework:
    """A parent was just asked for the town."""
    clock = Clock()
    desk = make_desk(store, tmp_path, clock=clock)
    parent = Person(desk)
    parent.says("hi i have a baby, 5 months old, its my first")
    return Casework(desk, archive, redis_url, clock, parent)
