"""What parents ask of us: answered wherever they are, and nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from flows import engine
from flows.dialogue.turn import Turn
from flows.model.context import Context, Office, Window
from flows.model.events import Answered, IntentHeard, NotUnderstood, Prompted
from flows.model.inputs import Speech, Text
from flows.model.session import Session
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.text.utterance import Said
from tests.flows.walks import NOON, World, name_of, on_the_line, places, step_on
from tests.playing.desks import the_flow

ASKED = {
    Intent.COST: ("is this free?", "es gratis?"),
    Intent.WHO: ("who is this", "quien habla"),
    Intent.PAPERS: ("do i need papers", "no tengo papeles"),
    Intent.OFFICE: ("where are you", "a que hora abren"),
    Intent.HOW_LONG: ("how long does this take", "cuanto tarda esto"),
}
UNKNOWN = Office()
KEPT = ("forget", "confirm", "safety")  # questions in between, which stay open
every_question = pytest.mark.parametrize(
    ("intent", "text"), [(i, text) for i, texts in ASKED.items() for text in texts]
)


def answer_to(session: Session | None, text: str, office: Office = UNKNOWN) -> Turn:
    return engine.resume(
        the_flow(), session, Text(text), Context(NOON, date(2026, 11, 23), "id", office=office)
    )


def under_way() -> Iterator[Session]:
    """Everywhere after the first question, in a language."""
    for session in places(the_flow()):
        kept = session.aside is None or session.aside.kind in KEPT
        if session.language and kept and session.step != the_flow().start:
            yield session


def check(turn: Turn, before: Session, intent: Intent) -> None:
    where = name_of(before)
    assert IntentHeard(intent.value) in turn.events, where
    assert not [event for event in turn.events if isinstance(event, Answered | NotUnderstood)], (
        where
    )
    assert [
        p
        for p in turn.events
        if isinstance(p, Prompted) and p.key.startswith(f"asked.{intent.value}")
    ], where
    assert (turn.session.step, turn.session.answers, turn.session.misses) == (
        before.step,
        before.answers,
        before.misses,
    ), where


def test_all_of_them_are_tried() -> None:
    assert set(ASKED) == QUESTIONS


@every_question
def test_by_text_at_every_place_it_is_answered_and_nothing_moves(intent: Intent, text: str) -> None:
    for session in under_way():
        check(answer_to(session, text), session, intent)


@every_question
def test_in_a_call_at_every_question_it_is_answered_and_nothing_moves(
    intent: Intent, text: str
) -> None:
    for session in under_way():
        turn = step_on(the_flow(), on_the_line(session), Speech(text, 0.95), World())
        check(turn, session, intent)
        assert turn.session.entry == session.entry, name_of(session)


@pytest.mark.parametrize(
    ("text", "question", "stage"),
    [
        ("is this free? im pregnant", "cost", "pregnant"),
        ("im pregnant. is this free?", "cost", "pregnant"),
        ("hi, is this free, im pregnant", "cost", "pregnant"),
        ("im pregnant is this free", "cost", "pregnant"),
        ("i have 2 kids, who is this?", "who", "has_children"),
        ("Do I need insurance? I'm pregnant.", "papers", "pregnant"),
        ("¿es gratis? estoy embarazada", "cost", "pregnant"),
        ("estoy embarazada ¿es gratis?", "cost", "pregnant"),
        ("estoy embarazada y no tengo papeles", "papers", "pregnant"),
        ("no tengo papeles, tengo dos hijos", "papers", "has_children"),
        ("i have papers and i have two kids", None, "has_children"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_told_in_the_same_text_is_never_lost(
    text: str, question: str | None, stage: str, first: bool
) -> None:
    session = None if first else answer_to(None, "hi").session
    turn = answer_to(session, text)
    assert turn.session.answers["stage"].value == stage
    assert [event.intent for event in turn.events if isinstance(event, IntentHeard)] == (
        [question] if question else []
    )


@pytest.mark.parametrize("text", ["yes is this free", "si, es gratis?", "is this free? yes"])
def test_a_yes_beside_a_question_is_no_part_of_it(text: str) -> None:
    assert the_flow().intents.question(Said(text)) is None


def hours(*spans: tuple[int, int]) -> tuple[Window, ...]:
    """Openings from hour to hour, counted from Monday midnight."""
    at = [(divmod(start, 24), divmod(end, 24)) for start, end in spans]
    return tuple(
        Window(datetime(2026, 11, 23 + a, b, tzinfo=UTC), datetime(2026, 11, 23 + c, d, tzinfo=UTC))
        for (a, b), (c, d) in at
    )


@pytest.mark.parametrize(
    ("office", "said"),
    [
        (
            Office(True, hours((14, 17), (32, 36), (36, 41))),
            "open now, and again Tuesday, November 24, 8 am to 5 pm",
        ),
        (
            Office(False, hours((32, 36), (37, 41))),
            "closed now. It opens Tuesday, November 24, 8 am: 131",
        ),
        (
            Office(False, hours((13, 17), (32, 36))),
            "closed now. It opens Monday, November 23, 1 pm: 131",
        ),
        (Office(True, hours((14, 17))), "For its hours call (860) 757-4820"),
        (Office(), "For its hours call (860) 757-4820"),
    ],
)
def test_hours_are_told_as_far_as_they_are_known(office: Office, said: str) -> None:
    session = answer_to(None, "hi").session
    assert said in answer_to(session, "what hours are you open", office).reply
