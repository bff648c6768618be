"""One person is erased everywhere, and stays erased; what must be kept by law is not."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy import func, select

from bot.archive.database import Archive
from bot.archive.models import Contact, Handoff
from bot.archive.staff_tables import Audit
from bot.archive.write.turn_rows import read
from bot.archive.write.writer import keep
from bot.contacts import partition
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk
from bot.outage.fallback import Outage
from bot.outage.restore import restore
from bot.outage.spool import Spool
from bot.privacy.erasing import Eraser, ErasureRefused, approve_erasure, erase_contact
from bot.privacy.erasing_elsewhere import erase_elsewhere
from bot.privacy.legal_holds import NoSuchRecord, hold, lift
from flows.model.context import Policy
from flows.model.inputs import Channel, Text
from tests.archive.archiving import archive_all, rows
from tests.archive.erasing.remains import ANNA, OTHER, at_twilio, audited, elsewhere, found, left
from tests.bot.sending import Person
from tests.stand_ins.twilio_stand_in import StandIn


def test_a_person_is_erased_everywhere_and_nobody_else(
    eraser: Eraser, parent: Person, archive: Archive
) -> None:
    assert left(archive, parent.contact).keys() == {"sessions", "turns", "facts", "recordings"}
    others, words = left(archive, Person(eraser.desk, OTHER).contact), found(archive, "frog")
    erase_contact(eraser, parent.contact, ANNA)
    assert parent.record is None
    assert parent.waiting() == 0
    assert left(archive, parent.contact) == {}
    assert left(archive, Person(eraser.desk, OTHER).contact) == others
    assert (words, found(archive, "frog")) == (2, 1)
    with archive.reading() as connection:
        row = connection.execute(
            select(Contact.epoch, Contact.number).where(Contact.id == parent.contact)
        ).one()
    assert tuple(row) == (1, "")
    assert audited(archive, parent.contact) == ["erasing asked for", "erased"]


def test_the_opt_out_stays(
    eraser: Eraser, parent: Person, archive: Archive, redis_url: str
) -> None:
    parent.says("STOP")
    archive_all(eraser.desk, archive, redis_url)
    erase_contact(eraser, parent.contact, ANNA)
    assert eraser.desk.store.read(parent.contact, "").opted_out
    with archive.reading() as connection:
        assert connection.execute(
            select(Contact.opted_out).where(Contact.id == parent.contact)
        ).scalar_one()


def test_a_late_archive_entry_does_not_come_back(
    eraser: Eraser, parent: Person, archive: Archive, redis_url: str
) -> None:
    parent.says("one more")
    late = [
        read(entry)
        for entry in eraser.desk.store.outbox(partition(parent.contact))
        if entry.contact == parent.contact
    ]
    assert late
    erase_contact(eraser, parent.contact, ANNA)
    with archive.writing() as connection:
        keep(connection, late)
    archive_all(eraser.desk, archive, redis_url)
    assert left(archive, parent.contact) == {}


def test_an_erasing_that_comes_twice_is_one(desk: Desk, parent: Person, archive: Archive) -> None:
    for words in ("FORGET", "1"):
        parent.says(words)
    came = [
        read(entry)
        for entry in desk.store.outbox(partition(parent.contact))
        if entry.contact == parent.contact
    ]
    told = []
    for _ in range(2):
        with archive.writing() as connection:
            keep(connection, came)
            told.append(connection.execute(select(func.count()).select_from(Audit)).scalar_one())
    assert left(archive, parent.contact) == {}
    assert told[0] == told[1]


def test_the_spool_is_emptied_of_them_and_a_replay_brings_nothing(
    eraser: Eraser, parent: Person, spool: Spool
) -> None:
    def arrives(sender: str) -> Inbound:
        inbound = Inbound(
            f"SM{uuid4().hex}", sender, "+18605550100", Channel.SMS, Text("help"), time.time()
        )
        spool.put(msgspec.to_builtins(inbound))
        return inbound

    mine, _ = arrives(parent.number), arrives(OTHER)
    erase_contact(eraser, parent.contact, ANNA)
    assert len(spool) == 1
    spool.put(msgspec.to_builtins(mine))  # as if it had been on another machine
    assert Outage(eraser.desk, spool).catch_up() == 2
    assert parent.record is None


def test_an_emptied_redis_gets_the_tombstone_back_and_no_conversation(
    eraser: Eraser, parent: Person, redis_url: str
) -> None:
    erase_contact(eraser, parent.contact, ANNA)
    keys = [
        f"{{{partition(parent.contact)}}}:{name}:{parent.contact}" for name in ("erased", "session")
    ]
    for key in (*keys, f"{{{partition(parent.contact)}}}:generation"):
        eraser.desk.store._link.call("DEL", key)
    restore(eraser.desk, eraser.archive)
    loaded = eraser.desk.store.read(parent.contact, "")
    assert (loaded.epoch, loaded.session) == (1, None)


def test_they_can_begin_anew(
    eraser: Eraser, parent: Person, archive: Archive, redis_url: str
) -> None:
    erase_contact(eraser, parent.contact, ANNA)
    parent.says("hola")
    archive_all(eraser.desk, archive, redis_url)
    assert left(archive, parent.contact)["sessions"] == 1


@pytest.mark.parametrize("of", ["person", "conversation"])
def test_a_legal_hold_wins_until_it_is_lifted(
    eraser: Eraser, parent: Person, archive: Archive, of: str
) -> None:
    assert parent.record
    target = parent.contact if of == "person" else parent.record.session.id
    hold(archive, target, "court order 12", ANNA, eraser.desk.clock())
    before = left(archive, parent.contact)
    with pytest.raises(ErasureRefused, match=r"legal hold on .*court order 12"):
        erase_contact(eraser, parent.contact, ANNA)
    assert left(archive, parent.contact) == before
    assert parent.record is not None
    assert audited(archive, parent.contact)[-1] == "erasing refused"
    lift(archive, target, "", ANNA, eraser.desk.clock())
    erase_contact(eraser, parent.contact, ANNA)
    assert left(archive, parent.contact) == {}


@pytest.mark.parametrize("of", ["person", "conversation"])
def test_what_a_parent_forgot_under_a_hold_goes_when_the_last_hold_is_lifted(
    eraser: Eraser, parent: Person, archive: Archive, redis_url: str, twilio: StandIn, of: str
) -> None:
    assert parent.record
    session = parent.record.session.id
    targets = [session] if of == "conversation" else [session, parent.contact]
    for target in targets:
        hold(archive, target, "court order 12", ANNA, eraser.desk.clock())
    at_twilio(twilio, parent)
    before = left(archive, parent.contact)
    for words in ("FORGET", "1"):
        parent.says(words)
    archive_all(eraser.desk, archive, redis_url)
    assert left(archive, parent.contact) == before
    assert audited(archive, parent.contact)[-1] == "erasing_withheld"
    for target in targets:
        assert left(archive, parent.contact) == before
        lift(archive, target, "it is over", ANNA, eraser.desk.clock())
    assert left(archive, parent.contact) == {}
    assert audited(archive, parent.contact)[-1] == "erased"
    erase_elsewhere(elsewhere(eraser, twilio))
    assert {call.caller for call in twilio.calls} == {OTHER}


@pytest.mark.parametrize("target", ["f" * 24, "f" * 32])
def test_nothing_can_be_held_that_is_not_there(archive: Archive, target: str) -> None:
    with pytest.raises(NoSuchRecord):
        hold(archive, target, "", ANNA, datetime.now(UTC))


def test_a_request_is_a_task_until_it_is_approved(
    eraser: Eraser, parent: Person, archive: Archive, redis_url: str
) -> None:
    asking = Person(replace(eraser.desk, policy=Policy(erase="request")))
    for words in ("FORGET", "1"):
        asking.says(words)
    archive_all(eraser.desk, archive, redis_url)
    (task,) = (row for row in rows(archive, Handoff) if row["reason"] == "erase")
    number, session = int(str(task["id"])), str(task["session_id"])
    with pytest.raises(
        ErasureRefused, match="not open"
    ):  # it is not asked for in another conversation
        approve_erasure(eraser, "f" * 32, number, ANNA)
    assert left(archive, parent.contact)
    approve_erasure(eraser, session, number, ANNA)
    assert left(archive, parent.contact) == {}
    with pytest.raises(ErasureRefused, match="not open"):
        approve_erasure(eraser, session, number, ANNA)
