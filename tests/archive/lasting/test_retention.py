"""What is too old leaves the archive with all that hangs on it; what must be kept by law stays;
nothing goes by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.archive.models import Contact, Delivery, Fact, Handoff, Recording, Session, Turn
from bot.archive.staff_tables import Audit
from bot.archive.write import pending_erasures as erasures
from bot.conversation.deliveries import DeliveryReport, record_delivery
from bot.conversation.side_facts import record_beside
from bot.privacy import retention
from bot.privacy.legal_holds import hold
from bot.privacy.retention import Purge, look, purge, purge_daily
from bot.redis.store import Store
from flows.model.call_events import RecordingLeft
from flows.model.inputs import Channel
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person
from tests.playing.desks import make_desk

WORKER = Actor(None, "worker")
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
BEFORE = NOW - timedelta(days=90)
OLD, NEW = 120, 10  # days ago

Old = Callable[..., Person]


@pytest.fixture
def speak(store: Store, tmp_path: Path, archive: Archive, redis_url: str) -> Old:
    """Somebody who wrote so many days ago, and had a message recorded."""

    def said(number: str, days: int, *words: str) -> Person:
        at = NOW - timedelta(days=days)
        desk = replace(make_desk(store, tmp_path), clock=lambda: at)
        person = Person(desk, number)
        for one in words or ("hola", "1", "CALL", "skip", "3"):
            person.says(one)
        record_beside(
            desk,
            person.contact,
            f"left:{number}",
            time.time(),
            RecordingLeft(f"RE{number}", 12),
            channel=Channel.VOICE,
        )
        archive_all(desk, archive, redis_url)
        return person

    return said


def numbers_left(archive: Archive) -> set[object]:
    return {row["contact_id"] for row in rows(archive, Session)}


def test_what_is_too_old_goes_with_all_that_hangs_on_it(archive: Archive, speak: Old) -> None:
    speak("+18605550111", OLD)
    young = speak("+18605550112", NEW)
    tables = (Turn, Fact, Handoff, Recording, Session, Contact)
    before = {model: len(rows(archive, model)) for model in tables}
    due = look(archive, BEFORE)
    done = purge(archive, BEFORE, WORKER, NOW)
    assert {model: len(rows(archive, model)) for model in tables} == {
        model: count // 2 for model, count in before.items()
    }
    assert numbers_left(archive) == {young.contact}
    assert due == Purge(1, before[Turn] // 2, 1)
    assert done == Purge(1, before[Turn] // 2, 1, contacts=1)


def test_its_recordings_are_erased_at_twilio_too(archive: Archive, speak: Old) -> None:
    speak("+18605550111", OLD)
    purge(archive, BEFORE, WORKER, NOW)
    assert [row.reference for row in erasures.waiting(archive)] == ["RE+18605550111"]


def test_what_was_removed_is_in_the_audit_log_and_not_who(archive: Archive, speak: Old) -> None:
    speak("+18605550111", OLD)
    last = len(rows(archive, Audit))
    purge(archive, BEFORE, WORKER, NOW)
    told = [(row["action"], row["target"], row["detail"]) for row in rows(archive, Audit)[last:]]
    since = "2026-08-25T15:00:00+00:00"
    assert [(action, target) for action, target, _ in told] == [("purged", "")] * 2
    assert told[0][2]["sessions"] == 1  # type: ignore[index]
    assert told[1][2] == {"before": since, "contacts": 1}


@pytest.mark.parametrize("of", ["person", "conversation"])
def test_a_legal_hold_keeps_it(archive: Archive, speak: Old, of: str) -> None:
    person = speak("+18605550111", OLD)
    assert person.record
    hold(
        archive,
        person.contact if of == "person" else person.record.session.id,
        "court",
        WORKER,
        NOW,
    )
    assert look(archive, BEFORE).held == 1
    assert purge(archive, BEFORE, WORKER, NOW).sessions == 0
    assert numbers_left(archive) == {person.contact}


@pytest.mark.parametrize("table", [Contact, Session])
def test_a_legal_hold_that_is_just_being_set_wins(
    archive: Archive, speak: Old, table: type
) -> None:
    """The purge waits for whoever sets it."""
    person = speak("+18605550111", OLD)
    with ThreadPoolExecutor() as beside:
        with archive.writing() as connection:
            connection.execute(update(table).values(legal_hold=True))
            purged = beside.submit(purge, archive, BEFORE, WORKER, NOW)
            with pytest.raises(TimeoutError):
                purged.result(timeout=0.3)
        assert purged.result().sessions == 0
    assert numbers_left(archive) == {person.contact}


def test_an_opt_out_outlives_the_conversation(archive: Archive, speak: Old) -> None:
    """The number does not."""
    person, young = (
        speak("+18605550111", OLD, "hola", "STOP"),
        speak("+18605550112", NEW, "hola", "STOP"),
    )
    purge(archive, BEFORE, WORKER, NOW)
    left = {row["id"]: (row["opted_out"], bool(row["number"])) for row in rows(archive, Contact)}
    assert left == {person.contact: (True, False), young.contact: (True, True)}


def test_what_belongs_to_no_conversation_goes_by_its_own_age(
    archive: Archive, store: Store, tmp_path: Path, redis_url: str
) -> None:
    for days in (OLD, NEW):
        at = NOW - timedelta(days=days)
        desk = replace(make_desk(store, tmp_path), clock=lambda at=at: at)  # type: ignore[misc]
        record_delivery(
            desk,
            DeliveryReport(f"SM{days}:sent", "+18605550111", f"SM{days}", "sent", ""),
            time.time(),
        )
    archive_all(desk, archive, redis_url)
    assert purge(archive, BEFORE, WORKER, NOW).texts == 1
    assert [row["sid"] for row in rows(archive, Delivery)] == [f"SM{NEW}"]


def test_many_go_in_batches_that_are_told(
    archive: Archive, speak: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    for last in range(5):
        speak(f"+1860555011{last}", OLD, "hola")
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    told: list[int] = []
    assert purge(archive, BEFORE, WORKER, NOW, told.append).sessions == 5
    assert told == [2, 4, 5]


def test_nothing_goes_by_itself_unless_it_is_switched_on(archive: Archive, speak: Old) -> None:
    person = speak("+18605550111", OLD)
    assert purge_daily(archive, 0, WORKER, NOW) is None
    assert numbers_left(archive) == {person.contact}


def test_switched_on_it_happens_once_a_day(archive: Archive, speak: Old) -> None:
    later = NOW + timedelta(days=1000)  # nobody has purged at such a time before
    speak("+18605550111", OLD)
    first = purge_daily(archive, 90, WORKER, later)
    assert first
    assert first.sessions == 1
    assert purge_daily(archive, 90, WORKER, later + timedelta(hours=23)) is None
    assert purge_daily(archive, 90, WORKER, later + timedelta(hours=25)) == Purge()
