"""Workers that archive: each turn once; one that cannot be written keeps nobody waiting."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
import redis
from prometheus_client import CollectorRegistry, generate_latest

from bot.archive.database import Archive
from bot.archive.models import Turn
from bot.archive.read.stored_turns import kept_turns
from bot.contacts import partition
from bot.conversation.turns import Desk
from bot.process.outbox_metrics import OutboxCollector
from bot.redis.streams.outbox_stream import OutboxStream
from bot.stored_session import decode_record
from tests.archive.archiving import archive_all, archiving, rows
from tests.bot.sending import Person
from tests.started_program import until


@pytest.mark.parametrize("broken", ["the turn", "its numbers", "the entry"])
def test_one_turn_that_cannot_be_written_keeps_no_other_waiting(
    desk: Desk,
    archive: Archive,
    redis_url: str,
    parent: Person,
    raw_redis: redis.Redis,
    broken: str,
) -> None:
    """It stays in the outbox, where the lag shows it."""
    key = f"{{{partition(parent.contact)}}}:outbox"
    parent.says("hi")
    ((_, fields),) = raw_redis.xrange(key)
    raw_redis.delete(key)
    OutboxStream(redis_url).prepare()
    if broken == "the turn":
        fields[b"payload"] = b"{nonsense"
    elif broken == "its numbers":
        fields[b"payload"] = fields[b"payload"].replace(
            b'"first":0', b'"first":9223372036854775808'
        )
    else:
        fields = {b"any": b"thing"}
    raw_redis.xadd(key, fields)
    with archiving(desk, archive, redis_url):
        until(lambda: raw_redis.xpending(key, "archivers")["pending"], "reading", 10)
        time.sleep(0.2)  # until it is looked at again
        parent.says("1")
        until(lambda: rows(archive, Turn), "turn in the archive", 10)
        until(lambda: raw_redis.xlen(key) == 1, "only what cannot be written", 5)
    assert desk.store.lag() > 0


def test_a_worker_rests_while_the_tables_are_those_of_another_version(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    """Also one that was at work when a newer version was released."""
    stream = OutboxStream(redis_url)
    with archive.reading() as connection:
        ours = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    with archiving(desk, archive, redis_url):
        parent.says("hi")
        until(lambda: not stream.waiting(), "empty outbox", 10)
        _released(archive, "v999")
        try:
            time.sleep(0.3)  # until it looks around
            parent.says("1")
            time.sleep(0.3)
            assert len(rows(archive, Turn)) == 1
        finally:
            _released(archive, ours)
        until(lambda: not stream.waiting(), "empty outbox", 10)
    assert len(rows(archive, Turn)) == 2


def _released(archive: Archive, version: str) -> None:
    with archive.writing() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")


def test_several_workers_archive_each_turn_once(
    desk: Desk, archive: Archive, redis_url: str
) -> None:
    people = [Person(desk, f"+18605550{number}") for number in range(100, 112)]
    with archiving(desk, archive, redis_url, workers=3):
        for text in ("hola", "1", "marzo"):
            for person in people:
                person.says(text)
        until(lambda: not OutboxStream(redis_url).waiting(), "empty outbox", 20)
    for person in people:
        assert [turn.delivery.startswith("SM") for turn in kept_turns(archive, person.contact)] == [
            True
        ] * 3
        record = decode_record(desk.store.read(person.contact, "").session or b"")
        assert (
            sum(len(turn.events) for turn in kept_turns(archive, person.contact))
            == record.session.seq
        )


def test_a_dead_workers_turns_are_taken_over(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    dead = OutboxStream(redis_url)
    dead.prepare()
    parent.says("hi")
    assert len(dead.new()) == 1
    archive_all(desk, archive, redis_url)
    assert len(kept_turns(archive, parent.contact)) == 1


def test_the_lag_is_the_age_of_the_oldest_turn_that_waits(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    stream = OutboxStream(redis_url)
    assert (desk.store.lag(), stream.waiting()) == (0.0, 0)
    then = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    raw_redis.xadd(f"{{{partition(parent.contact)}}}:outbox", {"any": "thing"}, id=f"{then}-0")
    parent.says("hi")
    assert 299 < desk.store.lag() < 310
    registry = CollectorRegistry()
    registry.register(OutboxCollector(desk.store, stream))
    told = generate_latest(registry).decode()
    assert "intake_outbox_waiting 2.0" in told
    assert "intake_archive_lag_seconds 3" in told
