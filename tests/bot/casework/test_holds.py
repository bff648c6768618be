"""Somebody of the staff takes a conversation over: one at a time, for a while, and the bot goes on
where it was."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from bot.accounts.audit import Actor
from bot.archive.database import Archive, ArchiveAway
from bot.casework.conversations import NotDone
from bot.casework.holds import take_over
from bot.conversation.turns import end_quiet
from bot.redis.store import Store, StoreAway
from flows.model.events import ReplyWithheld
from flows.model.staff_events import HoldEnded, HoldTaken
from tests.bot.casework import MINUTES, NOW, Casework


def held_by(work: Casework) -> str:
    record = work.parent.record
    assert record
    return record.session.held_by


def town(work: Casework) -> str:
    record = work.parent.record
    assert record
    answer = record.session.answers.get("town")
    return str(answer.value) if answer else ""


def test_taken_over_the_bot_keeps_silent_and_the_transcript_says_who(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    until = work.takes_over(ana, session)
    assert (until - NOW).total_seconds() == MINUTES * 60
    work.parent.says("when will you call me")
    work.archived()
    assert HoldTaken(ana.email, until) in work.transcript
    assert ReplyWithheld("held") in work.transcript
    assert work.audit() == [(ana.email, "taken over")]


def test_the_second_is_told_who_has_it_and_until_when(work: Casework) -> None:
    session, ana, ben = work.archived(), work.staff("Ana Lopez"), work.staff("Ben Cruz")
    work.takes_over(ana, session)
    for act in (work.takes_over, work.hands_back, work.writes):
        with pytest.raises(
            NotDone, match=r"Ana Lopez has this conversation until 10:30 AM"
        ) as refusal:
            act(ben, session)
        assert refusal.value.why == "held"
    assert held_by(work) == ana.email
    assert work.audit() == [(ana.email, "taken over")]


def test_of_two_at_the_same_moment_one_has_it(work: Casework) -> None:
    session, people = (
        work.archived(),
        [work.staff(name) for name in ("Ana Lopez", "Ben Cruz", "Eva Diaz")],
    )
    refused: list[str] = []

    def take(actor: Actor) -> None:
        try:
            work.takes_over(actor, session)
        except NotDone as refusal:
            refused.append(refusal.why)

    threads = [threading.Thread(target=take, args=(actor,)) for actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["held", "held"]
    assert len(work.audit()) == 1


def test_who_has_it_can_have_it_longer(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    work.takes_over(ana, session)
    work.parent.says("hello?")
    work.clock.wait(minutes=20)
    work.takes_over(ana, session)
    work.clock.wait(minutes=20)
    work.parent.says("06106")
    assert town(work) == "Hartford"  # read as a fact, and not answered
    work.archived()
    assert sum(ReplyWithheld("held") == event for event in work.transcript) == 2


def test_the_same_form_sent_twice_is_one_hold(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    for _ in range(2):
        work.takes_over(ana, session, once="the-same")
    work.archived()
    assert sum(isinstance(event, HoldTaken) for event in work.transcript) == 1
    assert work.audit() == [(ana.email, "taken over")]


def test_it_ends_by_itself_and_then_another_can_take_it(work: Casework) -> None:
    session, ana, ben = work.archived(), work.staff("Ana Lopez"), work.staff("Ben Cruz")
    work.takes_over(ana, session)
    work.clock.wait(minutes=MINUTES)
    work.parent.says("06106")
    assert town(work) == "Hartford"
    assert HoldEnded("time") in work.parent.facts
    with pytest.raises(NotDone, match="the automatic helper goes on"):
        work.hands_back(ana, session)
    work.takes_over(ben, session)
    assert held_by(work) == ben.email


def test_handed_back_the_bot_asks_the_same_question(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    work.takes_over(ana, session)
    work.hands_back(ana, session)
    assert "What town do you live in" in work.texts[-1]
    work.parent.says("06106")
    assert town(work) == "Hartford"
    assert [action for _, action in work.audit()] == ["taken over", "handed back"]


def test_a_conversation_that_is_over_is_not_taken(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    work.lapse()
    with pytest.raises(NotDone) as refusal:
        work.takes_over(ana, session)
    assert refusal.value.why == "over"


def test_who_wants_no_texts_is_not_taken_over(work: Casework) -> None:
    ana = work.staff("Ana Lopez")
    work.parent.says("STOP")
    with pytest.raises(NotDone, match="wants no more texts"):
        work.takes_over(ana, work.archived())


def test_a_newer_conversation_is_pointed_at(work: Casework) -> None:
    ana, old = work.staff("Ana Lopez"), work.archived()
    work.clock.wait(days=31)
    end_quiet(work.desk, work.parent.contact, work.clock.now.timestamp())
    work.parent.says("hi again")
    with pytest.raises(NotDone) as refusal:
        work.takes_over(ana, old)
    assert (refusal.value.why, refusal.value.session) == ("newer", work.archived())


def test_one_that_is_not_in_the_archive_is_refused(work: Casework) -> None:
    with pytest.raises(NotDone, match="not in the records"):
        work.takes_over(work.staff("Ana Lopez"), "nothing")


def test_while_redis_is_away_nothing_happens_and_nothing_is_written_down(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    away = replace(work.desk, store=Store("redis://127.0.0.1:1"))
    with pytest.raises(StoreAway):
        take_over(away, work.archive, ana, session, MINUTES, "once")
    assert work.audit() == []
    assert not held_by(work)


def test_while_the_archive_is_away_nothing_happens(work: Casework) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")

    away = Archive("sqlite:////nowhere/archive.db")
    with pytest.raises(ArchiveAway):
        take_over(work.desk, away, ana, session, MINUTES, "once")
    assert not held_by(work)
