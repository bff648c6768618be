"""Jobs that run beside the main thread, each until it is told to end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import click

from bot.config.settings import Settings
from bot.redis.connection import server as redis_server
from bot.wiring import Parts
from bot.workers.alarm import ring
from bot.workers.erasure_and_retention import keep
from bot.workers.follow_up_worker import follow_up
from bot.workers.line_kinds import watch as watch_lines
from bot.workers.sweeper import archive, count_errors, send


@contextmanager
def redis_watched(settings: Settings) -> Iterator[None]:
    """Our own Redis is brought back when it dies, and ended with its last user. Somebody else's is
    left alone."""
    if settings.redis_url:
        yield
        return

    def watch(ended: threading.Event) -> None:
        redis_server.watch(settings.data_dir, settings.redis_fsync, ended, click.echo)

    with redis_server.shared(settings.data_dir), beside(watch):
        yield


@contextmanager
def working(parts: Parts) -> Iterator[None]:
    """What a worker does without being asked, each in a thread of its own."""
    jobs = (send, archive, keep, ring, count_errors, watch_lines, follow_up)
    with ExitStack() as jobs_beside:
        for job in jobs:
            jobs_beside.enter_context(beside(partial(job, parts)))
        yield


@contextmanager
def beside(job: Callable[[threading.Event], None]) -> Iterator[None]:
    """A thread for a job that goes on until it is told to end."""
    ended = threading.Event()
    thread = threading.Thread(target=job, args=(ended,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
