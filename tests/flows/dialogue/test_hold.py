"""While a person of the staff has a conversation the bot keeps silent, but for what must always be
heard."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from flows import engine
from flows.dialogue import hold as holding
from flows.dialogue.hold import Yes
from flows.dialogue.turn import Turn
from flows.model.call_events import ConsentGiven
from flows.model.context import Context, Window
from flows.model.danger_events import SafetyRaised
from flows.model.inputs import Text
from flows.model.session import Disposition, Session, Status, meaning
from flows.model.staff_events import (
    HandoffClosed,
    HandoffReopened,
    HoldEnded,
    HoldTaken,
    StaffWrote,
)
from tests.playing.desks import the_flow

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def context(minutes: float = 0) -> Context:
    return Context(NOW + timedelta(minutes=minutes), date(2026, 11, 23), "s")


def stored(turn: Turn) -> Session:
    return msgspec.json.decode(msgspec.json.encode(turn.session), type=Session)


def asked_for_the_town() -> Session:
    flow = the_flow()
    session = stored(
        engine.start(flow, Text("hi i have a baby, 5 months old, its my first"), context())
    )
    assert session.step == "town"
    return session


def held() -> Session:
    return stored(
        holding.take(the_flow(), asked_for_the_town(), context(), "nurse@hartford", NOW + AN_HOUR)
    )


def text(session: Session, words: str, minutes: float = 1) -> Turn:
    return engine.resume(the_flow(), session, Text(words), context(minutes))


def test_taking_says_nothing_to_the_parent() -> None:
    turn = holding.take(
        the_flow(), asked_for_the_town(), context(), "nurse@hartford", NOW + AN_HOUR
    )
    assert not turn.reply
    assert [type(event) for event in turn.events] == [HoldTaken]


def test_the_parent_is_told_once_and_facts_are_read_in_silence() -> None:
    first = text(held(), "when are you calling me")
    assert "A person at MCH has your messages" in first.reply
    second = text(stored(first), "06106", 2)
    assert not second.reply
    assert second.session.step == "town"
    assert second.session.answers["town"].value == "Hartford"


def test_even_a_picture_is_met_with_silence() -> None:
    session = stored(text(held(), "hello"))
    assert not engine.resume(the_flow(), session, Text("", media=1), context(2)).reply


def test_stop_and_danger_are_heard() -> None:
    danger = text(held(), "i want to kill myself")
    assert "988" in danger.reply
    assert any(isinstance(event, SafetyRaised) for event in danger.events)
    stopped = text(held(), "STOP")
    assert (stopped.session.status, stopped.session.held_by) == (Status.STOPPED, "")


def test_help_and_erasing_are_owed_an_answer() -> None:
    assert "STOP ends texts" in text(held(), "HELP").reply
    asked = text(held(), "FORGET")
    assert "Erase everything" in asked.reply
    assert text(stored(asked), "1", 2).erased


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
    turn = staff_write("Hi, this is Ana from MCH \u2013 how are you?")
    assert turn.texts[0].text == "Hi, this is Ana from MCH - how are you?"
    assert StaffWrote("nurse@hartford") in turn.events
    assert not turn.reply


def staff_write(words: str, session: Session | None = None, yes: Yes | None = None) -> Turn:
    return holding.write(
        the_flow(), session or held(), context(3), "nurse@hartford", NOW + AN_HOUR, words, yes
    )


def test_who_writes_has_the_conversation() -> None:
    turn = staff_write("Hello", asked_for_the_town())
    assert (turn.session.held_by, turn.session.held_until) == ("nurse@hartford", NOW + AN_HOUR)
    assert not text(
        stored(staff_write("Hello again", stored(text(stored(turn), "hi")))), "ok", 4
    ).reply


def test_a_yes_is_kept_with_its_words() -> None:
    turn = staff_write("Hola", yes=Yes("¿Le podemos mandar mensajes?", "es"))
    assert turn.events[0] == ConsentGiven(
        "text", "¿Le podemos mandar mensajes?", "es", "nurse@hartford"
    )
    assert turn.session.agreed


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.COMPLETED])
def test_what_answers_a_person_opens_no_new_conversation(status: Status) -> None:
    over = replace(asked_for_the_town(), status=status, heard=NOW - timedelta(days=20))
    written = stored(staff_write("Hello, it is Ana", over))
    assert text(written, "yes please call me", 10).session.id == over.id
    after = text(replace(written, id="old"), "hi", 60 * 24 * 20)
    assert after.session.id != "old"


@pytest.mark.parametrize(
    ("changed", "opted_out", "ask"),
    [
        ({"status": Status.COMPLETED}, False, True),
        ({"status": Status.EXPIRED}, False, True),
        ({"textless": True}, False, True),
        ({}, True, True),
        ({}, False, False),
    ],
    ids=["complete", "over", "no texts arrive", "opted out", "never texted"],
)
def test_given_back_nothing_is_texted_where_nothing_may_or_need_be(
    changed: dict[str, Any], opted_out: bool, ask: bool
) -> None:
    session = replace(held(), **changed)
    turn = holding.give_back(
        the_flow(), session, replace(context(5), opted_out=opted_out), "nurse@hartford", ask=ask
    )
    assert [type(event) for event in turn.events] == [HoldEnded]
    assert not turn.session.held_by


def test_a_session_of_an_older_flow_is_given_back_at_a_step_that_exists() -> None:
    turn = holding.give_back(
        the_flow(), replace(held(), step="gone", flow_version=0), context(5), "nurse@hartford"
    )
    assert turn.session.step in the_flow().steps
    assert turn.texts


def promised() -> Session:
    window = Window(NOW + AN_HOUR, NOW + 2 * AN_HOUR)
    return replace(asked_for_the_town(), handoffs=("not_understood", "callback"), promised=window)


def test_a_call_that_was_made_is_promised_no_longer_and_can_be_asked_for_again() -> None:
    turn = holding.close(
        the_flow(), promised(), context(5), "nurse@hartford", "callback", "reached"
    )
    assert turn.events == (HandoffClosed("callback", "reached", "nurse@hartford"),)
    session = turn.session
    assert (session.handoffs, session.closed, session.promised) == (
        ("not_understood",),
        ("callback",),
        None,
    )
    assert meaning(session) is Disposition.CALLBACK
    assert text(stored(turn), "CALL").session.step in ("callback_name", "callback_time")


def test_reopened_the_promise_stands_again() -> None:
    closed = stored(
        holding.close(the_flow(), promised(), context(5), "nurse@hartford", "callback", "reached")
    )
    turn = holding.reopen(
        the_flow(), closed, context(6), "nurse@hartford", "callback", promised().promised
    )
    assert turn.events == (HandoffReopened("callback", "nurse@hartford"),)
    assert (turn.session.handoffs, turn.session.closed) == (("not_understood", "callback"), ())
    assert turn.session.promised == promised().promised
