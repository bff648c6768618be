"""Every fact has a source and a date, and what is older than a year is listed to be read again."""

from __future__ import annotations

from datetime import date

import pytest

from bot.fact_age import old_facts, told_on
from tests.playing.desks import the_flow


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2013", date(2013, 12, 31)),
        ("November 2018", date(2018, 12, 31)),
        ("about 2009 to 2015", date(2015, 12, 31)),
        ("undated, read 2026-11-30", date(2026, 11, 30)),
        ("undated", None),
    ],
)
def test_the_date_of_a_fact_is_its_latest(as_of: str, told: date | None) -> None:
    assert told_on(as_of) == told


def test_every_fact_has_a_date() -> None:
    facts = [found for program in the_flow().catalogue.programs for found in program.found]
    assert len(facts) > 30
    assert not [found.fact for found in facts if told_on(found.as_of) is None]


def test_a_year_later_what_was_read_then_is_listed_too() -> None:
    now = list(old_facts(the_flow(), date(2026, 12, 1)))
    later = list(old_facts(the_flow(), date(2027, 12, 2)))
    assert any("teen_pregnancy_prevention" in line for line in now)
    assert not any(line.startswith("topics.yaml") for line in now)
    assert len(later) > len(now)
    assert any(line.startswith("topics.yaml") for line in later)
