"""The worker killed while a text is under way: it was sent or it was not, and is not sent again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.contacts import Cipher
from bot.conversation.turns import Desk
from bot.redis.store import Store
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.workers.sender import Patience, Sender, send_texts
from flows.model.call_events import TextNotSent, TextSent
from tests.bot.sending import WORDS, Person
from tests.playing.desks import make_desk
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn
from tests.started_program import ROOT, until

KEY = Fernet.generate_key().decode()
HASTE = Patience(claim=0.05, look_around=0.05, doubt=0.1)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path, cipher=Cipher([KEY]))


@pytest.fixture
def parent(desk: Desk, tmp_path: Path) -> Iterator[Person]:
    archive = Archive(address("", tmp_path))
    migrate(archive)
    person = Person(desk, archive=archive)
    person.says("hi")
    yield person
    archive.close()


@contextmanager
def worker(folder: Path, redis_url: str, twilio: StandIn) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m bot worker`, as the Procfile starts it."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environ |= {
        "DATA_DIR": str(folder),
        "REDIS_URL": redis_url,
        "DATA_KEYS": KEY,
        "TWILIO_API_BASE": twilio.base,
    }
    environ |= {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN}
    process = subprocess.Popen([sys.executable, "-m", "bot", "worker"], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def go_on(desk: Desk, redis_url: str, twilio: StandIn, parent: Person) -> None:
    """Another sender, until it has settled everything."""
    texts = TwilioTexts(
        Account(
            ACCOUNT, TOKEN, "+18605550100", "", "https://intake.example/sms/status", twilio.base
        )
    )
    ended = threading.Event()
    sender = Sender(desk, SendStream(redis_url, block_seconds=0.05), texts, HASTE)
    thread = threading.Thread(target=send_texts, args=(sender, ended))
    thread.start()
    try:
        until(lambda: parent.outcomes and not parent.waiting(), "outcome")
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize(
    "taken", [True, False], ids=["Twilio had taken the text", "Twilio had not"]
)
def test_killed_between_the_post_and_the_sid_a_text_is_looked_up_and_never_posted_again(
    desk: Desk, redis_url: str, parent: Person, tmp_path: Path, taken: bool
) -> None:
    with StandIn() as twilio:
        twilio.next.append("taken-hang" if taken else "hang")
        parent.is_sent("t1")
        with worker(tmp_path, redis_url, twilio) as process:
            until(lambda: twilio.posts, "post")
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert parent.outcomes == []
        go_on(desk, redis_url, twilio, parent)
        assert parent.outcomes == [
            TextSent("t1", twilio.messages[0].sid) if taken else TextNotSent("t1", "unknown")
        ]
        assert len(twilio.posts) == 1


def test_the_worker_sends_at_once_and_ends_when_it_is_told_to(
    desk: Desk, redis_url: str, parent: Person, tmp_path: Path
) -> None:
    with StandIn() as twilio, worker(tmp_path, redis_url, twilio) as process:
        parent.is_sent("t1")
        until(lambda: parent.outcomes, "outcome")
        parent.is_sent("t2", "more of it")
        until(lambda: len(parent.outcomes) == 2, "second outcome", 5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert twilio.bodies == [WORDS, "more of it"]
        assert twilio.posts[0]["StatusCallback"] == "http://127.0.0.1:8000/sms/status"
