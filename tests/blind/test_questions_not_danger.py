"""What parents ask about the list, as written blind in four rounds, is seldom heard as danger."""

from __future__ import annotations

import json
from pathlib import Path

from tests.training.outcomes import outcome, share

MOST_ASKED, MOST_ANSWERED = 0.02, 0.02
# Who hides from somebody, or needs a lawyer against him, may be in danger.
NEAR_DANGER = ("privacy_partner", "lawyer")


def test_questions_after_the_results_are_not_danger() -> None:
    rows = [
        json.loads(line)
        for path in sorted((Path(__file__).parent / "rounds").glob("questions-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    found = [outcome(row["text"]) for row in rows if row["wants"] not in NEAR_DANGER]
    assert len(found) > 400
    assert share(found, "asked") <= MOST_ASKED
    assert share(found, "certain") <= MOST_ANSWERED
