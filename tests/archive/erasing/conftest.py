"""Somebody whose conversation is archived, with what erases them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.archive.database import Archive
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from bot.outage.spool import Spool
from bot.privacy.erasing import Eraser
from bot.redis.store import Store
from flows.model.call_events import RecordingLeft
from flows.model.inputs import Channel
from tests.archive.archiving import archive_all
from tests.archive.erasing.remains import OTHER, TALK
from tests.bot.sending import Person
from tests.playing.desks import make_desk
from tests.stand_ins.twilio_stand_in import StandIn


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


@pytest.fixture
def spool(desk: Desk, tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", desk.cipher)


@pytest.fixture
def eraser(desk: Desk, archive: Archive, spool: Spool) -> Eraser:
    return Eraser(desk, archive, spool)


@pytest.fixture
def parent(desk: Desk, archive: Archive, redis_url: str) -> Person:
    """Somebody whose conversation is archived, and somebody else's beside it."""
    person = Person(desk)
    for one in (person, Person(desk, OTHER)):
        for words in TALK:
            one.says(words)
    person.is_sent("text-1")
    record_beside(
        desk, person.contact, "left", time.time(), RecordingLeft("RE1", 12), channel=Channel.VOICE
    )
    archive_all(desk, archive, redis_url)
    return person


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in
