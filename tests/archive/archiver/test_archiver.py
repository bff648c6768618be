"""From the outbox to the record: each turn once, in order, whatever order they come in and however
often."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
import redis
from sqlalchemy import update

from bot.archive.database import Archive
from bot.archive.models import Contact, Delivery, Fact, Handoff, Recording, Session, Turn
from bot.archive.read.stored_turns import kept_turns
from bot.archive.staff_tables import Audit
from bot.archive.write.contact_erasure import erase
from bot.archive.write.turn_rows import entry_id, place
from bot.archive.write.writer import keep
from bot.contacts import partition
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from flows.model.call_events import RecordingLeft, RecordingReported, TextNotSent, TextSent
from flows.model.events import DeliveryReported, OptedOut
from tests.archive.archiver.outbox import TALK, outbox
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person


def test_a_conversation_is_in_the_record_and_no_longer_in_the_outbox(
    desk: Desk, archive: Archive, redis_url: str, parent: Person, raw_redis: redis.Redis
) -> None:
    for text in TALK:
        parent.says(text)
    told = outbox(desk, parent)
    archive_all(desk, archive, redis_url)
    assert outbox(desk, parent) == []
    assert (
        raw_redis.xpending(f"{{{partition(parent.contact)}}}:outbox", "archivers")["pending"] == 0
    )
    kept = kept_turns(archive, parent.contact)
    assert [(turn.id, turn.delivery, turn.at, turn.channel, turn.events) for turn in kept] == [
        (one.entry.id, one.entry.delivery, one.turn.at, one.turn.channel, one.turn.events)
        for one in told
    ]
    assert kept_turns(archive, parent.contact, kept[2].id) == kept[3:]


def test_the_session_says_how_it_stands(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    for text in TALK:
        parent.says(text)
    assert parent.record
    session = parent.record.session
    archive_all(desk, archive, redis_url)
    (row,) = rows(archive, Session)
    expected = {
        "id": session.id,
        "contact_id": parent.contact,
        "epoch": 0,
        "simulated": False,
        "opened": session.opened,
        "last_at": session.heard,
        "channels": "sms",
        "language": "es",
        "town": "Hartford",
        "stage": "pregnant",
        "step": session.step,
        "status": session.status.value,
        "seq": session.seq,
        "safety": False,
    }
    assert {name: row[name] for name in expected} == expected
    assert "wic" in row["programs"]  # type: ignore[operator]
    (contact,) = rows(archive, Contact)
    assert (contact["number"], contact["opted_out"]) == (parent.record.number, False)


def test_turns_hold_the_words_and_facts_hold_none(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    parent.says("hola")
    parent.says("Estoy embarazada, gracias")
    archive_all(desk, archive, redis_url)
    turns = rows(archive, Turn)
    assert [turn["heard"] for turn in turns] == ["hola", "Estoy embarazada, gracias"]
    assert "embarazada gracias" in str(turns[1]["words"])
    facts = rows(archive, Fact)
    assert [fact["seq"] for fact in facts] == list(range(len(facts)))
    assert ("Answered", "stage") in {(fact["kind"], fact["key"]) for fact in facts}
    assert {fact["turn"] for fact in facts} == {turn["first"] for turn in turns}
    assert not [fact for fact in facts if "gracias" in str(fact)]


def test_danger_and_promises_wait_for_a_person(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    parent.says("hi")
    parent.says("i want to kill myself")
    parent.says("CALL")
    parent.says("Ana")
    parent.says("1")
    archive_all(desk, archive, redis_url)
    (session,) = rows(archive, Session)
    assert session["safety"] is True
    danger, promise = rows(archive, Handoff)
    assert (danger["reason"], danger["state"], danger["due"]) == (
        "safety_suicide",
        "open",
        danger["opened"],
    )
    assert (promise["reason"], promise["name"], promise["due"]) == (
        "callback",
        "Ana",
        promise["end"],
    )


@pytest.mark.parametrize("seed", range(5))
def test_any_order_and_twice_come_to_the_same(
    desk: Desk, archive: Archive, parent: Person, seed: int
) -> None:
    """Several workers, and one that died after writing: the rows are those of one worker that wrote
    in order."""
    for text in ("hi", "STOP", "START", *TALK, "CALL", "Ana", "1", "STOP"):
        parent.says(text)
    parent.is_sent("t1")
    for fact in (
        TextSent("t1", "SM1"),
        DeliveryReported("SM1", "sent"),
        DeliveryReported("SM1", "undelivered", "30003"),
    ):
        record_beside(desk, parent.contact, repr(fact), 2e9, fact)
    for late in (RecordingLeft("RE1", 12), RecordingReported("RE1", "completed")):
        record_beside(desk, parent.contact, repr(late), 2e9, late)
    told = outbox(desk, parent)
    tables = (Contact, Session, Turn, Fact, Handoff, Delivery, Recording)
    with archive.writing() as connection:
        keep(connection, told)
    expected = [_bare(rows(archive, table)) for table in tables]
    with archive.writing() as connection:
        for table in reversed(tables):
            connection.execute(table.__table__.delete())  # type: ignore[attr-defined]
    shuffled = told * 2
    random.Random(seed).shuffle(shuffled)
    while shuffled:
        batch, shuffled = shuffled[:3], shuffled[3:]
        with archive.writing() as connection:
            keep(connection, batch)
    assert [_bare(rows(archive, table)) for table in tables] == expected


def _bare(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Without what only says when a row was written."""
    bare = [
        {name: value for name, value in row.items() if name not in ("id", "created")}
        for row in found
    ]
    return sorted(bare, key=lambda row: str(row.get("first", row.get("seq"))).zfill(9))


