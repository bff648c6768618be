"""What Twilio holds of an erased person, and what files keep of deleted words, is erased too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import select

from bot.archive.database import Archive
from bot.archive.erasure_table import Erasure
from bot.archive.models import Turn
from bot.archive.write import pending_erasures as erasures
from bot.contacts import Cipher
from bot.privacy.erasing import Eraser, erase_contact
from bot.privacy.erasing_elsewhere import erase_elsewhere
from tests.archive.archiving import archive_all, rows
from tests.archive.erasing.remains import ANNA, OTHER, at_twilio, audited, elsewhere, left
from tests.bot.sending import Person
from tests.stand_ins.twilio_stand_in import StandIn
from tests.started_program import until


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
