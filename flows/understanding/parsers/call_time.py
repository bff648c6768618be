"""When to call: a part of the day by its number or words, and the day and the hour that somebody
names.

The value is text: `morning`, `afternoon` or `any`; or a day (`2026-12-01`), alone or with a part of
it or an hour (`2026-12-01 15:00`); or an hour alone; or `week`, for a week without a day, which has
to be asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from flows.understanding.parsers.base import Heard, Parser
from flows.understanding.parsers.choices import choice
from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.parsers.shared.vocabulary import wordlist
from flows.understanding.text.utterance import Said

MORNING, AFTERNOON, ANY, WEEK = "morning", "afternoon", "any", "week"
NOON, FIRST_OF_AFTERNOON = 12, 7  # "at 6" is in the afternoon, "at 7" in the morning

_DAYS = {
    name: n % 7
    for n, name in enumerate(wordlist("monday tuesday wednesday thursday friday saturday sunday"))
}
_DAYS |= {
    name: n
    for n, name in enumerate(wordlist("lunes martes miercoles jueves viernes sabado domingo"))
}
_DAYS |= {name: n for n, name in enumerate(wordlist("mon tues wed thurs fri sat sun"))} | {
    "thur": 3,
    "tue": 1,
    "thu": 3,
}
_DAY = re.compile(rf"\b(?:({'|'.join(_DAYS)})s?)\b")
_MONTHS = wordlist(
    "january february march april may june july august september october november december"
)
_MESES = wordlist(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_MONTH = {name: n for names in (_MONTHS, _MESES) for n, name in enumerate(names, 1)}
_DATE = re.compile(
    rf"\b(?:({'|'.join(_MONTHS)}) (?:the"
    r" )?([0-9]{1,2})(?:st|nd|rd|th)?|([0-9]{1,2})(?:st|nd|rd|th)?"
    rf"(?: of)? (?:de )?({'|'.join((*_MONTHS, *_MESES))}))\b"
)
_AFTER_NEXT = re.compile(r"\bday after tomorrow\b|\bpasado manana\b")
_NEXT_WEEK = re.compile(
    r"\b(?:next|the following|another) week\b|\bweek after\b|\b(?:la )?(?:otra|proxima|siguiente)"
    r" semana\b"
    r"|\bsemana (?:que|q) viene\b"
)
_WEEKEND = re.compile(r"\bweekend\b|\bfin de semana\b")
_TODAY = re.compile(
    r"\btoday\b|\bthis (?:morning|afternoon)\b|\btonight\b|\bhoy\b|\besta"
    r" (?:tarde|manana|noche)\b|\bright (?:now|away)\b"
)
_PART_MORNING = re.compile(
    r"\bmornings?\b|\bbefore (?:noon|lunch)\b|\bearly\b|\b(?:en|por|de|esta|a) la manana\b|\besta"
    r" manana\b|\btemprano\b"
    r"|\bantes del? (?:mediodia|almuerzo)\b"
)
_PART_AFTERNOON = re.compile(
    r"\bafternoons?\b|\bafter (?:noon|lunch)\b|\b(?:en|por|de) la tarde\b|\besta"
    r" tarde\b|\btarde\b|\blate(?:r in the day)?\b"
    r"|\bdespues del? (?:mediodia|almuerzo|almorzar)\b"
)
_AFTER_WORK = (
    r"\bafter (?:i get off )?(?:of )?work\b|\bwhen i get off\b|\bdespues del?"
    r" (?:trabajo|trabajar)\b"
    r"|\bcuando (?:salga|salgo)\b"
)
_EVENING = (
    r"\bevenings?\b|\btonight\b|\bat night\b|\b(?:en|por|de) la noche\b|\besta noche\b|\bafter"
    r" dinner\b"
)
_AT_NOON = (
    r"\bnoon\b|\blunch ?time\b|\b(?:at|on|during) (?:my )?lunch\b|\bmidday\b|\b(?:al|a) mediodia\b"
    r"|\ba la hora del almuerzo\b"
)
_HOURS_BY_NAME = (
    (re.compile(_AFTER_WORK), 17),
    (re.compile(_EVENING), 18),
    (re.compile(r"\bafter school\b|\bdespues de (?:la )?escuela\b"), 15),
    (re.compile(_AT_NOON), 12),
)
_BEFORE_HOUR = (
    "at|after|around|about|by|past|from|between|before"
    "|a las|a la|como a las|como a la|despues de las?|sobre las|de las?|entre las?|las"
)
_AM = r"am|a\.m\.?|in the morning|de la manana"
_PM = r"pm|p\.m\.?|in the afternoon|de la tarde|de la noche|in the evening"
_HOUR = re.compile(
    rf"\b(?:({_BEFORE_HOUR}) )?([0-9]{{1,2}})(?::([0-5][0-9])| ?([0-5][0-9])(?="
    r" ?(?:am|pm|a\.m|p\.m)))?"
    rf" ?(?:({_AM}|{_PM})|(o'?clock|oclock|en punto))?(?![0-9]|(?:st|nd|rd|th)\b)"
)
_BARE_MANANA = re.compile(r"\bmanana\b")
_TOMORROW = re.compile(r"\btomorrow\b|\b(?:tmrw|tmw|tomorow|tommorow)\b")


class CallTime:
    """A part of the day, or when exactly."""

    def __init__(self, parts: Parser) -> None:
        self._parts = parts

    def hear(self, said: Said, today: date) -> Heard | None:
        named = _when(said, today)
        return Heard(named) if named else self._parts.hear(said, today)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        return None


def _when(said: Said, today: date) -> str:
    """The day and the hour, or the day and its part; nothing where neither a day nor an hour is
    named."""
    text = digits(said.plain)
    day, rest = _day(text, today)
    hour = _hour(rest)
    part = _part(rest)
    if day == WEEK:
        return f"{WEEK} {part}".strip()
    if hour:
        return f"{day} {hour}".strip()
    return f"{day} {part}".strip() if day else ""


def _day(text: str, today: date) -> tuple[str, str]:
    """The day that is named, and the text without it."""
    for found, day in _days(text, today):
        return day, f"{text[: found.start()]} {text[found.end() :]}"
    return "", text


def _days(text: str, today: date) -> Iterator[tuple[re.Match[str], str]]:
    if found := _AFTER_NEXT.search(text):
        yield found, (today + timedelta(days=2)).isoformat()
    if found := _TOMORROW.search(text) or _manana(text):
        yield found, (today + timedelta(days=1)).isoformat()
    if (found := _DATE.search(text)) and (day := _date(found, today)):
        yield found, day.isoformat()
    if found := _DAY.search(text):
        ahead = (_DAYS[found[1]] - today.weekday()) % 7 or 7
        later = 7 if _NEXT_WEEK.search(text) and ahead + today.weekday() < 7 else 0
        yield found, (today + timedelta(days=ahead + later)).isoformat()
    if found := _NEXT_WEEK.search(text):
        yield found, WEEK
    if found := _WEEKEND.search(text):
        yield found, (today + timedelta(days=(5 - today.weekday()) % 7 or 7)).isoformat()
    if found := _TODAY.search(text):
        yield found, today.isoformat()


def _manana(text: str) -> re.Match[str] | None:
    """ "Mañana" is tomorrow where no "la" makes it the morning."""
    return next(
        (
            found
            for found in _BARE_MANANA.finditer(text)
            if not re.search(r"\b(?:la|esta) $", text[: found.start()])
        ),
        None,
    )


def _date(found: re.Match[str], today: date) -> date | None:
    month, day = _MONTH[found[1] or found[4]], int(found[2] or found[3])
    for year in (today.year, today.year + 1):
        try:
            named = date(year, month, day)
        except ValueError:
            return None
        if named >= today:
            return named
    return None


def _part(text: str) -> str:
    if _PART_MORNING.search(text):
        return MORNING
    return AFTERNOON if _PART_AFTERNOON.search(text) else ""


def _hour(text: str) -> str:
    """As "15:00". A lone number is the key of a menu."""
    for pattern, hour in _HOURS_BY_NAME:
        if pattern.search(text):
            return time(hour).isoformat("minutes")
    for found in _HOUR.finditer(text):
        before, number, minutes, run_on, half, clock = found.groups()
        if not (before or minutes or half or clock) or not 1 <= int(number) <= NOON:
            continue
        hour = _in_24(int(number), half or "", _part(text))
        return time(hour, int(minutes or run_on or 0)).isoformat("minutes")
    return ""


def _in_24(hour: int, half: str, part: str) -> int:
    morning = (
        half.startswith("a")
        or "morning" in half
        or "manana" in half
        or (not half and part == MORNING)
    )
    late = bool(half) and not morning
    if hour == NOON:
        return 0 if morning and half.startswith("a") else NOON
    return (
        hour + NOON
        if late or (not morning and (hour < FIRST_OF_AFTERNOON or part == AFTERNOON))
        else hour
    )


def build(data: Any) -> CallTime:
    return CallTime(choice.build(data))
