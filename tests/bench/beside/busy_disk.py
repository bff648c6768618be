"""A busy disk: how slow Redis' answers get with every turn on disk, and how many people would be
told that the system is down."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from bot.contacts import contact_id
from bot.redis.connection import server as redis_server
from bot.redis.connection.link import ANSWER_SECONDS
from bot.redis.store import Store, StoreAway
from bot.redis.stored import Commit

WRITERS, PEOPLE = 3, 4
_BLOCK = b"x" * (4 * 1024 * 1024)
_BLOCKS = 16
_ONCE_ENOUGH = 0.6  # seconds: what was waited for an answer before it was measured


def measured(folder: Path, seconds: float) -> Iterator[str]:
    """Turns by `PEOPLE` at once while `WRITERS` write to the same disk and flush it."""
    folder.mkdir(parents=True, exist_ok=True)
    redis = redis_server.ensure(folder, "always")
    try:
        store = Store(redis.url)
        store.prepare()
        with _busy(folder):
            took, away = _turns(store, seconds)
    finally:
        redis_server.stop(folder)
    took.sort()
    slow = sum(each > _ONCE_ENOUGH for each in took)
    yield (
        f"While the disk is busy {len(took) + away:,} turns, each on disk before its answer: p50"
        f" {took[len(took) // 2] * 1e3:.0f} ms, p99 {took[len(took) * 99 // 100] * 1e3:.0f} ms, the"
        f" slowest {took[-1] * 1e3:.0f} ms; [bold]{away / (len(took) + away):.2%}[/bold] outage"
        f" replies with {ANSWER_SECONDS:g} s for an answer, {slow / len(took):.2%} took longer than"
        f" {_ONCE_ENOUGH:g} s."
    )


def _turns(store: Store, seconds: float) -> tuple[list[float], int]:
    ends = time.monotonic() + seconds

    def talk(number: int) -> tuple[list[float], int]:
        contact, took, away = contact_id(f"+1860555{number:04}", "k" * 32), [], 0
        while (began := time.monotonic()) < ends:
            try:
                after = store.read(contact, uuid4().hex)
                store.commit(contact, Commit(after, "reply", "s", b"{}" * 500, b"{}" * 200))
                took.append(time.monotonic() - began)
            except StoreAway:
                away += 1
        return took, away

    with ThreadPoolExecutor(PEOPLE) as pool:
        found = list(pool.map(talk, range(PEOPLE)))
    return [each for took, _ in found for each in took], sum(away for _, away in found)


@contextmanager
def _busy(folder: Path) -> Iterator[None]:
    ended = threading.Event()

    def write(number: int) -> None:
        path = folder / f"busy-{number}"
        while not ended.is_set():
            with path.open("wb") as file:
                for _ in range(_BLOCKS):
                    file.write(_BLOCK)
                    file.flush()
                    os.fsync(file.fileno())
        path.unlink(missing_ok=True)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
