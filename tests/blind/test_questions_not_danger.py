"""What parents ask about the list, written blind, is seldom asked about as danger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.training.outcomes import outcome, share

MOST = 0.02


@pytest.mark.parametrize("round_", [1, 2, 3, 4])
def test_questions_after_the_results_are_not_danger(round_: int) -> None:
    path = Path(__file__).parent / f"questions-{round_}.jsonl"
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    found = [outcome(text) for text in texts]
    assert share(found, "certain", "asked") <= MOST, [
        text for text, how in zip(texts, found, strict=True) if how
    ]
