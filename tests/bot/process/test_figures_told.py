"""What /metrics tells to whoever must act: errors, what was set aside, danger and alerts that
nobody has taken."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.alerts.raising import raise_all
from bot.archive.migrating import migrate
from bot.config.load_settings import load
from bot.outage.spool import Unreadable
from bot.process import logs
from bot.redis.store import Store
from bot.wiring import Parts, leftovers_of, put_together
from bot.workers import sweeper
from tests.archive.archiving import archive_all
from tests.bot.process.test_logs import production_logs
from tests.bot.sending import Person
from tests.started_program import until

__all__ = ["production_logs"]


def figures(parts: Parts) -> dict[str, float]:
    told = parts.metrics.told().decode().splitlines()
    pairs = (line.rpartition(" ") for line in told if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_what_needs_somebody_is_told(
    store: Store, redis_url: str, tmp_path: Path, production_logs: io.StringIO
) -> None:
    parts = put_together(load({"DATA_DIR": str(tmp_path), "REDIS_URL": redis_url}))
    migrate(parts.archive)
    before = figures(parts)
    assert (before["intake_open_dangers"], before['intake_set_aside{what="inbound"}']) == (0, 0)
    Person(parts.desk).says("i want to kill myself")
    archive_all(parts.desk, parts.archive, redis_url)
    with parts.archive.writing() as connection:
        raise_all(connection, datetime.now(UTC))

    def refuse(_: object) -> None:
        raise Unreadable

    spool = parts.outage._spool
    spool.put({"delivery": "SM1"})
    spool.drain(refuse)
    parts.desk.store.aside.keep(Person(parts.desk).contact, b"{}")
    structlog.get_logger().error("turn failed")
    after = figures(parts)
    assert after["intake_open_dangers"] == 1
    assert after['intake_alerts_open{kind="danger"}'] == 1
    assert after['intake_set_aside{what="inbound"}'] == 1
    assert after['intake_set_aside{what="session"}'] == 1
    assert after['intake_errors_total{what="turn failed"}'] == 1
    assert after["intake_archive_lag_seconds"] == 0
    assert leftovers_of(parts).counts() == {"inbound": 1, "turn": 0, "session": 1}


def test_a_workers_errors_are_told_by_the_web_process(
    store: Store, redis_url: str, tmp_path: Path, production_logs: io.StringIO
) -> None:
    parts = put_together(load({"DATA_DIR": str(tmp_path), "REDIS_URL": redis_url}))
    ended = threading.Event()
    tally = sweeper.worker_errors(parts.settings)
    listening = len(logs._listeners)
    counting = threading.Thread(target=sweeper.count_errors, args=(parts, ended))
    counting.start()
    until(lambda: len(logs._listeners) > listening, "listener")
    structlog.get_logger().error("archiver failed")
    ended.set()
    counting.join()
    assert tally.read()["archiver failed"] == 1
    assert figures(parts)['intake_worker_errors_total{what="archiver failed"}'] == 1
