"""The console on a real archive and a real Redis, with a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
import redis
from msgspec import structs

from bot.app import create_app
from bot.archive.database import Archive
from bot.config.load_settings import load
from bot.config.settings import Settings
from bot.redis.store import Store
from bot.wiring import Parts, put_together
from tests.archive.conftest import archive, database_url, migrated
from tests.archive.stories import play_week
from tests.staff.console_office import SECRETS, Clock, Office

__all__ = ["archive", "database_url", "migrated"]  # the fixtures of the archive's own tests


@pytest.fixture(scope="package")
def console_parts(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Parts]:
    parts = put_together(
        load(
            {"DATA_DIR": str(tmp_path_factory.mktemp("console")), "REDIS_URL": redis_url, **SECRETS}
        )
    )
    yield parts
    parts.archive.close()


@pytest.fixture
def office(console_parts: Parts, archive: Archive, store: Store) -> Office:
    """The console with nobody in it."""
    return make_office(console_parts, archive, console_parts.settings)


@pytest.fixture
def strict_office(console_parts: Parts, archive: Archive, store: Store) -> Office:
    """The same in production, over https."""
    office = make_office(
        console_parts, archive, structs.replace(console_parts.settings, env="production")
    )
    office.app.config["PREFERRED_URL_SCHEME"] = "https"
    return office


def make_office(parts: Parts, archive: Archive, settings: Settings) -> Office:
    clock = Clock()
    desk = replace(parts.desk, clock=clock)
    return Office(
        create_app(replace(parts, archive=archive, desk=desk, settings=settings)),
        archive,
        clock,
        desk,
    )


@pytest.fixture(scope="module")
def week(console_parts: Parts, migrated: Archive, redis_url: str) -> Office:
    """The console after the week of tests/archive/stories.py."""
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
    console_parts.desk.store.prepare()
    office = make_office(console_parts, migrated, console_parts.settings)
    play_week(office.desk, migrated, redis_url)
    office.clock.wait(days=5)
    return office
