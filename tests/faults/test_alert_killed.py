"""The worker killed while an alert is on its way: nobody is told the same twice by it, and nobody
is forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.accounts.audit import Actor
from bot.alerts import escalation as rules
from bot.archive.alert_tables import SENDING, SENT, Telling
from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.contacts import Cipher
from bot.conversation.turns import Desk
from bot.redis.store import Store
from tests.archive.archiving import rows
from tests.bot.sending import Person
from tests.playing.desks import make_desk
from tests.stand_ins.smtp_stand_in import MailServer
from tests.started_program import ROOT, until

KEY = Fernet.generate_key().decode()


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path, cipher=Cipher([KEY]))


@contextmanager
def worker(folder: Path, redis_url: str, server: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environ |= {
        "DATA_DIR": str(folder),
        "REDIS_URL": redis_url,
        "DATA_KEYS": KEY,
        "SMTP_URL": server.url,
    }
    process = subprocess.Popen([sys.executable, "-m", "bot", "worker"], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_killed_while_a_mail_is_handed_over_it_is_not_sent_again_and_the_next_one_is(
    desk: Desk, redis_url: str, tmp_path: Path
) -> None:
    archive = Archive(address("", tmp_path))
    migrate(archive)
    rules.add(
        archive, desk.cipher, Actor(None, "test"), "Ana", "ana@example.org", "", datetime.now(UTC)
    )
    with MailServer() as server:
        server.next.append("taken-hang")
        Person(desk, "+18605550111").says("i want to kill myself")
        with worker(tmp_path, redis_url, server) as process:
            until(lambda: server.mails, "mail", 20)
            process.send_signal(signal.SIGKILL)
            process.wait()
        Person(desk, "+18605550112").says("i want to kill myself")
        with worker(tmp_path, redis_url, server):
            until(lambda: len(server.mails) == 2, "second mail", 20)
            until(
                lambda: [row["state"] for row in rows(archive, Telling)] == [SENDING, SENT],
                "ledger",
            )
        assert len({mail["Message-ID"] for mail in server.mails}) == 2
    archive.close()
