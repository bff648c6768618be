"""The due date, from a date, a month, how far along, or how long to go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.due_date.due_forms import (
    ANY_DAY,
    CORRECTED,
    Exact,
    clauses,
    exactness,
    is_negated,
    plain,
)
from flows.understanding.parsers.due_date.due_words import (
    AROUND,
    BLOCKING,
    CONTEXT,
    HARMLESS,
    MONTH_N,
    NEAR,
    REMAINING,
    TRIMESTERS,
    VOLUNTEERED,
    WEEK_N,
)
from flows.understanding.parsers.shared import pregnancy
from flows.understanding.parsers.shared.dates import ENGLISH, MONTHS, SPANISH, days, spoken
from flows.understanding.parsers.shared.fuzzy import nearest
from flows.understanding.parsers.shared.measures import UNIT, Measure, measures, prepare
from flows.understanding.parsers.shared.numbers import number_of
from flows.understanding.utterance import Said

TERM = 280  # days from the last period to the due date
WEEKS_A_MONTH = 4.345
_EARLIEST, _LATEST = timedelta(days=-21), timedelta(days=294)
_FULL_NAMES = {
    name.lower(): n for names in (ENGLISH, SPANISH) for n, name in enumerate(names, start=1)
}
_WORD = re.compile(r"[^\W\d_]+")
# "Un granito de arroz" counts nothing.
_ARTICLE = re.compile(rf"\b(?:un|una)\b(?= (?!{UNIT}\b|medio\b|media\b|y\b)[a-z]{{3,}})")


class _Guess(Struct, frozen=True):
    day: date
    sure: bool = True
    label: str = ""


def _days(found: list[Measure]) -> int | None:
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


def _along(today: date, gone: int | None, sure: bool = True, label: str = "") -> Iterator[_Guess]:
    if gone is not None and gone > 0:
        yield _Guess(today + timedelta(days=TERM - gone), sure, label)


def _next_month(today: date) -> date:
    return date(today.year + today.month // 12, today.month % 12 + 1, 15)


def _near(text: str, today: date) -> Iterator[_Guess]:
    for name, pattern in NEAR.items():
        if pattern.search(text):
            ahead = {"now": 0, "tomorrow": 1, "this_week": 3, "next_week": 7, "two_weeks": 14}.get(
                name
            )
            if ahead is not None:
                yield _Guess(today + timedelta(days=ahead))
            elif name == "this_month":
                yield _Guess(max(today, today.replace(day=15)))
            else:
                yield _Guess(_next_month(today))
            return


def _trimester(text: str, today: date) -> Iterator[_Guess]:
    for place, pattern in enumerate(TRIMESTERS):
        if pattern.search(text):
            names = ("first", "primer"), ("second", "segundo"), ("third", "tercer")
            yield from _along(
                today,
                (7, 20, 34)[place] * 7,
                False,
                f"{names[place][0]} trimester / {names[place][1]} trimestre",
            )


class _Reading:
    """One prepared text, and the due dates it can mean."""

    def __init__(self, text: str, today: date) -> None:
        self.text, self.today = text, today

    def guesses(self) -> list[_Guess]:
        dated = [*self._dates()]
        rest = self.text
        remaining = [*self._remaining()]
        for pattern in REMAINING:
            rest = pattern.sub(" ", rest)
        spans = [*self._spans(rest)] if not dated and not remaining else []
        return (
            dated
            + remaining
            + spans
            + [*_near(self.text, self.today), *_trimester(self.text, self.today)]
        )

    def _dates(self) -> Iterator[_Guess]:
        first, last = self.today + _EARLIEST, self.today + _LATEST
        found = [day for day in days(self.text) if not is_negated(self.text, day.start)]
        either = re.search(r"\b(?:or|o)\b", self.text) is not None
        if len(found) > 1 and not either and CORRECTED.search(self.text, found[0].end):
            yield _Guess(found[-1].within(first, last) or date.min, sure=False)
            return
        for day in found:
            clear = None if either and len(found) > 1 else day.within(first, last)
            other = day.swapped() if clear is None and not either else None
            turned = other.within(first, last) if other else None
            yield _Guess(clear or turned or date.min, sure=not either and turned is None)

    def _remaining(self) -> Iterator[_Guess]:
        for pattern in REMAINING:
            for match in pattern.finditer(self.text):
                ahead = _days(measures(next(group for group in match.groups() if group)))
                yield _Guess(
                    self.today + timedelta(days=min(ahead, 9999)) if ahead is not None else date.min
                )

    def _spans(self, text: str) -> Iterator[_Guess]:
        if week := WEEK_N.search(text):
            yield from _along(self.today, int(week[1]) * 7)
            return
        if month := MONTH_N.search(text):  # the fifth month begins after four
            nth = number_of(month[1])
            yield from _along(self.today, round(((nth or 0) - 0.5) * WEEKS_A_MONTH * 7), False)
            return
        found = measures(text)
        if len(found) == 1 and not found[0].unit:
            yield from self._bare(found[0].number)
            return
        gone = _days(found)
        if found and gone is None:
            yield _Guess(date.min)
        yield from _along(self.today, gone, AROUND.search(text) is None)

    def _bare(self, number: float) -> Iterator[_Guess]:
        """A number alone: from 10 it must be weeks, below it is likely months. Always confirmed."""
        if 10 <= number <= 42:
            label = f"{number:g} weeks pregnant / {number:g} semanas de embarazo"
            yield from _along(self.today, round(number * 7), False, label)
        elif 1 <= number < 10:
            label = f"{number:g} months pregnant / {number:g} meses de embarazo"
            yield from _along(self.today, round(number * WEEKS_A_MONTH * 7), False, label)


def _agreed(found: list[_Guess], today: date) -> _Guess | None:
    """The first guess, when all are within a month of it and it can be a due date."""
    if not found or any(guess.day == date.min for guess in found):
        return None
    first = found[0]
    if any(abs((guess.day - first.day).days) > 31 for guess in found):
        return None
    sure = all(guess.sure for guess in found)
    return (
        _Guess(first.day, sure, first.label) if _EARLIEST <= first.day - today <= _LATEST else None
    )


def _heard(guess: _Guess, sure: bool, text: str) -> Heard:
    label = guess.label or spoken(guess.day, exactness(text))
    return Heard(guess.day.isoformat(), guess.sure and sure, label)


def _is_bare(part: str) -> bool:
    """Whether a clause has a number without a unit, and no date: beside another clause it says
    nothing."""
    found = measures(part)
    return bool(found) and not any(measure.unit for measure in found) and not days(part)


def _any_day(text: str, today: date) -> Heard | None:
    """ "About to pop", "was due last week": no day was said."""
    if not ANY_DAY.search(text):
        return None
    return Heard(
        (today + timedelta(days=3)).isoformat(), False, "any day now / en cualquier momento"
    )


class Due:
    """An ISO date between 3 weeks ago and 42 weeks ahead. A month alone means its 15th. `holidays`:
    from a name to its day."""

    def __init__(self, holidays: Mapping[str, str] | None = None) -> None:
        self._holidays = holidays or {}

    def hear(self, said: Said, today: date) -> Heard | None:
        if len(said.raw) > 400:
            return None
        text = self._prepared(said)
        return self._hear(text, said, today) or self._in_a_part(text, said, today)

    def exactness(self, words: str) -> Exact:
        """How exactly some words say the date."""
        return exactness(self._prepared(Said(words)))

    def _prepared(self, said: Said) -> str:
        plainer = _ARTICLE.sub(" ", plain(said.plain, self._holidays))
        return prepare(Said(plainer) if plainer != said.plain else said)

    def _in_a_part(self, text: str, said: Said, today: date) -> Heard | None:
        """The date in one clause of several: a guess, and only where no other clause has another
        one."""
        parts = [part for part in clauses(text) if not _is_bare(part)]
        found = (
            [heard for part in parts if (heard := self._hear(part, Said(part), today))]
            if len(parts) > 1
            else []
        )
        if not found or len({heard.value for heard in found}) > 1:
            return _any_day(text, today)
        return Heard(found[0].value, False, found[0].label)

    def _hear(self, text: str, said: Said, today: date) -> Heard | None:
        if ANY_DAY.search(text) and not days(text):
            return _any_day(text, today)
        words = set(_WORD.findall(text))
        if not BLOCKING.isdisjoint(words):
            return None
        guess = _agreed(_Reading(text, today).guesses(), today)
        if guess is None:
            return self._misspelt(said, today)
        strange = [
            word for word in words if word not in HARMLESS and word not in MONTHS and len(word) > 1
        ]
        return _heard(guess, not strange and not said.plain.endswith("?"), text)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        if CONTEXT.isdisjoint(said.tokens) or len(said.raw) > 1600:
            return None
        text = self._prepared(said)
        found: list[_Guess] = []
        for match in pregnancy.ALONG.finditer(text):
            found += _along(
                today, _days(measures(match["before"] or match["after"] or match["self"]))
            )
        for pattern in VOLUNTEERED:
            for match in pattern.finditer(text):
                reading = _Reading(match["when"], today)
                found += [*reading._dates(), *reading._remaining(), *_near(match["when"], today)]
        guess = _agreed(found, today)
        return _heard(guess, True, text) if guess and guess.sure else None

    @staticmethod
    def _misspelt(said: Said, today: date) -> Heard | None:
        if len(said.tokens) > 5 or days(said.plain):
            return None
        months = {
            month
            for token in said.tokens
            if token not in HARMLESS and (month := nearest(token, _FULL_NAMES))
        }
        if len(months) != 1:
            return None
        guess = _agreed([*_Reading(ENGLISH[months.pop() - 1].lower(), today)._dates()], today)
        return _heard(guess, False, ENGLISH[guess.day.month - 1].lower()) if guess else None