@pytest.mark.parametrize(
    ("facts", "status", "error"),
    [
        ([TextSent("t1", "SM1")], "sent", ""),
        (
            [
                TextSent("t1", "SM1"),
                DeliveryReported("SM1", "delivered"),
                DeliveryReported("SM1", "sent"),
            ],
            "delivered",
            "",
        ),
        ([DeliveryReported("SM1", "delivered"), TextSent("t1", "SM1")], "delivered", ""),
        ([TextSent("t1", "SM1"), DeliveryReported("SM1", "failed", "30006")], "failed", "30006"),
        ([TextNotSent("t1", "21610")], "not_sent", "21610"),
        ([TextNotSent("t1", "unknown")], "unknown", "unknown"),
        ([TextNotSent("t1", "unknown"), TextSent("t1", "SM1")], "sent", ""),
    ],
)
def test_a_text_has_one_row_that_says_how_far_it_came(
    desk: Desk,
    archive: Archive,
    redis_url: str,
    parent: Person,
    facts: list,
    status: str,
    error: str,
) -> None:
    parent.says("hi")
    parent.is_sent("t1")
    for fact in facts:
        record_beside(desk, parent.contact, repr(fact), 2e9, fact)
        archive_all(desk, archive, redis_url)
    (row,) = rows(archive, Delivery)
    assert (row["send_id"], row["status"], row["error"]) == ("t1", status, error)
    assert row["text_of"] is not None
    assert row["sid"] == ("SM1" if "SM1" in repr(facts) else None)


