"""The due date, from a date, a month, how far along, or how long to go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.due_date.due_forms import (
    ANY_DAY,
    Exact,
    clauses,
    exactness,
    next_month,
    plain,
)
from flows.understanding.parsers.due_date.due_guesses import (
    DueGuess,
    DueReading,
    agreed,
    along,
    days_of,
    near_words,
)
from flows.understanding.parsers.due_date.due_words import (
    BLOCKING,
    CONTEXT,
    HARMLESS,
    VOLUNTEERED,
    WEEKS_ALONG,
)
from flows.understanding.parsers.shared import pregnancy
from flows.understanding.parsers.shared.dates import ENGLISH, MONTHS, SPANISH, days, spoken
from flows.understanding.parsers.shared.fuzzy import nearest
from flows.understanding.parsers.shared.measures import UNIT, measures, prepare
from flows.understanding.text.utterance import Said

_FULL_NAMES = {
    name.lower(): n for names in (ENGLISH, SPANISH) for n, name in enumerate(names, start=1)
}
_WORD = re.compile(r"[^\W\d_]+")
# "Un granito de arroz" counts nothing.
_ARTICLE = re.compile(rf"\b(?:un|una)\b(?= (?!{UNIT}\b|medio\b|media\b|y\b)[a-z]{{3,}})")


def _heard(guess: DueGuess, sure: bool, text: str) -> Heard:
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
        text = next_month(self._prepared(said), today)
        return self._hear(text, said, today) or self._in_a_part(text, said, today)

    def exactness(self, words: str) -> Exact:
        """How exactly some words say the date."""
        return exactness(self._prepared(Said(words)))

    def _prepared(self, said: Said) -> str:
        known = ("due", id(self._holidays))
        if known not in said.memo:
            plainer = _ARTICLE.sub(" ", plain(said.plain, self._holidays))
            said.memo[known] = prepare(Said(plainer) if plainer != said.plain else said)
        return str(said.memo[known])

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
        guess = agreed(DueReading(text, today).guesses(), today)
        if guess is None:
            return self._misspelt(said, today)
        strange = [
            word for word in words if word not in HARMLESS and word not in MONTHS and len(word) > 1
        ]
        return _heard(guess, not strange and not said.plain.endswith("?"), text)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        if len(said.raw) > 1600:
            return None
        if CONTEXT.isdisjoint(said.tokens) and not WEEKS_ALONG.search(said.bare):
            return None
        text = self._prepared(said)
        found: list[DueGuess] = []
        for match in pregnancy.ALONG.finditer(text):
            found += along(
                today, days_of(measures(match["before"] or match["after"] or match["self"]))
            )
        for pattern in VOLUNTEERED:
            for match in pattern.finditer(text):
                reading = DueReading(match["when"], today)
                found += [
                    *reading.dates(),
                    *reading.remaining(),
                    *near_words(match["when"], today),
                ]
        guess = agreed(found, today)
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
        guess = agreed([*DueReading(ENGLISH[months.pop() - 1].lower(), today).dates()], today)
        return _heard(guess, False, ENGLISH[guess.day.month - 1].lower()) if guess else None
