"""The due dates that a text can mean, from dates, months, spans, and what is left to go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from flows.understanding.parsers.due_date.due_forms import CORRECTED, is_negated
from flows.understanding.parsers.due_date.due_words import (
    AROUND,
    MONTH_N,
    NEAR,
    REMAINING,
    TRIMESTERS,
    WEEK_N,
)
from flows.understanding.parsers.shared.dates import days
from flows.understanding.parsers.shared.measures import Measure, measures
from flows.understanding.parsers.shared.numbers import number_of

TERM = 280  # days from the last period to the due date
WEEKS_A_MONTH = 4.345


_EARLIEST, _LATEST = timedelta(days=-21), timedelta(days=294)


class DueGuess(Struct, frozen=True):
    day: date
    sure: bool = True
    label: str = ""


def days_of(found: list[Measure]) -> int | None:
    """Several measures added up ("20 weeks and 3 days"); None where one is no stretch of a
    pregnancy."""
    units = [measure.unit for measure in found]
    if (
        not found
        or len(found) > 2
        or "y" in units
        or "" in units
        or len(set(units)) < len(units)
        or any(m.old for m in found)
    ):
        return None
    length = {"m": WEEKS_A_MONTH * 7, "w": 7.0, "d": 1.0}
    return round(sum(measure.number * length[measure.unit] for measure in found))


def along(today: date, gone: int | None, sure: bool = True, label: str = "") -> Iterator[DueGuess]:
    if gone is not None and gone > 0:
        yield DueGuess(today + timedelta(days=TERM - gone), sure, label)


def _next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 15)


def near_words(text: str, today: date) -> Iterator[DueGuess]:
    for name, pattern in NEAR.items():
        if pattern.search(text):
            ahead = {"now": 0, "tomorrow": 1, "this_week": 3, "next_week": 7, "two_weeks": 14}.get(
                name
            )
            if ahead is not None:
                yield DueGuess(today + timedelta(days=ahead))
            elif name == "this_month":
                yield DueGuess(max(today, today.replace(day=15)))
            else:
                yield DueGuess(_next_month(today))
            return


def _trimester(text: str, today: date) -> Iterator[DueGuess]:
    for place, pattern in enumerate(TRIMESTERS):
        if pattern.search(text):
            names = ("first", "primer"), ("second", "segundo"), ("third", "tercer")
            yield from along(
                today,
                (7, 20, 34)[place] * 7,
                False,
                f"{names[place][0]} trimester / {names[place][1]} trimestre",
            )


class DueReading:
    """One prepared text, and the due dates it can mean."""

    def __init__(self, text: str, today: date) -> None:
        self.text, self.today = text, today

    def guesses(self) -> list[DueGuess]:
        dated = [*self.dates()]
        rest = self.text
        remaining = [*self.remaining()]
        for pattern in REMAINING:
            rest = pattern.sub(" ", rest)
        spans = [*self._spans(rest)] if not dated and not remaining else []
        return (
            dated
            + remaining
            + spans
            + [*near_words(self.text, self.today), *_trimester(self.text, self.today)]
        )

    def dates(self) -> Iterator[DueGuess]:
        first, last = self.today + _EARLIEST, self.today + _LATEST
        found = [day for day in days(self.text) if not is_negated(self.text, day.start)]
        either = re.search(r"\b(?:or|o)\b", self.text) is not None
        if len(found) > 1 and not either and CORRECTED.search(self.text, found[0].end):
            yield DueGuess(found[-1].within(first, last) or date.min, sure=False)
            return
        for day in found:
            clear = None if either and len(found) > 1 else day.within(first, last)
            other = day.swapped() if clear is None and not either else None
            turned = other.within(first, last) if other else None
            yield DueGuess(clear or turned or date.min, sure=not either and turned is None)

    def remaining(self) -> Iterator[DueGuess]:
        for pattern in REMAINING:
            for match in pattern.finditer(self.text):
                ahead = days_of(measures(next(group for group in match.groups() if group)))
                yield DueGuess(
                    self.today + timedelta(days=min(ahead, 9999)) if ahead is not None else date.min
                )

    def _spans(self, text: str) -> Iterator[DueGuess]:
        if week := WEEK_N.search(text):
            yield from along(self.today, int(week[1]) * 7)
            return
        if month := MONTH_N.search(text):  # the fifth month begins after four
            nth = number_of(month[1])
            yield from along(self.today, round(((nth or 0) - 0.5) * WEEKS_A_MONTH * 7), False)
            return
        found = measures(text)
        if len(found) == 1 and not found[0].unit:
            yield from self._bare(found[0].number)
            return
        gone = days_of(found)
        if found and gone is None:
            yield DueGuess(date.min)
        yield from along(self.today, gone, AROUND.search(text) is None)

    def _bare(self, number: float) -> Iterator[DueGuess]:
        """A number alone: from 10 it must be weeks, below it is likely months. Always confirmed."""
        if 10 <= number <= 42:
            label = f"{number:g} weeks pregnant / {number:g} semanas de embarazo"
            yield from along(self.today, round(number * 7), False, label)
        elif 1 <= number < 10:
            months, meses = ("month", "mes") if number == 1 else ("months", "meses")
            label = f"{number:g} {months} pregnant / {number:g} {meses} de embarazo"
            yield from along(self.today, round(number * WEEKS_A_MONTH * 7), False, label)


def agreed(found: list[DueGuess], today: date) -> DueGuess | None:
    """The first guess, when all are within a month of it and it can be a due date."""
    if not found or any(guess.day == date.min for guess in found):
        return None
    first = found[0]
    if any(abs((guess.day - first.day).days) > 31 for guess in found):
        return None
    sure = all(guess.sure for guess in found)
    return (
        DueGuess(first.day, sure, first.label)
        if _EARLIEST <= first.day - today <= _LATEST
        else None
    )
