"""Answers written blind, kept after they were played once: what was won stays. The first-try
figures stand in docs/understanding.md; these floors say nothing about new sentences."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.blind.floors import FLOORS
from tests.blind.judge import judge

FOLDER = Path(__file__).parent / "rounds"


@cache
def rows(number: int) -> tuple[dict[str, Any], ...]:
    lines = (FOLDER / f"answers-{number}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@pytest.mark.parametrize(
    ("number", "kind"), [(number, kind) for number, kinds in FLOORS.items() for kind in kinds]
)
def test_answers_written_blind_stay_understood(number: int, kind: str) -> None:
    least, most = FLOORS[number][kind]
    found = {row["text"]: judge(row) for row in rows(number) if row["ask"] == kind}
    counted = Counter(found.values())
    missed = {text: how for text, how in found.items() if how not in ("right", "confirmed")}
    assert counted["right"] + counted["confirmed"] >= least, missed
    assert counted["wrong"] <= most, missed


@pytest.mark.parametrize("number", FLOORS)
def test_every_kind_has_its_floor(number: int) -> None:
    assert set(FLOORS[number]) == {row["ask"] for row in rows(number)}
