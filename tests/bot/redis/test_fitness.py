"""`release` refuses a Redis that evicts or does not persist, and says what the others may lose."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.redis.store import Store
from tests.redis_fleets import Server, start, stop


@pytest.fixture
def server(tmp_path: Path, redis_binaries: list[Path]) -> Iterator[Server]:
    started = start(redis_binaries[0], tmp_path)
    yield started
    stop([started])


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("maxmemory-policy", "allkeys-lru", "evicts"),
        ("maxmemory-policy", "volatile-ttl", "evicts"),
        ("appendonly", "no", "does not persist"),
    ],
)
def test_it_is_refused(server: Server, name: str, value: str, problem: str) -> None:
    server.client.config_set(name, value)
    (told,) = Store(f"redis://127.0.0.1:{server.port}").examine().problems
    assert problem in told


def test_what_may_be_lost_is_said(server: Server) -> None:
    fitness = Store(f"redis://127.0.0.1:{server.port}").examine()
    assert fitness.problems == ()
    assert [note.partition(":")[0] for note in fitness.notes] == [
        "appendfsync is everysec",
        "Redis has no replica",
    ]
    server.client.config_set("appendfsync", "always")
    assert len(Store(f"redis://127.0.0.1:{server.port}").examine().notes) == 1