def test_what_is_told_of_somebody_without_a_session_is_kept_by_contact(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    record_beside(
        desk,
        parent.contact,
        "d1",
        2e9,
        DeliveryReported("SM1", "undelivered", "21610"),
        error="21610",
    )
    record_beside(desk, parent.contact, "d2", 2e9, RecordingReported("RE1", "completed"))
    archive_all(desk, archive, redis_url)
    (delivery,), (recording,), (contact,) = (
        rows(archive, table) for table in (Delivery, Recording, Contact)
    )
    assert (delivery["session_id"], delivery["contact_id"], delivery["error"]) == (
        None,
        parent.contact,
        "21610",
    )
    assert (recording["session_id"], recording["contact_id"], recording["state"]) == (
        None,
        parent.contact,
        "completed",
    )
    assert contact["opted_out"] is True
    assert rows(archive, Turn) == []


def test_an_erased_person_is_forgotten(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    parent.says("hi")
    late = outbox(desk, parent)
    archive_all(desk, archive, redis_url)
    for text in ("FORGET", "1"):
        parent.says(text)
    archive_all(desk, archive, redis_url)
    with archive.writing() as connection:
        keep(connection, late)  # from a worker that had it in hand all the while
    assert [rows(archive, table) for table in (Session, Turn, Fact, Handoff, Delivery)] == [
        [],
        [],
        [],
        [],
        [],
    ]
    (contact,) = rows(archive, Contact)
    assert (contact["epoch"], contact["number"]) == (1, "")
    assert contact["erased_at"]
    logged = [entry for entry in rows(archive, Audit) if entry["target"] == parent.contact]
    assert [(entry["action"], entry["detail"]) for entry in logged][-1:] == [
        ("erased", {"by": "contact", "epoch": 1})
    ]


def test_who_opted_out_stays_so_when_erased(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    parent.says("STOP")
    archive_all(desk, archive, redis_url)
    with archive.writing() as connection:
        erase(connection, parent.contact, 1, datetime.now(UTC), "staff")
    (contact,) = rows(archive, Contact)
    assert (contact["opted_out"], contact["epoch"], rows(archive, Session)) == (True, 1, [])


@pytest.mark.parametrize("held", [Contact, Session], ids=["the person", "the conversation"])
def test_a_legal_hold_wins_over_erasing(
    desk: Desk,
    archive: Archive,
    redis_url: str,
    parent: Person,
    held: type[Contact] | type[Session],
) -> None:
    parent.says("hi")
    archive_all(desk, archive, redis_url)
    with archive.writing() as connection:
        connection.execute(update(held).values(legal_hold=True))
        for _ in range(2):
            erase(connection, parent.contact, 1, datetime.now(UTC), "contact")
    assert len(rows(archive, Turn)) == 1
    (contact,) = rows(archive, Contact)
    assert (contact["epoch"], bool(contact["number"])) == (1, True)
    assert [entry["action"] for entry in rows(archive, Audit) if entry["target"] == parent.contact][
        -1
    ] == "erasing_withheld"


def test_what_staff_wrote_into_a_session_stays(
    desk: Desk, archive: Archive, redis_url: str, parent: Person
) -> None:
    parent.says("hi")
    archive_all(desk, archive, redis_url)
    now = datetime.now(UTC)
    with archive.writing() as connection:
        connection.execute(update(Session).values(reviewed_at=now, legal_hold=True))
    parent.says("1")
    archive_all(desk, archive, redis_url)
    (session,) = rows(archive, Session)
    assert (session["reviewed_at"], session["legal_hold"]) == (now, True)


@pytest.mark.parametrize("name", ["0-1", "1763823600123-0", "1763823600123-17"])
def test_an_entrys_place_is_a_number_that_leads_back_to_it(name: str) -> None:
    assert entry_id(place(name)) == name


def test_an_opt_out_is_as_last_said_whichever_is_archived_first(
    desk: Desk, archive: Archive, parent: Person
) -> None:
    for text in ("hi", "STOP", "START", "STOP"):
        parent.says(text)
    *_, started, stopped = outbox(desk, parent)
    assert any(isinstance(event, OptedOut) for event in stopped.turn.events)
    for told in (stopped, started):
        with archive.writing() as connection:
            keep(connection, [told])
    (contact,) = rows(archive, Contact)
    assert (contact["opted_out"], contact["opted_at"]) == (True, stopped.turn.at)


def test_a_nul_in_what_was_said_is_no_obstacle(
    desk: Desk, archive: Archive, parent: Person
) -> None:
    parent.says("hi \0 there")
    (told,) = outbox(desk, parent)
    with archive.writing() as connection:
        keep(connection, [told])
    assert [turn["heard"] for turn in rows(archive, Turn)] == ["hi  there"]
