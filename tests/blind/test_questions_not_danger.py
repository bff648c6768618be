"""What parents ask about the list, written blind, is seldom asked about as danger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.training.outcomes import outcome, share

MOST_ASKED, MOST_ANSWERED = 0.02, 0.04
# Who hides from somebody, or needs a lawyer against him, may be in danger.
NEAR_DANGER = ("privacy_partner", "lawyer")


@pytest.mark.parametrize("round_", [1, 2, 3, 4])
def test_questions_after_the_results_are_not_danger(round_: int) -> None:
    path = Path(__file__).parent / f"questions-{round_}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["wants"] not in NEAR_DANGER]
    found = [outcome(text) for text in texts]
    assert share(found, "asked") <= MOST_ASKED
    assert share(found, "certain") <= MOST_ANSWERED
