"""One text read as children's ages: every number in it is an age, a count or a riddle, and every
word must be harmless."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from flows.understanding.parsers.age import age_words as words
from flows.understanding.parsers.age.age_forms import tidy
from flows.understanding.parsers.age.birthdays import birthdays
from flows.understanding.parsers.shared.dates import Day, days
from flows.understanding.parsers.shared.measures import Measure, measures, prepare
from flows.understanding.parsers.shared.pregnancy import without
from flows.understanding.text.utterance import Said

MOST = 15
_GROWN = 18  # a bare number from here may well be the parent's own age
_MONTH = 30.4375
_ORDER = "dwmy"
_SMALLER = {"y": 12.0, "m": 5.0, "w": 7.0}  # how many of the next unit make one of this
# "My lil 1" after other ages is one year; "my little one" is a child.
_LITTLE_AGE = re.compile(r"(?<=[0-9][, ])(?:,? ?(?:and|y) )?(?:my )?(?:lil|little) (?=1\b)")
_TWICE = re.compile(r"\b([0-9]+) ?\(\1\)")
_AGO = re.compile(r"\b(?:ago|hace)\b")
_WORD = re.compile(r"[^\W\d_]+")

# "9 baby 5": the next child, and no count of babies.
_ONE_NEXT = re.compile(
    r" ?(?:kid|child|baby|boy|girl|son|daughter|nene|nena|bebe|hijo|hija|nino|nina)"
    r" (?:is |de )?[0-9]"
)
_FEWEST = 2
_SOON = 2  # months


class Age(Struct):
    months: int
    times: int = 1
    sure: bool = True
    soon: bool = False


class Unclear(Exception):
    """The text cannot be read as ages: two readings, or words that mean something else."""


def _born(found: list[Day], today: date, named: bool) -> list[Age]:
    ages = []
    for day in found:
        born = day.within(date(today.year - 22, today.month, 1), today)
        if born is None or not (named or day.year):
            raise Unclear
        months = (
            (today.year - born.year) * 12
            + today.month
            - born.month
            - (day.day is not None and today.day < born.day)
        )
        ages.append(Age(max(months, 0), sure=day.year is not None))
    return ages


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


class Reading:
    """One text on its way to ages: what has been taken from it is blanked, what is left must be
    harmless."""

    def __init__(self, said: Said, today: date) -> None:
        self.ages: list[Age] = []
        self.sure = True
        self.count: int | None = None
        told = _LITTLE_AGE.sub("", said.plain.replace("'", ""))
        plain = said.raw if "½" in said.raw else words.PRONOUN.sub(" ", told)
        self.text = _TWICE.sub(
            r"\1", words.SELF.sub(" ", without(tidy(birthdays(prepare(Said(plain)), today))))
        )
        self._take_newborns()
        self._take_births(today)

    def _take_newborns(self) -> None:
        for match in words.NEWBORN.finditer(self.text):
            self.ages.append(Age(0, 2 if match[0].endswith("s") else 1))
            self.text = _blank(self.text, *match.span())

    def _take_births(self, today: date) -> None:
        named = words.BORN.search(self.text) is not None
        written = [
            day
            for day in days(self.text)
            if named or day.year or (day.day and _WORD.search(self.text, day.start, day.end))
        ]
        self.ages += _born(written, today, named)
        for day in written:
            self.text = _blank(self.text, day.start, day.end)
        if named:
            self.text = words.BORN.sub(" ", _AGO.sub(" ", self.text))

    def read(self) -> None:
        found = measures(self.text)
        if len(found) > 2 * MOST:
            raise Unclear
        found = self._counted(found)
        gaps = self._gaps(found)
        pending, skip = 1, False
        for place in range(len(found)):
            pending = max(pending, self._many(gaps[place]))
            if skip:
                skip = False
                continue
            age, skip = self._age(found, place, gaps)
            after = words.MANY.match(gaps[place + 1].lstrip()) if not skip else None
            if after:
                age.times, gaps[place + 1] = 3 if after["three"] else 2, ""
            elif pending > 1:
                age.times, pending = pending, 1
            self.ages.append(age)
        self._drop_said_twice()
        last = self._many(gaps[-1])
        if max(last, pending) > 1:
            if len(self.ages) != 1:
                raise Unclear
            self.ages[0].times = max(last, pending)
        self._check_words(gaps, bare=any(not measure.unit for measure in found))

    def _drop_said_twice(self) -> None:
        """ "She'll be 1 on the 15th so 11 months": one child, whose age of now counts."""
        now = [age.months for age in self.ages if not age.soon]
        self.ages = [
            age
            for age in self.ages
            if not (age.soon and any(abs(age.months - each) <= _SOON for each in now))
        ]

    def _counted(self, found: list[Measure]) -> list[Measure]:
        """The measures without the ones that count children ("3 kids: 2, 4, 7")."""
        kept = []
        if self._leads_with_count(found):
            self.count = int(found[0].number)
            self.text = _blank(self.text, found[0].start, found[0].end + 1)
            found = found[1:]
        for measure in found:
            match = None if measure.unit else words.COUNTED.match(self.text, measure.end)
            if match and not (measure.number > 1 and _ONE_NEXT.match(self.text, match.start())):
                self.count = (self.count or 0) + int(measure.number)
                self.text = _blank(self.text, measure.start, match.end())
            else:
                kept.append(measure)
        return kept

    def _leads_with_count(self, found: list[Measure]) -> bool:
        """ "Tres. uno de diez, otro de siete y la beba de cuatro meses": as many as follow."""
        return (
            len(found) > _FEWEST
            and not found[0].unit
            and found[0].number == len(found) - 1
            and not self.text[: found[0].start].strip()
            and self.text[found[0].end : found[0].end + 1] in (".", ":", ";")
        )

    def _gaps(self, found: list[Measure]) -> list[str]:
        ends = [0, *(measure.end for measure in found)]
        starts = [*(measure.start for measure in found), len(self.text)]
        return [self.text[end:start] for end, start in zip(ends, starts, strict=True)]

    @staticmethod
    def _many(gap: str) -> int:
        match = words.MANY.search(gap)
        return 1 if not match else 3 if match["three"] else 2

    def _age(self, found: list[Measure], place: int, gaps: list[str]) -> tuple[Age, bool]:
        """The age at a place, and whether it took the next measure with it ("2 years 3 months")."""
        measure = self._with_unit(found, place)
        days_old, taken = measure.days, False
        following = found[place + 1] if place + 1 < len(found) else None
        if (
            following
            and following.unit
            and not measure.old
            and self._smaller(found[place], following)
        ):
            gap = gaps[place + 1].strip()
            if gap in ("", "and", "y", "con", "&"):
                days_old, taken = days_old + following.days, True
            if gap != "":
                self.sure = self.sure and gap not in ("and", "y", "con", "&", ",")
        months = int(days_old / _MONTH + 0.01)
        if words.ALMOST.search(gaps[place]):
            self.sure = False
            return Age(months - 1, soon=True), taken
        return Age(months), taken

    def _with_unit(self, found: list[Measure], place: int) -> Measure:
        """A bare number means years; next to another unit it might not, so then it is a guess."""
        measure = found[place]
        if not measure.unit:
            after = next((m.unit for m in found[place:] if m.unit), "")
            before = any(m.unit and m.unit != "y" for m in found[:place])
            self.sure = self.sure and after in ("", "y") and not before and measure.number < _GROWN
        return measure

    @staticmethod
    def _smaller(measure: Measure, following: Measure) -> bool:
        if not measure.unit or _ORDER.index(following.unit) != _ORDER.index(measure.unit) - 1:
            return False
        return following.number < _SMALLER[measure.unit]

    def _check_words(self, gaps: list[str], bare: bool) -> None:
        for gap in gaps:
            if any(c.isdigit() for c in gap):
                raise Unclear
            left = words.MANY.sub(" ", words.ALMOST.sub(" ", gap))
            strange = [
                word for word in _WORD.findall(left) if word not in words.HARMLESS and len(word) > 1
            ]
            if not words.BLOCKING.isdisjoint(strange):
                raise Unclear
            if strange and (bare or len(strange) > 2):
                self.sure = False
