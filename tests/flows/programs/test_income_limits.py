"""The income limits: the table of the day, and what is refused."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from math import ceil
from typing import Any

import pytest

from flows.programs.rules.income_limits import IncomeLimits, Limit, LimitsError
from tests.flows.catalogue_cases import read

DATA = read("limits")
LIMITS = IncomeLimits(DATA)


@pytest.mark.parametrize(
    ("day", "people", "limit", "stale"),
    [
        (date(2026, 6, 30), 2, Limit(39128, 3261, 753), False),
        (date(2026, 7, 1), 2, Limit(40034, 3337, 770), False),
        (date(2026, 11, 21), 1, Limit(29526, 2461, 568), False),
        (date(2026, 11, 21), 8, Limit(103082, 8591, 1983), False),
        (date(2026, 11, 21), 10, Limit(124098, 10343, 2389), False),
        (date(2027, 6, 30), 3, Limit(50542, 4212, 972), False),
        (date(2027, 7, 1), 3, Limit(50542, 4212, 972), True),
        (date(2025, 6, 30), 3, Limit(49303, 4109, 949), True),
    ],
)
def test_the_table_of_the_day(day: date, people: int, limit: Limit, stale: bool) -> None:
    """It changes on 1 July; outside all tables the nearest one is used, and says so."""
    table = LIMITS.on(day)
    assert (table.for_size(people), table.stale) == (limit, stale)


@pytest.mark.parametrize("table", LIMITS.tables, ids=lambda table: str(table.since))
def test_each_number_is_185_percent_of_the_guideline_rounded_up(table: Any) -> None:
    incomes = [table.guideline + table.guideline_extra * i for i in range(len(table.sizes))]
    rows = zip([*incomes, table.guideline_extra], [*table.sizes, table.extra], strict=True)
    for income, limit in rows:
        year = income * 185
        assert limit == Limit(ceil(year / 100), ceil(year / 1200), ceil(year / 5200))


def without(key: str, table: int = 0) -> Any:
    data = deepcopy(DATA)
    del data["tables"][table][key]
    return data


def changed(key: str, value: Any, table: int = 1) -> Any:
    data = deepcopy(DATA)
    data["tables"][table][key] = value
    return data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed("from", date(2026, 7, 2)), r"gap before it - at `\$\.tables\[1\]\.from`"),
        (changed("from", date(2026, 6, 30)),
           r"overlaps the table before - at `\$\.tables\[1\]\.from`"),
        (changed("until", date(2026, 1, 1)),
           r"ends before it begins - at `\$\.tables\[1\]\.until`"),
        (changed("sizes", [{"year": 2, "month": 2, "week": 2}, {"year": 1, "month": 3,
           "week": 3}]), r"limit for 2 .*sizes`"),
        (changed("sizes", []), r"`\$\.tables\[1\]\.sizes`"),
        (changed("stale", True), r"`\$\.tables\[1\]\.stale`"),
        (changed("sizes", [{"year": "much", "month": 1, "week": 1}]),
           r"`\$\.tables\[1\]\.sizes\[0\]\.year`"),
        (without("sources"), r"sources.* - at `\$\.tables\[0\]`"),
        ({"tables": []}, r"`\$\.tables`"),
    ],
)  # fmt: skip
def test_wrong_tables_are_refused_with_path_and_reason(data: Any, message: str) -> None:
    with pytest.raises(LimitsError, match=message):
        IncomeLimits(data)
