"""Due dates in other forms: turned into the plain form ("march 1", "36 weeks 4 days") before a text
is read as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from flows.understanding.parsers.shared.dates import ENGLISH, MONTHS
from flows.understanding.parsers.shared.spoken_dates import DAYS

Exact = Literal["day", "part", "month"]

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted((word.replace(" ", "[- ]") for word in DAYS), key=len, reverse=True))
_AFTER = re.compile(rf"\b({_MONTH})\.?,? (?:the )?({_DAY})\b")
_BEFORE = re.compile(rf"\b(?:the )?({_DAY}) (?:of |day of )({_MONTH})\b")
_PRIMERO = re.compile(rf"\b(?:primero|primer dia|1ro|1ero|1o) de ({_MONTH})\b")
_WEEKDAY = (
    r"(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
)
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"\b({_MONTH}) d(?:el?)? ?'?(2[0-9])\b(?! ?(?:sem|week))"), r"\1 20\2"),
    (
        re.compile(
            rf"\b(weeks?|wks?|semanas?|months?|mos|meses)(?: along| pregnant)?"
            rf" (?:today|tomorrow|manana"
            rf"|hoy|this week|esta semana"
            rf"|(?:on |this |el |este )?{_WEEKDAY})\b"
        ),
        r"\1",
    ),
    (
        re.compile(
            rf"\b(?:last|this past|past|this|este|el) {_WEEKDAY}(?: pasado)?(?="
            r" (?:on|the|el|dia|de|which|que) )"
        ),
        " ",
    ),
    (re.compile(r"\b([1-9]?)o(?= ?(?:weeks?|wks?|months?|semanas?|meses)\b)"), r"\g<1>0"),
    (re.compile(r"\b([0-9]{1,2}) 1/2(?= ?(?:weeks?|wks?|months?|mos?|semanas?|meses)\b)"), r"\1.5"),
    (
        re.compile(
            r"\bg[0-9]+ ?p[0-9]+\b|\blmp:? (?:was |is )?\w+ [0-9]{1,2}(?:st|nd|rd|th)?\b|\blmp"
            r" [0-9/]+"
        ),
        " ",
    ),
    (
        re.compile(r"\b([1-3]?[0-9]|4[0-2]) ?([0-6])/7\b(?: ?(?:weeks?|wks?|w|semanas?))?"),
        r"\1 weeks \2 days",
    ),
    (
        re.compile(
            r"(?<![0-9/])\b([1-3]?[0-9]|4[0-2]) ?\+ ?([0-6])\b(?![0-9/])(?:"
            r" ?(?:weeks?|wks?|w|semanas?))?"
        ),
        r"\1 weeks \2 days",
    ),
    (
        re.compile(r"^\W*(?:due|edd|es|el|its)?:? ?(1[0-2]|0?[1-9])-(3[01]|[12][0-9]|0?[1-9])\W*$"),
        r"\1/\2",
    ),
    (
        re.compile(r"\b(?:due|edd):? (1[0-2]|0?[1-9])-(3[01]|[12][0-9]|0?[1-9])\b(?!-)"),
        r"due \1/\2",
    ),
    (re.compile(r"(?<![0-9/])(0?[1-9]|1[0-2])/(20[0-9]{2})\b"), r"\2-\1-15"),
    (
        re.compile(
            r"\b(?:first|1st|second|2nd) (?:week|part|half|days|few days) of (?:the month of"
            rf" )?(?={_MONTH})"
        ),
        "early ",
    ),
    (
        re.compile(
            r"\b(?:third|3rd|last|4th|fourth) (?:week|part|half|days) of (?:the month of"
            rf" )?(?={_MONTH})"
        ),
        "late ",
    ),
    (
        re.compile(
            rf"\b(?:a |la )?(?:primera semana|primeros dias|primera quincena) de (?={_MONTH})"
        ),
        "principios de ",
    ),
    (
        re.compile(
            rf"\b(?:a |la )?(?:ultima semana|ultimos dias|segunda quincena) de (?={_MONTH})"
        ),
        "fines de ",
    ),
)
_WORD = re.compile("[a-z]+")
_DIGIT = re.compile("[0-9]")
# Each form with whether it takes a month's name, and a figure: most texts have neither, and a form
# that cannot be there is not looked for at every letter.
_GUARDED = tuple(
    (pattern, instead, _MONTH in pattern.pattern, "0-9]" in pattern.pattern)
    for pattern, instead in _FORMS
)
# Soon or past: no day was said, so it is asked about.
ANY_DAY = re.compile(
    r"\b(?:about to pop|ready to pop|going to pop|gonna pop|full term|was due|were due"
    r"|should have been born|past due|overdue"
    r"|went past|late now|a punto de (?:parir|dar a luz|nacer)|ya se (?:me )?paso"
    r"|se paso de fecha|ya casi nace|a termino"
    r"|debio nacer|era para (?:ayer|la semana pasada|antier))\b"
)
# Two dates, and the later words put the earlier right.
CORRECTED = re.compile(
    r"\b(?:no|not|actually|then|wait|now|moved|sorry|pero|but|instead|ahora|luego|despues"
    r"|perdon|digo|mejor|changed|meant|later|says|said)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|no|instead of|en vez de|y no) (?:the |el |en |in |for |para |on )?$"
)


def plain(text: str, holidays: Mapping[str, str]) -> str:
    """A folded text with its dates in the plain form. `holidays`: from a name to a date that can be
    read."""
    has_month = not MONTHS.keys().isdisjoint(_WORD.findall(text))
    if has_month:
        text = _AFTER.sub(lambda m: f"{m[1]} {_figure(m[2])}", text)
        text = _BEFORE.sub(lambda m: f"{m[2]} {_figure(m[1])}", text)
        text = _PRIMERO.sub(r"1 de \1", text)
    for name, day in holidays.items():
        if name in text:
            text = re.sub(rf"\b(?:the )?{re.escape(name)}\b", day, text)
    has_digit = _DIGIT.search(text) is not None
    for pattern, instead, month, digit in _GUARDED:
        if (has_month or not month) and (has_digit or not digit):
            text = pattern.sub(instead, text)
    return text


_OF_NEXT = re.compile(
    r"\b(?:the |el )?(?P<n>[12]?[0-9]|3[01])(?:st|nd|rd|th)? (?:of|de|del) (?:next month"
    r"|(?:el )?(?:mes que viene|proximo mes|mes entrante))\b"
)


def next_month(text: str, today: date) -> str:
    """With "the 8th of next month", "el 8 del mes que viene" as that day."""
    ahead = today.replace(day=28) + timedelta(days=5)
    return _OF_NEXT.sub(lambda m: f"{ENGLISH[ahead.month - 1].lower()} {m['n']}", text)


def _figure(words: str) -> int:
    return DAYS[words.replace("-", " ")]


_MONTHS_ALONG = re.compile(
    r"\b[0-9]{1,2}(?:\.5| ?1/2)? ?(?:months?|mos?|mths?|meses|mes|m)\b|trimest|(?:th|st|nd|rd"
    r"|to|vo|no|mo|ro) (?:month|mes)\b"
)
_EXACT = re.compile(
    rf"\b(?:{_MONTH})\b\.?,? (?:the )?[0-9]|\b[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of| de)?["
    rf" -](?:{_MONTH})\b"
    rf"|[0-9]/[0-9]|week|wks?\b|semana|20[0-9]{{2}}-"
)
_PART = re.compile(
    rf"\b(?:early|beginning|start|mid|middle|late|end|principios?|comienzos?|inicios?|mediados?"
    rf"|fines?|fin|finales?)[ -](?:of |de )?(?:the |el )?(?:{_MONTH})\b"
)


def exactness(text: str) -> Exact:
    """How exactly a prepared text says its date: to the day (or week), the part of a month, or the
    month."""
    if _PART.search(text):
        return "part"
    if _EXACT.search(text):
        return "day"
    if _MONTHS_ALONG.search(text):
        return "part"
    return "month" if re.search(rf"\b(?:{_MONTH})\b", text) else "day"


def is_negated(text: str, start: int) -> bool:
    """Whether a date at this place is the one that was wrong: "the 4th, not the 14th"."""
    return _NEGATED.search(text[:start]) is not None


_CLAUSES = re.compile(r"[.;!?\n]+ ?|, (?!20[0-9]{2})|(?<=[a-z]) (?:and|y|but|pero) (?=[a-z])")


def clauses(text: str) -> list[str]:
    """The parts of a text, each of which may hold the date."""
    return [part for part in (each.strip() for each in _CLAUSES.split(text)) if part]
