"""A worker killed, a database away: afterwards the transcript is complete and in order, each turn
once."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.archive.database import Archive
from bot.archive.models import Turn
from bot.archive.read.stored_turns import kept_turns
from bot.contacts import Cipher
from bot.conversation.turns import Desk
from bot.redis.store import Store
from bot.redis.streams.outbox_stream import OutboxStream
from bot.stored_session import decode_record
from flows.model.events import InputReceived
from tests.archive.archiving import archive_all, archiving, rows, stopped
from tests.bot.sending import Person
from tests.playing.desks import CONTACT_KEY, make_desk
from tests.started_program import ROOT, until

KEY = Fernet.generate_key().decode()
TALK = (
    "hola",
    "1",
    "marzo",
    "1",
    "06106",
    "1,4",
    "si",
    "MORE",
    "1",
    "por que",
    "AYUDA",
    "otra vez",
)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path, cipher=Cipher([KEY]))


class Talkers:
    """Four people in conversation at once, until told to stop; each remembers what was said."""

    def __init__(self, desk: Desk) -> None:
        self.said: dict[str, list[str]] = {}
        self._ended = threading.Event()
        people = [Person(desk, f"+18605550{number}") for number in range(140, 144)]
        self._threads = [threading.Thread(target=self._talk, args=(person,)) for person in people]

    def __enter__(self) -> Talkers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    @property
    def count(self) -> int:
        return sum(map(len, self.said.values()))

    def _talk(self, person: Person) -> None:
        said = self.said.setdefault(person.contact, [])
        for number, text in enumerate(itertools.cycle(TALK)):
            if self._ended.is_set():
                return
            said.append(f"{text} {number}")
            person.says(said[-1])
            time.sleep(0.005)


@contextmanager
def worker(folder: Path, redis_url: str, archive: Archive) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m bot worker`, as the Procfile starts it."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environ |= {
        "DATA_DIR": str(folder),
        "REDIS_URL": redis_url,
        "DATA_KEYS": KEY,
        "CONTACT_KEY": CONTACT_KEY,
    }
    environ |= {
        "DATABASE_URL": archive.engine.url.render_as_string(hide_password=False),
        "LOG_LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "worker"], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def assert_complete(desk: Desk, archive: Archive, said: dict[str, list[str]]) -> None:
    """Every text of every person, once and in order, and every fact of it."""
    for contact, texts in said.items():
        kept = kept_turns(archive, contact)
        inputs = [
            event.input.body
            for turn in kept
            for event in turn.events
            if isinstance(event, InputReceived)
        ]
        assert inputs == texts
        record = decode_record(desk.store.read(contact, "").session or b"")
        assert sum(len(turn.events) for turn in kept) == record.session.seq


def test_a_worker_killed_again_and_again_under_load_loses_nothing_and_doubles_nothing(
    desk: Desk, archive: Archive, redis_url: str, tmp_path: Path
) -> None:
    with Talkers(desk) as talkers:
        for _ in range(3):
            with worker(tmp_path, redis_url, archive) as process:
                before = len(rows(archive, Turn))
                until(
                    lambda before=before: len(rows(archive, Turn)) > before + 40,
                    "40 turns more in the archive",
                )
                process.send_signal(signal.SIGKILL)
                process.wait()
    archive_all(desk, archive, redis_url)
    assert_complete(desk, archive, talkers.said)


def test_while_the_database_is_away_everything_waits_and_nobody_notices(
    desk: Desk, archive: Archive, redis_url: str
) -> None:
    stream = OutboxStream(redis_url)
    with archiving(desk, archive, redis_url, workers=2), Talkers(desk) as talkers:
        until(lambda: talkers.count > 40, "40 texts")
        with stopped(archive):
            at = talkers.count
            until(lambda: talkers.count > at + 100, "100 texts more")
            assert stream.waiting() >= 100
            assert desk.store.lag() > 0.05
        until(lambda: not stream.waiting() or talkers.count > 2_000, "catching up")
        talkers.__exit__()
        until(lambda: not stream.waiting(), "empty outbox")
    assert_complete(desk, archive, talkers.said)


def test_a_worker_that_is_told_to_end_ends_while_the_database_is_away(
    desk: Desk, archive: Archive, redis_url: str, tmp_path: Path
) -> None:
    with worker(tmp_path, redis_url, archive) as process:
        Person(desk).says("hola")
        until(lambda: rows(archive, Turn), "turn in the archive")
        with stopped(archive):
            Person(desk).says("1")
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
    archive_all(desk, archive, redis_url)
    assert len(rows(archive, Turn)) == 2
