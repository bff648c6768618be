"""How many answers about the family are right, asked about, or wrong: floors under what is
reached."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.understanding.text.utterance import Said
from tests.flows.understanding.parsers.option_lists import FAMILY, PARSERS, TODAY

ROWS: dict[str, list[list[str]]] = yaml.safe_load(
    Path(__file__).with_name("answers.yaml").read_text("utf-8")
)
VALUES: dict[str, Any] = {"yes": True, "no": False, "nothing": None, "abortion": None}
# Right, or rightly asked; and taken wrongly. The set was written by hands that had not seen the
# rules, and is mostly hard.
FLOORS = {"stage": (0.92, 0.025), "first_baby": (0.93, 0.015)}


def outcome(question: str, text: str, means: str) -> str:
    said, parser = Said(text), PARSERS[question]
    heard = parser.hear(said, TODAY)
    if heard is None or not heard.sure:
        heard = parser.volunteer(said, TODAY) or heard
    wanted = VALUES.get(means, means)
    if means == "abortion" and FAMILY.told(said).wish:
        return "right"
    if heard is None:
        return "right" if wanted is None else "missed"
    if not heard.sure:
        return "asked" if wanted is None or heard.value == wanted else "missed"
    return "right" if heard.value == wanted else "wrong"


@pytest.mark.parametrize("question", list(FLOORS))
def test_answers_are_right_or_asked_about(question: str) -> None:
    counted = Counter(outcome(question, text, means) for text, means in ROWS[question])
    total, (good, wrong) = counted.total(), FLOORS[question]
    assert (counted["right"] + counted["asked"]) / total >= good, counted
    assert counted["wrong"] / total <= wrong, counted
