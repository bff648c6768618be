"""LRU cache of verdicts by answers and day.

Many people go through the same first answers, and one person asks about the same results again and
again. What is remembered holds no words and nobody's name, only the answers' values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.matching import match
from flows.programs.relevance import open_slots
from flows.programs.verdict import Verdict

REMEMBERED = 4096
Values = tuple[tuple[str, Any], ...]


class Judge:
    """`matching.match` and `relevance.open_slots` for one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

        def judge(values: Values, today: date) -> tuple[Verdict, ...]:
            return match(catalogue, _answers(values), today)

        def look_ahead(values: Values, today: date, raised: frozenset[str]) -> frozenset[str]:
            return open_slots(catalogue, _answers(values), today, raised)

        self._judge = lru_cache(REMEMBERED)(judge)
        self._look_ahead = lru_cache(REMEMBERED)(look_ahead)

    def __reduce__(self) -> tuple[Any, ...]:
        return Judge, (self._catalogue,)  # a compiled flow is kept on disk

    def verdicts(self, answers: Mapping[str, Answer], today: date) -> tuple[Verdict, ...]:
        return self._judge(_values(answers), today)

    def open_slots(
        self, answers: Mapping[str, Answer], today: date, raised: frozenset[str]
    ) -> frozenset[str]:
        return self._look_ahead(_values(answers), today, raised)


def _values(answers: Mapping[str, Answer]) -> Values:
    return tuple(
        [
            (slot, tuple(a.value) if isinstance(a.value, list) else a.value)
            for slot, a in answers.items()
        ]
    )


def _answers(values: Values) -> dict[str, Answer]:
    return {
        slot: Answer(list(value) if isinstance(value, tuple) else value) for slot, value in values
    }
