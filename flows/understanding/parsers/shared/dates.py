"""Days of the year in a text: "march", "15 de marzo", "3/15", "2027-03-15". A month comes before a
day, as in the US."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene henero",
            "february feb febrero febuary",
            "march mar marzo",
            "april apr abril abr avril",
            "may mayo mallo",
            "june jun junio",
            "july jul julio jullo",
            "august aug agosto",
            "september sept sep septiembre setiembre",
            "october oct octubre otubre",
            "november nov noviembre",
            "december dec diciembre dic disiembre",
        ),
        start=1,
    )
    for name in names.split()
}
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SPANISH = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]

_NAME = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
_D = r"(?:3[01]|[12][0-9]|0?[1-9])"
_YEAR = r"(?:20[0-9]{2})"
_PART = r"(?:early|beginning of|start of|principios? de|comienzos? de|inicios? de)"
_MID = r"(?:mid|middle of|mediados? de)"
_LATE = r"(?:late|end of|the end of|fin de|finales? de|fines de)"
_PATTERNS = (
    re.compile(
        rf"(?<![\w/.-])(?P<y>{_YEAR})[-/.](?P<m>0?[1-9]|1[0-2])[-/.](?P<d>{_D})(?![\w/]|[.-][0-9])"
    ),
    re.compile(
        rf"(?<![\w/.-])(?P<a>{_D})(?P<sep>[-/.])(?P<b>{_D})(?P=sep)(?P<y>20[0-9]{{2}}|[0-9]{{2}})(?![\w/]|[.-][0-9])"
    ),
    re.compile(rf"(?<![\w/.-])(?P<a>{_D})/(?P<b>{_D})(?![\w/]|[.-][0-9])"),
    re.compile(
        rf"\b(?P<m>{_NAME})\b\.?,? (?:like |como |around |about )?(?:the |el )?"
        rf"(?P<d>{_D})(?:st|nd|rd|th)?\b(?!/)(?:,? ?(?:of |del? )?(?P<y>{_YEAR})\b)?"
    ),
    re.compile(
        rf"\b(?P<d>{_D})(?:st|nd|rd|th)?(?: of | de | d | del mes de | |-)(?P<m>{_NAME})\b"
        rf"(?:,? ?(?:of |del? )?(?P<y>{_YEAR})\b)?"
    ),
    re.compile(
        rf"(?:\b(?:(?P<early>{_PART})|(?P<mid>{_MID})|(?P<late>{_LATE}))["
        rf" -])?\b(?P<m>{_NAME})\b(?:,? ?(?:of "
        rf"|del? )?(?P<y>{_YEAR})\b)?"
    ),
)


class Day(Struct, frozen=True):
    """A day as written: its month, its day (None when only a month was said), its year when one was
    said, and the place."""

    month: int
    day: int | None
    year: int | None
    start: int
    end: int

    def swapped(self) -> Day | None:
        """The day and the month the other way round, as the rest of America writes them; None where
        it cannot be."""
        if self.day is None or self.day > 12:
            return None
        return Day(self.day, self.month, self.year, self.start, self.end)

    def on(self, year: int) -> date | None:
        """That day in a year; a month alone means its 15th; None where the calendar has no such
        day."""
        try:
            return date(year, self.month, self.day or 15)
        except ValueError:
            return None

    def within(self, first: date, last: date) -> date | None:
        """The one such day between two dates, in the year that was said or in any year."""
        years = [self.year] if self.year else range(last.year, first.year - 1, -1)
        found = (self.on(year) for year in years if year)
        return next((day for day in found if day and first <= day <= last), None)


def _month_and_day(match: re.Match[str]) -> tuple[int, int | None] | None:
    groups = match.groupdict()
    if "a" not in groups:
        month = groups["m"]
        early, mid, late = (groups.get(part) for part in ("early", "mid", "late"))
        day = (
            int(groups["d"])
            if groups.get("d")
            else 5
            if early
            else 15
            if mid
            else 25
            if late
            else None
        )
        return (int(month) if month.isdigit() else MONTHS[month]), day
    first, second = int(match["a"]), int(match["b"])
    if first > 12:
        first, second = second, first
    return (first, second) if first <= 12 else None


def days(text: str) -> list[Day]:
    """Every day written in a folded text, in order, each letter read once."""
    found: list[Day] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            taken = any(day.start < match.end() and match.start() < day.end for day in found)
            parts = None if taken else _month_and_day(match)
            if parts:
                year = match.groupdict().get("y")
                full = (int(year) + 2000 if int(year) < 100 else int(year)) if year else None
                found.append(Day(*parts, full, match.start(), match.end()))
    return sorted(found, key=lambda day: day.start)


_PARTS = (("early", "principios de"), ("mid", "mediados de"), ("late", "finales de"))


def spoken(day: date, exact: str = "day") -> str:
    """A date to confirm, in both languages: "March 15 / 15 de marzo"; a "part" of a month, or a
    "month", no more exactly."""
    english, spanish = ENGLISH[day.month - 1], SPANISH[day.month - 1]
    if exact == "month":
        return f"{english} / {spanish}"
    if exact == "part":
        first, second = _PARTS[0 if day.day <= 10 else 1 if day.day <= 20 else 2]
        return f"{first} {english} / {second} {spanish}"
    return f"{english} {day.day} / {day.day} de {spanish}"
