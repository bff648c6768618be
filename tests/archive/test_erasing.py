"""One person is erased everywhere, and stays erased; what must be kept by law is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
import redis
from sqlalchemy import func, select, text

from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.archive.erasure_table import Erasure
from bot.archive.models import Contact, Fact, Handoff, Recording, Session, Turn
from bot.archive.staff_tables import Audit
from bot.archive.write import pending_erasures as erasures
from bot.archive.write.turn_rows import read
from bot.archive.write.writer import keep
from bot.contacts import Cipher, partition
from bot.conversation.inbound import Inbound
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from bot.outage.fallback import Outage
from bot.outage.restore import restore
from bot.outage.spool import Spool
from bot.privacy.erasing import Eraser, ErasureRefused, approve_erasure, erase_contact
from bot.privacy.erasing_elsewhere import Elsewhere, erase_elsewhere
from bot.privacy.legal_holds import NoSuchRecord, hold, lift
from bot.redis.store import Store
from bot.twilio.erase import TwilioEraser
from bot.twilio.texts import Account
from flows.model.call_events import RecordingLeft
from flows.model.context import Policy
from flows.model.inputs import Channel, Text
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person
from tests.desks import make_desk
from tests.program import until
from tests.twilio_stand_in import ACCOUNT, TOKEN, StandIn

TALK = ("hola", "1", "marzo", "1", "Frog Hollow", "1", "si", "MORE")
ANNA = Actor(None, "anna@example.org")
OTHER = "+18605550123"
LATER = timedelta(minutes=5)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


@pytest.fixture
def spool(desk: Desk, tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", desk.cipher)


@pytest.fixture
def eraser(desk: Desk, archive: Archive, spool: Spool) -> Eraser:
    return Eraser(desk, archive, spool)


@pytest.fixture
def parent(desk: Desk, archive: Archive, redis_url: str) -> Person:
    """Somebody whose conversation is archived, and somebody else's beside it."""
    person = Person(desk)
    for one in (person, Person(desk, OTHER)):
        for words in TALK:
            one.says(words)
    person.is_sent("text-1")
    record_beside(
        desk, person.contact, "left", time.time(), RecordingLeft("RE1", 12), channel=Channel.VOICE
    )
    archive_all(desk, archive, redis_url)
    return person


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


def elsewhere(eraser: Eraser, twilio: StandIn | None, after: timedelta = LATER) -> Elsewhere:
    """The worker, some time later."""
    desk = replace(eraser.desk, clock=lambda: datetime.now(UTC) + after)
    account = Account(ACCOUNT, TOKEN, "+18605550100", "", "", twilio.base) if twilio else None
    return Elsewhere(
        desk, eraser.archive, eraser.spool, TwilioEraser(account, seconds=0.5) if account else None
    )


def left(archive: Archive, contact: str) -> dict[str, int]:
    """How many rows there are of this person."""
    mine = select(Session.id).where(Session.contact_id == contact)
    with archive.reading() as connection:
        tables = {model.__tablename__: model.session_id.in_(mine) for model in (Turn, Fact)}
        tables |= {
            model.__tablename__: model.contact_id == contact
            for model in (Session, Handoff, Recording)
        }
        return {
            name: count
            for name, which in tables.items()
            if (count := connection.execute(select(func.count()).where(which)).scalar_one())
        }


def found(archive: Archive, word: str) -> int:
    """How many turns the search finds."""
    match = "SELECT count(*) FROM turns_words WHERE words MATCH :word"
    if not archive.is_sqlite:
        match = (
            "SELECT count(*) FROM turns WHERE to_tsvector('simple', words) @@"
            " plainto_tsquery('simple', :word)"
        )
    with archive.reading() as connection:
        return int(connection.execute(text(match), {"word": word}).scalar_one())


def audited(archive: Archive, contact: str) -> list[str]:
    with archive.reading() as connection:
        told = select(Audit.action).where(Audit.target == contact).order_by(Audit.id)
        return list(connection.execute(told).scalars())[-3:]


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


def at_twilio(twilio: StandIn, parent: Person) -> None:
    """Texts both ways and a call with a message, of this person and of another."""
    for number in (parent.number, OTHER):
        twilio.take({"To": "+18605550100", "From": number, "Body": "hola"}, "inbound")
        twilio.take(
            {"To": number, "From": "+18605550100", "Body": "Hartford MCH"}, "outbound-reply"
        )
        recording = twilio.called(number, recordings=1).recordings[0]
        twilio.transcripts[f"TR{number}"] = recording


@pytest.mark.parametrize("how", ["by the parent", "by staff"])
def test_what_twilio_holds_is_deleted_by_the_worker(
    eraser: Eraser, parent: Person, archive: Archive, redis_url: str, twilio: StandIn, how: str
) -> None:
    at_twilio(twilio, parent)
    if how == "by staff":
        erase_contact(eraser, parent.contact, ANNA)
    else:
        for words in ("FORGET", "1"):
            parent.says(words)
    archive_all(eraser.desk, archive, redis_url)
    assert left(archive, parent.contact) == {}
    assert (
        erase_elsewhere(elsewhere(eraser, twilio, timedelta())) == 0
    )  # Twilio may still be busy with the last text
    assert erase_elsewhere(elsewhere(eraser, twilio)) == 2
    assert {message.form["To"] for message in twilio.messages} == {"+18605550100", OTHER}
    assert [(call.caller, len(call.recordings)) for call in twilio.calls] == [(OTHER, 1)]
    assert list(twilio.transcripts) == [f"TR{OTHER}"]
    assert rows(archive, Erasure) == []
    assert audited(archive, parent.contact)[-1] == "erased at Twilio"


