"""A Redis that is gone: said at once, and over by itself when it is back."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.contacts import contact_id
from bot.redis import link as redis_link
from bot.redis import server as redis_server
from bot.redis.routes import CONNECT_SECONDS
from bot.redis.store import Store, StoreAway

ANNA = contact_id("+18605550101", "a key for the tests, 32 characters")


@pytest.fixture
def own_server(tmp_path: Path, redis_binaries: list[Path]) -> Iterator[redis_server.RedisServer]:
    """A server of this test's own, to be treated badly."""
    yield redis_server.ensure(tmp_path, "always", redis_binaries)
    redis_server.stop(tmp_path)


def test_nobody_waits_longer_than_twilio_does() -> None:
    """A turn reads, commits, and asks once more whether the commit is there: together less than
    Twilio's fifteen seconds."""
    assert 3 * (CONNECT_SECONDS + redis_link.ANSWER_SECONDS) < 14


def test_hanging_redis(own_server: redis_server.RedisServer) -> None:
    """A Redis that takes connections and answers nothing is away; others need not wait for it; it
    comes back by itself."""
    known, fresh = Store(own_server.url), Store(own_server.url)
    known.prepare()
    known.read(ANNA, "SM1")
    os.kill(own_server.pid, signal.SIGSTOP)
    try:
        for store, why in (
            (known, "no answer in time"),
            (known, "resting"),
            (fresh, "no answer in time"),
        ):
            with pytest.raises(StoreAway, match=why):
                store.read(ANNA, "SM1")
    finally:
        os.kill(own_server.pid, signal.SIGCONT)
    time.sleep(0.6)
    assert known.read(ANNA, "SM1").delivery == "SM1"


def test_killed_redis(
    tmp_path: Path, own_server: redis_server.RedisServer, redis_binaries: list[Path]
) -> None:
    """A Redis that was killed is away; once it is back the first call already succeeds."""
    store = Store(own_server.url)
    store.prepare()
    os.kill(own_server.pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(StoreAway):
            store.read(ANNA, "SM1")
    redis_server.ensure(tmp_path, "always", redis_binaries)
    assert store.read(ANNA, "SM1").version == 0


def test_restart_between_two_turns_is_not_noticed(
    tmp_path: Path, own_server: redis_server.RedisServer, redis_binaries: list[Path]
) -> None:
    """A connection from before a restart is made anew without anybody being turned away."""
    store = Store(own_server.url)
    store.prepare()
    redis_server.stop(tmp_path)
    redis_server.ensure(tmp_path, "always", redis_binaries)
    assert store.read(ANNA, "SM1").version == 0


def test_nobody_listens() -> None:
    """A port where nobody listens, and one that takes a connection and then stays silent."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(StoreAway):
        Store(f"redis://127.0.0.1:{port}").ping()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreAway):
        Store(f"redis://127.0.0.1:{silent.getsockname()[1]}").ping()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreAway):
        Store(f"rediss://127.0.0.1:{silent.getsockname()[1]}").ping()
