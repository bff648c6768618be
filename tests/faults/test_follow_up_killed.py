"""Workers killed while texts of our own come due: each person gets one, or none and we say so."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.config.value_kinds import openings
from bot.contacts import Cipher
from bot.conversation.turns import Desk
from bot.intake import load_flow
from bot.office import OfficeHours
from bot.redis.store import Store
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.workers.follow_up_worker import take_all
from bot.workers.sender import Patience, Sender, send_texts
from flows.model.call_events import TextNotSent, TextSent
from tests.bot.casework import Clock
from tests.bot.following import A_WEEK, Mother, a_mother
from tests.intake_folders import copied
from tests.playing.desks import make_desk
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn
from tests.started_program import ROOT, until

KEY = Fernet.generate_key().decode()
EVERY_DAY = "Mon-Sun 00:00-23:59"
HASTE = Patience(claim=0.05, look_around=0.05, doubt=0.1)


@pytest.fixture
def intake(tmp_path: Path) -> Path:
    """Our data, with texts of our own at every hour of every day."""
    folder = copied(tmp_path)
    file = folder / "follow_up.yaml"
    file.write_text(file.read_text().replace("from: 10", "from: 0").replace("18", "24"))
    (folder / "closed_days.yaml").write_text("{}\n")
    return folder


def test_killed_again_and_again(store: Store, redis_url: str, tmp_path: Path, intake: Path) -> None:
    clock = Clock(datetime.now(UTC) - A_WEEK - timedelta(minutes=1))
    desk = make_desk(
        store,
        tmp_path,
        clock=clock,
        cipher=Cipher([KEY]),
        flow=load_flow(intake),
        office=OfficeHours(openings(EVERY_DAY)),
    )
    archive = Archive(address("", tmp_path))
    migrate(archive)
    mothers = [a_mother(desk, f"+1860555{each:04}").agrees() for each in range(10)]
    for each in mothers:
        each.archive = archive
    clock.now = datetime.now(UTC)
    with StandIn() as twilio:
        for posts in (0, 3):
            worker = _worker(tmp_path, redis_url, twilio, intake)
            until(lambda posts=posts: len(twilio.posts) > posts, "posts")
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        _go_on(desk, archive, redis_url, twilio, mothers)
        sent = [message.form["To"] for message in twilio.messages]
    assert len(sent) == len(set(sent))
    for each in mothers:
        (outcome,) = each.outcomes
        known = isinstance(outcome, TextSent) and each.number in sent
        assert known or (isinstance(outcome, TextNotSent) and outcome.why == "unknown")
    archive.close()


def _worker(folder: Path, redis_url: str, twilio: StandIn, intake: Path) -> subprocess.Popen[bytes]:
    environ = {
        "PATH": str(Path(sys.executable).parent),
        "DATA_DIR": str(folder),
        "REDIS_URL": redis_url,
        "DATA_KEYS": KEY,
        "INTAKE_DIR": str(intake),
        "OFFICE_HOURS": EVERY_DAY,
        "TWILIO_API_BASE": twilio.base,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
    }
    return subprocess.Popen([sys.executable, "-m", "bot", "worker"], cwd=ROOT, env=environ)


def _go_on(
    desk: Desk, archive: Archive, redis_url: str, twilio: StandIn, mothers: list[Mother]
) -> None:
    """Another worker, until everybody's text has an outcome."""
    texts = TwilioTexts(
        Account(ACCOUNT, TOKEN, "+18605550100", "", "https://x.example/sms/status", twilio.base)
    )
    ended = threading.Event()
    sender = Sender(desk, SendStream(redis_url, block_seconds=0.05), texts, HASTE)
    thread = threading.Thread(target=send_texts, args=(sender, ended))
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not all(each.outcomes for each in mothers):
            take_all(desk, archive)
            time.sleep(0.1)
    finally:
        ended.set()
        thread.join()
