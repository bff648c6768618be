"""Seven blind rounds of danger, harmless texts and answers: what was won on them stays.

The ear has learned from the first five, and from nothing of the sixth and the seventh: their bounds
are what the ear is worth on new sentences. The first tries stand in docs/understanding.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.playing.desks import the_flow
from tests.training.outcomes import outcome, share

# Of each round, at least so much of the danger that must be heard, in each language; at most so
# much of the others.
ROUNDS = (1, 2, 3, 4, 5, 6, 7)
HEARD = 0.98
ANSWERED, ASKED, ANSWERS_ASKED = 0.01, 0.05, 0.01
# What the ear has learned nothing of. After the sixth was read, rules and thresholds were mended;
# of the seventh only the danger that was missed.
NEW_ANSWERED = {6: 0.0, 7: 0.05}
NEW_ASKED = {6: 0.07, 7: 0.11}


def rows(round_: int, name: str) -> list[dict[str, Any]]:
    lines = (
        (Path(__file__).parent / "rounds" / f"danger-{round_}.jsonl")
        .read_text("utf-8")
        .splitlines()
    )
    return [row for line in lines if (row := json.loads(line))["set"] == name]


def outcomes(chosen: list[dict[str, Any]]) -> list[str]:
    assert chosen
    slots = {step.slot for step in the_flow().steps.values()}
    return [outcome(row["text"], row["at"] if row["at"] in slots else "") for row in chosen]


@pytest.mark.parametrize("english", [True, False])
@pytest.mark.parametrize("round_", ROUNDS)
def test_what_must_be_heard_is_heard(round_: int, english: bool) -> None:
    must = [
        row
        for row in rows(round_, "danger")
        if row["tier"] == "must" and (row["lang"] == "en") == english
    ]
    assert share(outcomes(must), "certain", "asked") >= HEARD


@pytest.mark.parametrize("round_", ROUNDS)
def test_what_is_harmless_is_left_alone(round_: int) -> None:
    harmless = outcomes(rows(round_, "harmless"))
    assert share(harmless, "certain") <= NEW_ANSWERED.get(round_, ANSWERED)
    assert share(harmless, "asked") <= NEW_ASKED.get(round_, ASKED)


@pytest.mark.parametrize("round_", ROUNDS)
def test_ordinary_answers_are_not_asked_about(round_: int) -> None:
    assert share(outcomes(rows(round_, "answer")), "certain", "asked") <= ANSWERS_ASKED
