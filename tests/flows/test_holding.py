"""While a person of the staff has a conversation the bot keeps silent, but for what must always be heard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from flows import engine, holding
from flows.context import Context
from flows.events import HoldEnded, HoldTaken, SafetyRaised, StaffWrote
from flows.inputs import Text
from flows.session import Session, Status
from flows.turn import Turn
from tests.desks import the_flow

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def context(minutes: float = 0) -> Context:
    return Context(NOW + timedelta(minutes=minutes), date(2026, 11, 23), "s")


def stored(turn: Turn) -> Session:
    return msgspec.json.decode(msgspec.json.encode(turn.session), type=Session)


def asked_for_the_town() -> Session:
    flow = the_flow()
    session = stored(engine.start(flow, Text("hi i have a baby, 5 months old, its my first"), context()))
    assert session.step == "town"
    return session


def held() -> Session:
    return stored(holding.take(the_flow(), asked_for_the_town(), context(), "nurse@hartford", NOW + AN_HOUR))


def text(session: Session, words: str, minutes: float = 1) -> Turn:
    return engine.resume(the_flow(), session, Text(words), context(minutes))


def test_taking_says_nothing_to_the_parent() -> None:
    turn = holding.take(the_flow(), asked_for_the_town(), context(), "nurse@hartford", NOW + AN_HOUR)
    assert not turn.reply
    assert [type(event) for event in turn.events] == [HoldTaken]


def test_the_parent_is_told_once_and_nothing_moves() -> None:
    first = text(held(), "when are you calling me")
    assert "A person at MCH has your messages" in first.reply
    second = text(stored(first), "06106", 2)
    assert not second.reply
    assert second.session.step == "town"
    assert "town" not in second.session.answers


def test_even_a_picture_is_met_with_silence() -> None:
    session = stored(text(held(), "hello"))
    assert not engine.resume(the_flow(), session, Text("", media=1), context(2)).reply


def test_stop_and_danger_are_heard() -> None:
    danger = text(held(), "i want to kill myself")
    assert "988" in danger.reply
    assert any(isinstance(event, SafetyRaised) for event in danger.events)
    stopped = text(held(), "STOP")
    assert (stopped.session.status, stopped.session.held_by) == (Status.STOPPED, "")


def test_it_ends_by_itself_and_the_text_counts() -> None:
    turn = text(held(), "06106", 61)
    assert HoldEnded("time") in turn.events
    assert turn.session.answers["town"].value == "Hartford"


def test_given_back_the_bot_asks_the_same_question_in_a_text_of_its_own() -> None:
    turn = holding.give_back(the_flow(), held(), context(5), "nurse@hartford")
    assert not turn.reply
    assert "What town do you live in" in turn.texts[0].text
    assert text(stored(turn), "06106", 6).session.answers["town"].value == "Hartford"


def test_what_staff_write_is_queued_and_says_who_wrote() -> None:
    turn = holding.write(the_flow(), held(), context(3), "nurse@hartford", "Hi, this is Ana from MCH \u2013 how are you?")
    assert turn.texts[0].text == "Hi, this is Ana from MCH - how are you?"
    assert StaffWrote("nurse@hartford") in turn.events
    assert not turn.reply
