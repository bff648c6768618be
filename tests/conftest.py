"""What all tests share: one throw-away Redis server a run, never a fake."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from bot.redis.connection import server as redis_server
from bot.redis.connection.folder import find_binaries
from bot.redis.store import Store
from tests.redis_fleets import Fleet, cluster_of_three, sentinel_of_three


@pytest.fixture(scope="session")
def redis_binaries() -> list[Path]:
    """The servers to test with: TEST_REDIS_SERVER names one, so that a second run can use
    another."""
    chosen = os.environ.get("TEST_REDIS_SERVER")
    return [Path(chosen)] if chosen else find_binaries()


@pytest.fixture(scope="session")
def redis_fleet(
    tmp_path_factory: pytest.TempPathFactory, redis_binaries: list[Path]
) -> Iterator[Fleet]:
    """What this run's Redis is: one server, or as TEST_REDIS_MODE says `sentinel` or `cluster`,
    three of them."""
    folder, mode = tmp_path_factory.mktemp("redis"), os.environ.get("TEST_REDIS_MODE", "one")
    if mode == "one":
        yield Fleet(redis_server.ensure(folder, "everysec", redis_binaries).url, [])
        redis_server.stop(folder)
        return
    with (sentinel_of_three if mode == "sentinel" else cluster_of_three)(
        redis_binaries[0], folder
    ) as fleet:
        yield fleet


@pytest.fixture(scope="session")
def redis_url(redis_fleet: Fleet) -> str:
    """The address of this run's Redis."""
    return redis_fleet.url


@pytest.fixture(autouse=True)
def no_server_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where a test has put a program together in its folder, the server that was started there ends
    with the test."""
    yield
    if (folder := request.node.funcargs.get("tmp_path")) and (folder / "redis").exists():
        redis_server.stop(folder)


@pytest.fixture
def raw_redis(redis_fleet: Fleet) -> Iterator[redis.Redis]:
    """A plain client of an emptied Redis."""
    with (
        redis_fleet.raw()
        if redis_fleet.servers
        else redis.Redis.from_url(redis_fleet.url) as client
    ):
        client.flushall()
        yield client


@pytest.fixture
def store(redis_url: str, raw_redis: redis.Redis) -> Store:
    """A store on an emptied, prepared server."""
    ready = Store(redis_url)
    ready.prepare()
    return ready
