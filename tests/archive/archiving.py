"""Conversations for the archive: the real turn on a real Redis, and an archiver beside it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, select

from bot.archive.database import Archive
from bot.archive.write.upsert import table_of
from bot.conversation.turns import Desk
from bot.outage.restore import restore
from bot.redis.streams.outbox_stream import OutboxStream
from bot.workers.archiver import Archiver, Patience, archive_turns
from tests.started_program import until

HASTE = Patience(claim=0.05, look_around=0.02, rest=0.02, long_rest=0.1)


@contextmanager
def archiving(desk: Desk, archive: Archive, redis_url: str, workers: int = 1) -> Iterator[None]:
    """Archivers at work beside the test."""
    ended = threading.Event()
    threads = []
    for _ in range(workers):
        stream = OutboxStream(redis_url, block_seconds=0.05)
        archiver = Archiver(archive, stream, lambda: restore(desk, archive), HASTE)
        threads.append(threading.Thread(target=archive_turns, args=(archiver, ended)))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


@contextmanager
def stopped(archive: Archive) -> Iterator[None]:
    """Nobody can write for a while: the file is held by another, or the server lets nobody in and
    throws everybody out."""
    url = archive.engine.url
    if archive.is_sqlite:
        with sqlite3.connect(url.database or "", isolation_level=None) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        return
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
            f" '{url.database}'"
        )
        yield
        connection.exec_driver_sql(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")
    server.dispose()


def archive_all(desk: Desk, archive: Archive, redis_url: str) -> None:
    """Until nothing waits."""
    stream = OutboxStream(redis_url)
    with archiving(desk, archive, redis_url):
        until(lambda: not stream.waiting(), "empty outbox", 10)


def rows(archive: Archive, model: type) -> list[dict[str, object]]:
    """A whole table, in the order of its primary key."""
    table = table_of(model)
    with archive.reading() as connection:
        return [
            dict(row._mapping)
            for row in connection.execute(select(table).order_by(*table.primary_key))
        ]
