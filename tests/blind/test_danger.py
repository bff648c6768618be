"""Six blind rounds of danger, harmless texts and answers: what was won on them stays.

The ear has learned from the first five, and from nothing of the sixth, which was written last: its
bounds are what the ear is worth on new sentences. The first tries stand in docs/understanding.md.
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
ROUNDS = (1, 2, 3, 4, 5, 6)
HEARD = 0.98
NOT_LEARNED = 6
ANSWERED, ASKED, ANSWERS_ASKED = 0.01, 0.05, 0.01
# Rules and thresholds were mended after it was read; the ear has still learned none of it.
NEW_ANSWERED, NEW_ASKED = 0.0, 0.07


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
    is_new = round_ == NOT_LEARNED
    assert share(harmless, "certain") <= (NEW_ANSWERED if is_new else ANSWERED)
    assert share(harmless, "asked") <= (NEW_ASKED if is_new else ASKED)


@pytest.mark.parametrize("round_", ROUNDS)
def test_ordinary_answers_are_not_asked_about(round_: int) -> None:
    assert share(outcomes(rows(round_, "answer")), "certain", "asked") <= ANSWERS_ASKED
