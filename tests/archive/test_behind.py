"""A Redis behind the archive, a replica promoted too early or an old copy: nothing said afterwards
vanishes."""

from __future__ import annotations

from itertools import pairwise

import pytest
import redis
from sqlalchemy import select

from bot.archive.database import Archive
from bot.archive.models import Contact, Fact, Handoff, Session, Turn
from bot.archive.write.turn_rows import read
from bot.archive.write.writer import keep
from bot.contacts import partition
from bot.conversation.turns import Desk
from bot.outage.rollback_repair import tell_again
from bot.redis.store import Store
from bot.redis.streams.outbox_stream import OutboxStream
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person
from tests.playing.desks import make_desk

__all__ = ["rows"]


@pytest.fixture
def desk(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(store, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def parent(desk: Desk) -> Person:
    return Person(desk)


class Copy:
    """What Redis holds of a contact, to be put back later as an older copy would have it."""

    KINDS = ("session", "erased", "optout")

    def __init__(self, raw: redis.Redis, contact: str) -> None:
        self._raw, self._contact = raw, contact
        self._tag = f"{{{partition(contact)}}}"
        self._values = {kind: raw.get(f"{self._tag}:{kind}:{contact}") for kind in self.KINDS}
        self._out = bool(raw.sismember(f"{self._tag}:optouts", contact))

    def put_back(self) -> None:
        for kind, value in self._values.items():
            key = f"{self._tag}:{kind}:{self._contact}"
            self._raw.delete(key)
            if value is not None:
                self._raw.set(key, value)
        if not self._out:
            self._raw.srem(f"{self._tag}:optouts", self._contact)


def heard(archive: Archive) -> list[str]:
    with archive.reading() as connection:
        return list(
            connection.execute(select(Turn.heard).order_by(Turn.session_id, Turn.first)).scalars()
        )


def test_after_a_replica_took_over_that_lagged_each_text_is_kept_once(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    for text in ("hi", "1"):
        parent.says(text)
    copy = Copy(raw_redis, parent.contact)
    lost = ["march", "yes", "06106"]
    for text in lost:
        parent.says(text)
    archive_all(desk, archive, redis_url)
    copy.put_back()
    after = ["april", "no", "help", "06106", "why", "i need a person"]
    for text in after:
        parent.says(text)
        archive_all(desk, archive, redis_url)
    assert heard(archive) == ["hi", "1", *lost, *after]
    facts = [(row["session_id"], row["seq"]) for row in rows(archive, Fact)]
    assert len(facts) == len(set(facts))
    spans = [
        (row["first"], len(row["events"]))
        for row in sorted(rows(archive, Turn), key=lambda row: row["first"])
    ]  # type: ignore[arg-type, return-value]
    assert all(first + count <= second for (first, count), (second, _) in pairwise(spans))  # type: ignore[operator]
    assert OutboxStream(redis_url).counted_behind()["renumbered"] >= 1
    (session,) = rows(archive, Session)
    assert session["seq"] >= len(facts)


def test_the_same_entry_again_stays_one_also_when_it_was_renumbered(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    parent.says("hi")
    copy = Copy(raw_redis, parent.contact)
    parent.says("1")
    archive_all(desk, archive, redis_url)
    copy.put_back()
    parent.says("2")
    entries = desk.store.outbox(partition(parent.contact))
    for _ in range(3):
        with archive.writing() as connection:
            keep(connection, [read(entry) for entry in entries])
    assert heard(archive) == ["hi", "1", "2"]


def test_a_copy_from_before_a_forget_gets_its_erasing_back_and_danger_is_not_lost(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    for text in ("hi", "1", "march"):
        parent.says(text)
    copy = Copy(raw_redis, parent.contact)
    for text in ("FORGET", "1"):
        parent.says(text)
    archive_all(desk, archive, redis_url)
    copy.put_back()
    parent.says("i want to kill myself")
    archive_all(desk, archive, redis_url)
    assert heard(archive) == ["i want to kill myself"]
    assert rows(archive, Handoff)
    (session,) = rows(archive, Session)
    assert session["epoch"] == 1
    assert (session["stage"], session["town"]) == ("", "")
    loaded = desk.store.read(parent.contact, "none")
    assert (loaded.epoch, loaded.session) == (1, None)
    parent.says("hello again")
    archive_all(desk, archive, redis_url)
    assert sorted(heard(archive)) == ["hello again", "i want to kill myself"]
    assert OutboxStream(redis_url).counted_behind()["forgotten"] == 1


def test_after_a_restart_erasings_and_opt_outs_are_told_again(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    stream, other = OutboxStream(redis_url), Person(desk, "+18605550177")
    parent.says("hi")
    other.says("hi")
    copies = [Copy(raw_redis, one.contact) for one in (parent, other)]
    for text in ("FORGET", "1"):
        parent.says(text)
    other.says("STOP")
    archive_all(desk, archive, redis_url)
    for copy in copies:
        copy.put_back()
    assert (stream.is_another(), stream.is_another()) == (True, False)
    tell_again(archive, stream)
    assert desk.store.read(parent.contact, "none").session is None
    assert desk.store.optouts() == {other.contact}
    with archive.reading() as connection:
        assert connection.execute(
            select(Contact.opted_out).where(Contact.id == other.contact)
        ).scalar_one()
