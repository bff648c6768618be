"""The answers that proposals are learned from: `training/answers/*.jsonl`, a file a question, one
answer a line with its language and the values that it means; `none.jsonl` answers nothing."""

from __future__ import annotations

import json
from pathlib import Path

from training.linear_training import Example, train

DATA = Path(__file__).parent / "answers"
# The questions of which the answers are values, and no figures or names.
QUESTIONS = ("stage", "first_baby", "needs", "shots", "benefits", "income", "school")
BUCKETS = 1 << 15


def read(folder: Path = DATA) -> dict[str, list[Example]]:
    """Every example, by question, in the order of the files."""
    nothing = _examples(folder / "none.jsonl")
    return {
        question: [*_examples(folder / f"{question}.jsonl"), *nothing] for question in QUESTIONS
    }


def model() -> bytes:
    """The bytes of `flows/intake/answers.bin`."""
    return train(read(), BUCKETS)


def _examples(path: Path) -> list[Example]:
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Example(row["text"], frozenset(row["means"])) for row in rows]
