"""What the recogniser is told to listen for is what the question understands: a hint that is not
understood is a trap."""

from __future__ import annotations

from datetime import date

import pytest

from flows.flow import Flow, Step
from flows.understanding.parsers.shared.unsure import declines, says_unknown
from flows.understanding.spoken.keypad import as_keys
from flows.understanding.spoken.spoken_words import as_meant
from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow

TODAY, HALF_A_YEAR_ON = date(2026, 11, 30), date(2027, 5, 30)
# Answers of the parts of a question, which the question's own parser hears.
PARTS = {
    "stage_more": "stage",
    "ages_next": "ages",
    "ages_months": "ages",
    "ages_years": "ages",
    "needs_next": "needs",
}
PARTS |= {"needs_more": "needs"}
# Said before an answer, and nothing by themselves.
BEGINNINGS = frozenset(
    {"my name is", "ask for", "me llamo", "mi nombre es", "pregunte por", "no name", "sin nombre"}
)


def questions() -> list[tuple[str, str]]:
    flow = the_flow()
    asked = {step.asks for step in flow.steps.values() if step.asks} | {
        *PARTS,
        "ages_another",
        "needs_another",
    }
    return [(question, language) for question in sorted(asked) for language in flow.languages]


def step_of(flow: Flow, question: str) -> Step | None:
    asks = PARTS.get(question, question)
    return next((step for step in flow.steps.values() if step.asks == asks), None)


def is_understood(flow: Flow, question: str, hint: str) -> bool:
    """By the parser of the question, as a key, as a way to another part, or as something that is
    heard everywhere."""
    said, step = Said(as_meant(hint)), step_of(flow, question)
    part = flow.keypad.part(question, None)
    listens = [flow.listens[name] for name in ("keypad", question) if name in flow.listens]
    parsers = (*([step.parser] if step and step.parser else []), *listens)
    heard = [parser.hear(said, day) for parser in parsers for day in (TODAY, HALF_A_YEAR_ON)]
    elsewhere = (
        says_unknown(said) or declines(said) or flow.intents.hear(said, loosely=True) is not None
    )
    return any(heard) or bool(as_keys(part, said)) or elsewhere


@pytest.mark.parametrize(("question", "language"), questions())
def test_every_hint_is_understood(question: str, language: str) -> None:
    flow = the_flow()
    hints = [hint for hint in flow.voice.hints(question, language) if hint not in BEGINNINGS]
    assert [hint for hint in hints if not is_understood(flow, question, hint)] == []