def test_one_who_forgets_before_anything_was_archived_is_erased_at_twilio_too(
    eraser: Eraser, archive: Archive, redis_url: str, twilio: StandIn
) -> None:
    quick = Person(eraser.desk)
    at_twilio(twilio, quick)
    for words in ("hola", "FORGET", "1"):
        quick.says(words)
    archive_all(eraser.desk, archive, redis_url)
    erase_elsewhere(elsewhere(eraser, twilio))
    assert {call.caller for call in twilio.calls} == {OTHER}


def test_what_came_after_the_erasing_stays_at_twilio(
    eraser: Eraser, parent: Person, twilio: StandIn
) -> None:
    erase_contact(eraser, parent.contact, ANNA)
    new = twilio.called(parent.number, begun=datetime.now(UTC) + timedelta(minutes=3))
    assert erase_elsewhere(elsewhere(eraser, twilio)) == 2
    assert twilio.calls == [new]


@pytest.mark.parametrize(
    ("lists", "deletes", "why"),
    [
        (["503"], [], "503"),
        ([], ["409:20009"], "20009"),
        (["401:20003"], [], "20003"),
        ([], ["429:20429"], "20429"),
    ],
)
def test_what_twilio_refuses_is_shown_and_tried_again(
    eraser: Eraser, parent: Person, twilio: StandIn, lists: list[str], deletes: list[str], why: str
) -> None:
    at_twilio(twilio, parent)
    erase_contact(eraser, parent.contact, ANNA)
    with eraser.archive.writing() as connection:  # the person first, so that the failure is theirs
        (reference,) = (row for row in rows(eraser.archive, Erasure) if row["reference"])
        erasures.done(connection, int(str(reference["id"])))
    twilio.lists.extend(lists)
    twilio.deletes.extend(deletes)
    assert erase_elsewhere(elsewhere(eraser, twilio)) == 0
    (waiting,) = erasures.waiting(eraser.archive)
    assert (waiting.tries, waiting.error) == (1, why)
    assert erase_elsewhere(elsewhere(eraser, twilio)) == 0  # not before its pause is over
    assert erase_elsewhere(elsewhere(eraser, twilio, timedelta(hours=1))) == 1
    assert {call.caller for call in twilio.calls} == {OTHER}


def test_a_number_that_cannot_be_read_waits_for_its_key(
    eraser: Eraser, parent: Person, twilio: StandIn
) -> None:
    erase_contact(eraser, parent.contact, ANNA)
    worker = elsewhere(eraser, twilio)
    other = Cipher(["bm90IHRoZSBrZXkgdGhhdCB3cm90ZSBpdCwgcmVhbGw="])
    erase_elsewhere(replace(worker, desk=replace(worker.desk, cipher=other)))
    assert [row.error for row in erasures.waiting(eraser.archive) if not row.reference] == [
        "unreadable"
    ]


def test_without_an_account_there_is_nothing_to_erase_there(eraser: Eraser, parent: Person) -> None:
    erase_contact(eraser, parent.contact, ANNA)
    assert erase_elsewhere(elsewhere(eraser, None)) == 2
    assert not erasures.waiting(eraser.archive)


def test_deleted_words_are_in_no_file_of_sqlite(
    eraser: Eraser, parent: Person, database_url: str
) -> None:
    """The worker sees to it. PostgreSQL does so when it vacuums."""
    folder = Path(database_url.removeprefix("sqlite:///")).parent
    secret = "zanahoria"
    with eraser.archive.writing() as connection:
        connection.execute(
            Turn.__table__.update().where(Turn.heard == "Frog Hollow").values(words=secret)
        )  # type: ignore[attr-defined]
    for contact in (parent.contact, Person(eraser.desk, OTHER).contact):
        erase_contact(eraser, contact, ANNA)
    erase_elsewhere(elsewhere(eraser, None))
    if eraser.archive.is_sqlite:
        assert not [
            path.name for path in folder.glob("archive.db*") if secret.encode() in path.read_bytes()
        ]


def test_while_somebody_reads_an_old_state_the_files_are_not_done(
    eraser: Eraser, parent: Person
) -> None:
    """SQLite cannot empty its log under a reader; PostgreSQL has no such thing to wait for."""
    if not eraser.archive.is_sqlite:
        assert erasures.scrub(eraser.archive)
        return
    with eraser.archive.reading() as reader:
        reader.execute(select(Turn.id).limit(1)).all()
        erase_contact(eraser, parent.contact, ANNA)
        assert (
            erase_elsewhere(elsewhere(eraser, None)) == 1
        )  # the recording, of which there are no words here
        assert [row.error for row in erasures.waiting(eraser.archive)] == ["files_busy"]
    assert erase_elsewhere(elsewhere(eraser, None, timedelta(hours=1))) == 1


def test_deleted_words_are_in_no_file_of_redis(
    eraser: Eraser, parent: Person, raw_redis: redis.Redis
) -> None:
    def keeps(secret: bytes) -> bool:
        folder, below = (
            Path(next(iter(raw_redis.config_get(name).values())))
            for name in ("dir", "appenddirname")
        )
        return any(secret in path.read_bytes() for path in (folder / below).iterdir())

    parent.says("zanahoria")
    until(lambda: keeps(b"zanahoria"), "words in the append-only file")
    erase_contact(eraser, parent.contact, ANNA)
    erase_elsewhere(elsewhere(eraser, None))
    until(lambda: not keeps(b"zanahoria"), "file without the words")
