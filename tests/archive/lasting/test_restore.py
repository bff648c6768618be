"""A Redis that was emptied: a parent goes on at the same question, who opted out stays so, who was
erased stays forgotten."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import update

from bot.archive.database import Archive, ArchiveAway
from bot.archive.models import Delivery, Session
from bot.archive.read.stored_turns import kept_turns
from bot.contacts import PARTITIONS, partition
from bot.conversation.turns import Desk
from bot.outage.fallback import Outage
from bot.outage.recovery_loop import RecoveryLoop
from bot.outage.restore import GAP, restore
from bot.outage.spool import Spool
from bot.process.metrics import Metrics
from bot.redis.store import NotReady, Store
from bot.redis.stored import Lost
from bot.redis.streams.outbox_stream import OutboxStream
from bot.workers.sweeper import sweep
from flows.model.events import SessionOpened
from tests.archive.archiving import archive_all, archiving, rows
from tests.archive.conftest import SERVER
from tests.bot.sending import Person
from tests.playing.desks import make_desk
from tests.started_program import until


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


@pytest.fixture
def parent(desk: Desk) -> Person:
    return Person(desk)


def test_a_parent_goes_on_at_the_same_question(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    for text in ("hola", "1", "marzo"):
        parent.says(text)
    before = parent.record
    archive_all(desk, archive, redis_url)
    raw_redis.flushall()
    with pytest.raises(NotReady):
        desk.store.read(parent.contact, "")
    restore(desk, archive)
    after = parent.record
    assert before
    assert after
    assert (after.session.id, after.session.step, after.session.answers) == (
        before.session.id,
        before.session.step,
        before.session.answers,
    )
    assert after.session.seq == before.session.seq + GAP
    assert desk.store.quiet(before.session.heard.timestamp() + 30 * 86400) == [parent.contact]
    parent.says("1")
    archive_all(desk, archive, redis_url)
    kept = kept_turns(archive, parent.contact)
    assert len(kept) == 4
    assert sum(isinstance(event, SessionOpened) for turn in kept for event in turn.events) == 1


def test_the_worker_does_it_by_itself_while_it_runs(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    stream = OutboxStream(redis_url)
    with archiving(desk, archive, redis_url, workers=2):
        parent.says("hola")
        until(lambda: not stream.waiting(), "empty outbox", 10)
        raw_redis.flushall()
        until(lambda: not desk.store.missing(), "restore", 10)
        parent.says("1")
        until(
            lambda: len(kept_turns(archive, parent.contact)) == 2, "second turn in the archive", 10
        )
    (session,) = rows(archive, Session)
    assert session["stage"] == "pregnant"


def test_opt_outs_and_erasings_are_put_back(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    other = Person(desk, "+18605550198")
    parent.says("STOP")
    for text in ("hi", "FORGET", "1"):
        other.says(text)
    was = {person.contact: desk.store.read(person.contact, "") for person in (parent, other)}
    archive_all(desk, archive, redis_url)
    raw_redis.flushall()
    restore(desk, archive)
    for contact, loaded in was.items():
        now = desk.store.read(contact, "")
        assert (now.opted_out, now.tombstone) == (loaded.opted_out, loaded.tombstone)
    assert desk.store.optouts() == {parent.contact}
    assert other.record is None


def test_a_conversation_of_too_long_ago_is_not_taken_up(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    parent.says("hi")
    archive_all(desk, archive, redis_url)
    with archive.writing() as connection:
        connection.execute(update(Session).values(last_at=datetime.now(UTC) - timedelta(days=31)))
    raw_redis.flushall()
    restore(desk, archive)
    assert parent.record is None


def test_one_that_went_quiet_meanwhile_still_comes_to_its_end(
    archive: Archive, redis_url: str, raw_redis: redis.Redis, store: Store, tmp_path: Path
) -> None:
    """Redis was emptied, and nobody was there to put it back, until after the conversation should
    have been ended."""
    store = Store(redis_url, session_seconds=37 * 86400)
    long_ago = datetime.now(UTC) - timedelta(days=32)
    Person(make_desk(store, tmp_path, clock=lambda: long_ago)).says("hi")
    desk = make_desk(store, tmp_path)
    archive_all(desk, archive, redis_url)
    raw_redis.flushall()
    restore(desk, archive)
    assert sweep(desk, time.time()) == 1
    archive_all(desk, archive, redis_url)
    (session,) = rows(archive, Session)
    assert (session["status"], session["disposition"], bool(session["ended_at"])) == (
        "expired",
        "abandoned",
        True,
    )


def test_a_text_that_waited_to_be_sent_is_unknown(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    parent.says("hi")
    parent.is_sent("t1")
    archive_all(desk, archive, redis_url)
    raw_redis.flushall()
    restore(desk, archive)
    (text,) = rows(archive, Delivery)
    assert text["status"] == "unknown"
    assert parent.waiting() == 0


def test_what_is_served_is_never_overwritten(desk: Desk, parent: Person) -> None:
    """A worker that comes late with the same restore changes nothing any more."""
    parent.says("hi")
    before = parent.record
    assert not desk.store.put_back(Lost(parent.contact, b"{}", 2e9, None, "stop", "7 1.0"))
    assert parent.record == before
    assert desk.store.optouts() == set()


def test_a_new_installation_is_served_at_once(
    redis_url: str, raw_redis: redis.Redis, archive: Archive, tmp_path: Path
) -> None:
    store = Store(redis_url)
    assert store.missing() == list(PARTITIONS)
    restore(make_desk(store, tmp_path), archive)
    assert store.missing() == []


def test_without_the_archive_nobody_is_served(
    redis_url: str, raw_redis: redis.Redis, tmp_path: Path
) -> None:
    """An opt-out that is not known yet must not be overlooked."""
    store = Store(redis_url)
    away = Archive(
        "postgresql+psycopg://127.0.0.1:1/none"
        if SERVER
        else f"sqlite:///{tmp_path}/none/archive.db"
    )
    with pytest.raises(ArchiveAway):
        restore(make_desk(store, tmp_path), away)
    assert len(store.missing()) == len(PARTITIONS)


def test_an_emptied_redis_does_not_empty_the_copy_of_the_opt_outs(
    desk: Desk, parent: Person, raw_redis: redis.Redis, tmp_path: Path
) -> None:
    parent.says("STOP")
    outage = Outage(desk, Spool(tmp_path / "spool", desk.cipher))
    raw_redis.flushall()
    RecoveryLoop(desk.store, outage, desk.optouts, Metrics()).look()
    assert parent.contact in desk.optouts
    assert partition(parent.contact) in desk.store.missing()
