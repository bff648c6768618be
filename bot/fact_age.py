"""Which facts of an intake folder are old enough to be read again on their pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from flows.flow import Flow

A_YEAR = timedelta(days=365)
_DAY = re.compile(r"\b(\d{4})(?:-(\d{2})-(\d{2}))?\b")


def told_on(as_of: str) -> date | None:
    """The latest day that a fact's date speaks of ("2013": the end of it; "undated, read
    2026-11-30": the day on which it was read); None where it names none."""
    days = [
        date(int(year), int(month or 12), int(day or 31))
        for year, month, day in _DAY.findall(as_of)
    ]
    return max(days, default=None)


def old_facts(flow: Flow, today: date) -> Iterator[str]:
    """A line for each fact of the programs and the topics that is older than a year, or has no
    date."""
    for program in flow.catalogue.programs:
        for found in program.found:
            told = told_on(found.as_of)
            if told is None or today - told > A_YEAR:
                yield f"programs.yaml: {program.id}: {found.fact} ({found.as_of}) {found.source}"
    if today - flow.topics.as_of > A_YEAR:
        yield f"topics.yaml: every answer was read on {flow.topics.as_of}"
