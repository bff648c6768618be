"""A session of an older flow goes on in the present one, with every answer that still can be
one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from flows.dialogue.migrate_session import bring_up_to_date
from flows.dialogue.renderers import open_draft
from flows.dialogue.turn import Turn
from flows.model.context import Context
from flows.model.events import AnswersRemoved, FlowChanged
from flows.model.session import Answer, Aside, Session
from tests.playing.desks import the_flow

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)
FLOW = the_flow()
ANSWERS = {
    "stage": Answer("pregnant", "1"),
    "due": Answer("2027-03-01", "march"),
    "town": Answer("Hartford", "06106"),
    "first_baby": Answer(None, "", "declined"),
}


def session(step: str = "town", version: int = FLOW.version - 1, **fields: object) -> Session:
    made = Session("s1", FLOW.name, version, step, NOON, NOON, language="en", answers=ANSWERS)
    return replace(made, **fields)


def migrated(before: Session) -> Turn:
    draft = open_draft(FLOW, before, Context(NOON, NOON.date(), "new"))
    bring_up_to_date(draft)
    return draft.finish()


def test_a_session_of_this_flow_is_left_as_it_is() -> None:
    turn = migrated(session(version=FLOW.version, step="town", answers={"gone": Answer("x", "x")}))
    assert turn.events == ()
    assert turn.session.answers == {"gone": Answer("x", "x")}


def test_every_answer_that_still_parses_is_kept_and_so_is_the_place() -> None:
    turn = migrated(session(aside=Aside("safety")))
    assert turn.session.answers == ANSWERS
    assert (turn.session.step, turn.session.aside) == ("town", Aside("safety"))
    assert turn.session.flow_version == FLOW.version
    assert turn.events == (FlowChanged(str(FLOW.version - 1), ()),)


@pytest.mark.parametrize(
    ("slot", "answer"),
    [
        ("shoe_size", Answer("7", "7")),
        ("stage", Answer("expecting_twins", "zzz qqq")),
        ("shoe_size", Answer(None, "", "declined")),
    ],
)
def test_an_answer_that_no_longer_parses_or_has_no_question_is_asked_again(
    slot: str, answer: Answer
) -> None:
    turn = migrated(session(answers={**ANSWERS, slot: answer}))
    assert turn.session.answers == {key: value for key, value in ANSWERS.items() if key != slot}
    assert turn.events == (
        AnswersRemoved((slot,), "flow changed"),
        FlowChanged(str(FLOW.version - 1), (slot,)),
    )


def test_words_that_are_only_understood_as_volunteered_still_count() -> None:
    told = {"town": Answer("Hartford", "we live in hartford and my baby is 2 months")}
    assert migrated(session(answers=told)).session.answers == told


def test_where_the_step_is_gone_it_goes_on_at_the_next_open_question() -> None:
    turn = migrated(session(step="shoe_size", aside=Aside("confirm", "shoe_size", "7")))
    assert turn.session.aside is None
    assert turn.session.step != FLOW.start
    assert FLOW.steps[turn.session.step].slot not in turn.session.answers
