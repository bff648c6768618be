"""A plain question about the programs is not asked about as danger, and no danger is lost by
that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow
from training.sentences import read

FOLDER = Path(__file__).parent / "rounds"
DANGER = [
    row["text"]
    for path in sorted(FOLDER.glob("danger-*.jsonl"))
    for row in map(json.loads, path.read_text("utf-8").splitlines())
    if row["set"] == "danger" and row.get("tier") == "must"
]
# In a thousand sentences of danger that were written to train the ear, at most so many.
MOST_OF_TRAINING = 3


def test_of_the_danger_of_the_blind_rounds_nothing_passes_for_a_plain_question() -> None:
    assert len(DANGER) > 300
    assert not [text for text in DANGER if the_flow().topics.is_plainly_asked(Said(text))]


def test_of_the_danger_that_the_ear_learned_next_to_nothing_does() -> None:
    danger = [sentence.text for sentence in read() if sentence.is_danger][::3]
    passed = [text for text in danger if the_flow().topics.is_plainly_asked(Said(text))]
    assert 1000 * len(passed) <= MOST_OF_TRAINING * len(danger), passed


@pytest.mark.parametrize(
    "text",
    [
        "mi esposo quiere estar presente cuando venga la enfermera, lo dejan?",
        "como hago para que la enfermera venga a mi casa, tengo q llenar algo",
        "puedo ir con mis tres nenes pq no tengo con quien dejarlos",
        "his father filed for custody and i cant pay nobody to go to court with me",
    ],
)
def test_an_ordinary_question_is_plainly_asked(text: str) -> None:
    assert the_flow().topics.is_plainly_asked(Said(text))
