"""What people write while danger is asked about, while it holds and after a loss, written blind:
what was won stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.blind.judge_holds import points
from tests.playing.rows import rows

# For each round the least points of each state, in English, and in Spanish or mixed.
FLOORS: dict[int, dict[tuple[str, bool], float]] = {
    1: {
        ("asked", True): 38,  # of 39
        ("asked", False): 40,  # of 41
        ("held", True): 26,  # of 26
        ("held", False): 29,  # of 29
        ("loss", True): 11,  # of 11
        ("loss", False): 14,  # of 14
    },
    2: {
        ("asked", True): 35,  # of 37
        ("asked", False): 30,  # of 33
        ("held", True): 30,  # of 31
        ("held", False): 29,  # of 29
        ("loss", True): 14,  # of 16
        ("loss", False): 14,  # of 14
    },
}


def _rows(round_: int) -> list[dict[str, Any]]:
    path = Path(__file__).parent / "rounds" / f"holds-{round_}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@rows(
    ("round_", "state", "english", "least"),
    [(round_, *key, least) for round_, of in FLOORS.items() for key, least in of.items()],
)
def test_what_was_won_stays(round_: int, state: str, english: bool, least: float) -> None:
    chosen = [
        row for row in _rows(round_) if row["state"] == state and (row["lang"] == "en") is english
    ]
    assert chosen
    assert sum(points(row) for row in chosen) >= least
