"""A person's own text: sent once, to who may and can be texted, and it stays in the transcript."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet

from bot.archive.database import Archive, ArchiveAway
from bot.casework.conversations import NotDone
from bot.casework.replies import answer
from bot.contacts import Cipher, contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import end_quiet, take_turn
from bot.outage.spool import Spool
from bot.privacy.erasing import Eraser, erase_contact
from bot.redis.store import Store, StoreAway
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.workers.sender import Sender, send_texts
from flows.model.call_events import ConsentGiven, TextNotSent, TextSent
from flows.model.context import Call
from flows.model.inputs import Channel, Digits, Ring, Text
from flows.model.staff_events import StaffWrote
from flows.wording.sms_encoding import MAX_LENGTH
from tests.bot.casework import MINUTES, Casework
from tests.bot.sending import Person
from tests.bot.workers.senders import HASTE
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn
from tests.started_program import until


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@contextmanager
def sending(work: Casework, twilio: StandIn) -> Iterator[None]:
    ended = threading.Event()
    account = Account(
        ACCOUNT, TOKEN, "+18605550100", "", "https://intake.example/sms/status", twilio.base
    )
    sender = Sender(
        work.desk, SendStream(work.redis_url, block_seconds=0.05), TwilioTexts(account), HASTE
    )
    thread = threading.Thread(target=send_texts, args=(sender, ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def says(work: Casework, body: str) -> str:
    """What the parent gets for an answer."""
    sid = f"SM{uuid4().hex}"
    inbound = Inbound(sid, work.parent.number, "+18605550100", Channel.SMS, Text(body), time.time())
    return take_turn(work.desk, inbound, lambda turn: turn.reply)


def calls(work: Casework, number: str, *keys: str) -> Person:
    """A caller, who has not texted us; without a number, one who hides it."""
    call = f"CA{uuid4().hex}"
    for n, input_ in enumerate((Ring(), *map(Digits, keys))):
        inbound = Inbound(
            f"{call}.{n}",
            number,
            "+18605550101",
            Channel.VOICE,
            input_,
            time.time(),
            call=Call(call, n),
        )
        take_turn(work.desk, inbound, lambda turn: turn.reply)
    return Person(work.desk, number)


def test_the_whole_story(work: Casework, twilio: StandIn) -> None:
    """A parent texts, somebody takes over, the parent is told once, the answer arrives, and the bot
    asks the same question."""
    ana = work.staff("Ana Lopez")
    with sending(work, twilio):
        session = work.archived()
        work.takes_over(ana, session)
        assert "A person at MCH has your messages" in says(
            work, "can somebody help me with the form"
        )
        assert says(work, "please") == ""
        work.writes(ana, session, "Hi, it is Ana from MCH \u2013 which form?")
        until(lambda: work.parent.outcomes, "text")
        assert says(work, "the WIC one") == ""
        work.hands_back(ana, session)
        until(lambda: len(twilio.messages) == 2, "question")
    assert twilio.bodies[0] == "Hi, it is Ana from MCH - which form?"
    assert "What town do you live in" in twilio.bodies[1]
    assert {message.form["To"] for message in twilio.messages} == {work.parent.number}
    says(work, "06106")
    work.archived()
    kinds = [type(event).__name__ for event in work.transcript]
    order = ["HoldTaken", "StaffWrote", "TextSent", "HoldEnded", "TextSent"]
    assert [kind for kind in kinds if kind in order if kind != "HoldTaken"] == order[1:]
    assert work.parent.record
    assert work.parent.record.session.answers["town"].value == "Hartford"
    assert [action for _, action in work.audit()] == ["taken over", "texted", "handed back"]


def test_the_same_form_sent_twice_is_one_text(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    for _ in range(2):
        work.writes(ana, session, once="the-same")
    assert len(work.texts) == 1
    assert work.audit() == [(ana.email, "texted")]


def test_who_writes_has_the_conversation(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    work.writes(ana, session)
    with pytest.raises(NotDone, match="Ana Lopez has this conversation"):
        work.writes(work.staff("Ben Cruz"), session)
    assert len(work.texts) == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "empty"),
        (" \n\u200b", "empty"),
        ("a" * (MAX_LENGTH + 1), "long"),
        ("\u2026" * 600, "long"),
    ],
)
def test_what_cannot_be_sent_whole_is_refused(work: Casework, words: str, why: str) -> None:
    with pytest.raises(NotDone) as refusal:
        work.writes(work.staff("Ana Lopez"), work.archived(), words)
    assert refusal.value.why == why


def test_who_opted_out_is_not_texted_and_may_come_back(work: Casework) -> None:
    ana = work.staff("Ana Lopez")
    says(work, "STOP")
    session = work.archived()
    for yes in ("", "en"):
        with pytest.raises(NotDone, match="wants no more texts"):
            work.writes(ana, session, yes=yes)
    says(work, "START")
    work.writes(ana, session)
    assert len(work.texts) == 1


def test_an_opt_out_between_writing_and_sending_wins(work: Casework, twilio: StandIn) -> None:
    work.writes(work.staff("Ana Lopez"), work.archived())
    says(work, "STOP")
    with sending(work, twilio):
        until(lambda: work.parent.outcomes, "outcome")
    assert [type(outcome) for outcome in work.parent.outcomes] == [TextNotSent]
    assert not twilio.messages


def test_a_phone_without_texts_is_not_texted_unless_a_text_comes_from_it(work: Casework) -> None:
    ana, failed = work.staff("Ana Lopez"), TextNotSent("earlier", "30005")
    record_beside(work.desk, work.parent.contact, "failed", time.time(), failed, error="30005")
    with pytest.raises(NotDone, match="landline"):
        work.writes(ana, work.archived())
    says(work, "hello?")
    work.writes(ana, work.archived())
    assert len(work.texts) == 1


def test_a_caller_who_hides_the_number_is_not_texted(work: Casework) -> None:
    work.clock.wait(minutes=1)
    calls(work, "", "1")
    session = work.archived()
    for yes in ("", "en"):
        with pytest.raises(NotDone, match="hid their number"):
            work.writes(work.staff("Ana Lopez"), session, yes=yes)


def test_a_caller_must_have_said_yes_and_is_then_asked_no_more(work: Casework) -> None:
    ana, caller = work.staff("Ana Lopez"), "+18605550177"
    work.clock.wait(minutes=1)
    work = replace(work, parent=calls(work, caller, "1"))
    session = work.archived()
    with pytest.raises(NotDone, match="record the yes"):
        work.writes(ana, session)
    work.writes(ana, session, "Hola, soy Ana.", yes="es")
    work.writes(ana, session, "Otra cosa.")
    assert work.texts == ["Hola, soy Ana.", "Otra cosa."]
    words = work.desk.flow.templates.yes["es"]
    assert ConsentGiven("text", words, "es", ana.email) in work.parent.facts
    assert work.desk.store.read(contact_id(caller, work.desk.contact_key), "none").session


def test_a_caller_who_never_texted_is_handed_back_without_a_text(work: Casework) -> None:
    ana = work.staff("Ana Lopez")
    work.clock.wait(minutes=1)
    work = replace(work, parent=calls(work, "+18605550177", "1"))
    session = work.archived()
    work.takes_over(ana, session)
    work.hands_back(ana, session)
    assert not work.texts


@pytest.mark.parametrize("lapsed", [False, True], ids=["still in Redis", "only in the archive"])
def test_after_the_end_a_yes_is_needed_and_the_answer_comes_to_who_wrote(
    work: Casework, lapsed: bool
) -> None:
    ana = work.staff("Ana Lopez")
    work.clock.wait(days=31)
    end_quiet(work.desk, work.parent.contact, work.clock.now.timestamp())
    session = work.archived()
    if lapsed:
        work.lapse()
    with pytest.raises(NotDone, match="record the yes"):
        work.writes(ana, session)
    work.writes(ana, session, "Is the address still right?", yes="en")
    work.writes(ana, session, "I mean your street.")
    assert "A person at MCH has your messages" in says(work, "yes it is")
    assert work.archived() == session
    assert work.texts == ["Is the address still right?", "I mean your street."]
    assert sum(isinstance(event, StaffWrote) for event in work.transcript) == 2
    work.hands_back(ana, session)
    assert len(work.texts) == 3
    says(work, "hi")
    assert work.archived() != session


def test_who_was_erased_meanwhile_is_not_texted(work: Casework, tmp_path: Path) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    eraser = Eraser(work.desk, work.archive, Spool(tmp_path / "spool", work.desk.cipher))
    work.clock.wait(minutes=1)
    erase_contact(eraser, work.parent.contact, ana)
    with pytest.raises(NotDone, match="not in the records"):
        work.writes(ana, session)


def test_who_was_erased_and_is_not_yet_in_the_archive_is_not_texted(work: Casework) -> None:
    """FORGET took effect in Redis; the archive learns of it later."""
    session, ana = work.archived(), work.staff("Ana Lopez")
    says(work, "FORGET")
    says(work, "yes")
    assert work.parent.record is None
    with pytest.raises(NotDone, match="asked to be forgotten"):
        work.writes(ana, session, yes="en")
    assert not work.texts


def test_to_a_simulated_phone_the_text_is_as_good_as_sent(work: Casework, twilio: StandIn) -> None:
    ana = work.staff("Ana Lopez")
    work.clock.wait(minutes=1)
    work = replace(work, parent=Person(work.desk, "+15005550123", simulated=True))
    work.parent.says("hi")
    with sending(work, twilio):
        work.writes(ana, work.archived())
        until(lambda: work.parent.outcomes, "outcome")
    assert [type(outcome) for outcome in work.parent.outcomes] == [TextSent]
    assert not twilio.messages


def test_the_number_that_cannot_be_read_is_said_so(work: Casework) -> None:
    session = work.archived()
    other = Cipher([Fernet.generate_key().decode()])
    with pytest.raises(NotDone, match="DATA_KEYS"):
        replace(work, desk=replace(work.desk, cipher=other)).writes(
            work.staff("Ana Lopez"), session
        )


def test_while_redis_or_the_archive_is_away_nothing_is_sent_and_it_can_be_sent_again(
    work: Casework,
) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    redisless = replace(work.desk, store=Store("redis://127.0.0.1:1"))
    with pytest.raises(StoreAway):
        answer(redisless, work.archive, ana, session, "Hi", MINUTES, "once")
    with pytest.raises(ArchiveAway):
        answer(
            work.desk, Archive("sqlite:////nowhere/archive.db"), ana, session, "Hi", MINUTES, "once"
        )
    assert (work.texts, work.audit()) == ([], [])
    answer(work.desk, work.archive, ana, session, "Hi", MINUTES, "once")
    assert work.texts == ["Hi"]
