"""Every follow-up of a month is right, and none goes to who must not get it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import redis

from bot.archive.database import Archive
from bot.config.settings import INTAKE
from bot.office import load_closed_days
from bot.redis.store import Store
from tests.archive.conftest import archive, database_url, migrated
from tests.month.drawn_people import draw
from tests.month.faults import faults
from tests.month.world import DyingStore, World
from tests.playing.desks import make_desk
from tests.stand_ins.twilio_stand_in import StandIn

__all__ = ["archive", "database_url", "migrated"]

BEGINS = datetime.fromisoformat("2026-11-16T05:00:00+00:00")  # a Monday; Thanksgiving is in it
PEOPLE = 90


def test_a_month(
    store: Store, archive: Archive, redis_url: str, raw_redis: redis.Redis, tmp_path: Path
) -> None:
    people = draw(PEOPLE, BEGINS, seed=7)
    world = play(redis_url, archive, tmp_path, raw_redis, people)
    closed = load_closed_days(INTAKE / "closed_days.yaml")
    assert [one for person in people for one in faults(person, closed)] == []
    got = Counter(len(person.sent) for person in people)
    assert world.killed
    assert got[1] > PEOPLE / 10
    assert got[2] > PEOPLE / 20
    assert any(person.later_at for person in people)


def play(
    redis_url: str, archive: Archive, folder: Path, raw_redis: redis.Redis, people: list
) -> World:
    desk = make_desk(DyingStore(redis_url), folder, clock=lambda: world.now)
    world = World(desk, archive, redis_url, raw_redis.flushall, people, BEGINS)
    with StandIn() as twilio:
        world.run(twilio)
        sent = Counter(message.form["To"] for message in twilio.messages)
    assert sent == Counter(person.number for person in people for _ in person.sent)
    return world
