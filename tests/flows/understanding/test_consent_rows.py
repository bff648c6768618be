"""How well consent and machines are heard in sentences written by others: floors that only rise."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.intake import load_flow
from flows.model.inputs import Text
from flows.understanding import noise
from flows.understanding.intents import Intent
from flows.understanding.text.utterance import Said

ROWS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "consent_rows.yaml").read_text("utf-8")
)
FLOW = load_flow()


def _is_stop(text: str) -> bool:
    return FLOW.intents.hear(Said(text)) is Intent.STOP


def test_a_real_stop_is_heard_or_asked_about() -> None:
    missed = [
        text
        for text in ROWS["stops"]
        if not _is_stop(text) and FLOW.intents.may_stop(Said(text)) is None
    ]
    assert len(missed) <= 0.02 * len(ROWS["stops"]), missed


@pytest.mark.parametrize("text", ROWS["no_stops"])
def test_no_complaint_and_no_answer_ends_the_texts(text: str) -> None:
    assert not _is_stop(text)


def test_a_machine_is_told_from_a_person() -> None:
    missed = [
        text
        for text in ROWS["machines"]
        if noise.kind(Text(text), FLOW.machines) is not noise.Noise.AUTO_REPLY
    ]
    assert len(missed) <= 0.11 * len(ROWS["machines"]), missed
