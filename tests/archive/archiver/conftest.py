"""A parent in conversation, whose turns wait in the outbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.turns import Desk
from bot.redis.store import Store
from tests.bot.sending import Person
from tests.playing.desks import make_desk


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


@pytest.fixture
def parent(desk: Desk) -> Person:
    return Person(desk)
