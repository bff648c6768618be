"""Ages and due dates guessed from a longer text that the rules cannot read whole: the figures that
can be meant, to be asked about ("Did you mean ...?"), never taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from flows.understanding.parsers.age import age_words
from flows.understanding.parsers.age.age_forms import tidy
from flows.understanding.parsers.age.ages import Ages
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.due_date.due_forms import CORRECTED, next_month, plain
from flows.understanding.parsers.due_date.due_guesses import TERM, WEEKS_A_MONTH
from flows.understanding.parsers.shared.dates import days, spoken
from flows.understanding.parsers.shared.measures import MONTH, UNIT, YEAR, measures, prepare
from flows.understanding.parsers.shared.pregnancy import without
from flows.understanding.text.utterance import Said

_LONGEST = 600  # letters
_MOST = 8  # children
_OLDEST = 20 * 12  # months
_N = r"[0-9]{1,2}(?:\.5| ?1/2| and a half| y medi[oa])?"
# What stands beside a number that is no age.
_BEHIND = (
    r"(?! ?(?:st|nd|rd|th|grade|grado|times?|veces|a\.?m|p\.?m|lbs?|pounds?|libras|hours?|horas?"
    r"|minutes?|minutos|kids?|children|ninos|hijos|nenes|girls?|boys?|nenas|ninas"
    r"|of (?:us|em|them)|dollars?|pesos|de la|ago|mas|more"
    rf"|left|to go|%|:|/)\b)(?! ?{UNIT} (?:ago|left|along|pregnant|de embarazo|early|together))"
)
_AGE = re.compile(
    rf"(?<![\w$#/.:])(?<!hace )(?<!grade )(?<!at )(?P<n>{_N})(?:(?P<rest> ?-?(?:{UNIT}|[ymwd])\b"
    rf"(?:,? (?:and |y |con )?{_N} ?(?:{MONTH})\b)?)| ?(?=\W|$|y/?o\b)){_BEHIND}"
)
_LIKE = re.compile(
    r"\b(?:acts?|talks?|thinks?|walks?|eats?|looks?|feels?|sleeps?|parece|habla|actua|se cree|come"
    rf"|anda)\b[^,.;]{{0,24}}?\b{_N}\b(?: ?{YEAR})?"
)
_GRADE = re.compile(r"\b(?:[0-9]{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth) grade\b")
_TO_GO = re.compile(r"\b(?:quedan?|faltan?|left|to go|till|until|away|from now|dentro de)\b")
_LAST_WINS = re.compile(
    r"\b(?:real|now|ahora|actual|wrote|paper|papel|moved|changed|cambi\w+|luego|despues|then"
    r"|doctora?|sonogram\w*|ultrasound)\b"
)
# What speech recognition, and quick thumbs, make of a number that stands alone: "the girl is for".
_SOUNDS = {"to": "2", "too": "2", "for": "4", "fore": "4", "ate": "8", "won": "1", "tree": "3"}
_AS_IT_SOUNDS = re.compile(
    rf"(?P<before>^|\b(?:is|was|hes|shes|turned|turns|be|and|y) )(?P<word>{'|'.join(_SOUNDS)})"
    r"(?= ?(?:$|[.,;!]|and\b|y\b|months?\b))"
)
# "One" counts a child more often than it is an age.
_TURNED = re.compile(r"\b(?:is|hes|shes|be|turned|turns|tiene|cumplir|cumplio|hizo|hace) $")
_PERIOD = re.compile(r"\b(?:period|lmp|regla|menstruacion|periodo)\b")
_THE_NTH = re.compile(
    r"\b(?:is|its|es|for|para) (?:the|el) (?P<n>[12]?[0-8])(?:st|nd|rd|th)?\b(?! (?:of|de))"
)
_LONG_GONE, _LONG_AHEAD = timedelta(days=-21), timedelta(days=294)


def guess_ages(said: Said, today: date, holidays: Mapping[str, str]) -> Heard | None:
    """The ages that the figures of a text can be; None where there are none, or too many."""
    if len(said.raw) > _LONGEST:
        return None
    text = _AS_IT_SOUNDS.sub(_sounds, prepare(Said(said.plain.replace("'", ""))))
    text = _GRADE.sub(" ", _LIKE.sub(" ", without(age_words.SELF.sub(" ", tidy(text)))))
    parts = [
        f"{m['n']}{m['rest'] or ' years'}"
        for m in _AGE.finditer(text)
        if m["rest"] or m["n"] != "1" or _TURNED.search(text[: m.start()])
    ]
    twins = age_words.MANY.search(text)
    heard = Ages().hear(Said(", ".join(parts)), today) if 0 < len(parts) <= _MOST else None
    newborn = age_words.NEWBORN.search(text) is not None and not (heard and 0 in heard.value)
    ages = [*(heard.value if heard else []), *([0] if newborn else [])]
    if twins and len(ages) == 1:
        ages *= 3 if twins["three"] else 2
    if not ages or max(ages) > _OLDEST:
        return None
    return Heard(sorted(ages), False)


def guess_due(said: Said, today: date, holidays: Mapping[str, str]) -> Heard | None:
    """The due date that a text names, the last one where the words put an earlier one right."""
    if len(said.raw) > _LONGEST or _PERIOD.search(said.plain):
        return None
    text = next_month(prepare(Said(plain(said.plain.replace("'", ""), holidays))), today)
    first, last = today + _LONG_GONE, today + _LONG_AHEAD
    dated = [each for day in days(text) if (each := day.within(first, last))]
    found = dated or _by_span(text, today)
    if not found:
        return None
    if later_day := _THE_NTH.search(text):  # "jan 14th but the real date is the 21st"
        found.append(found[-1].replace(day=int(later_day["n"])))
    later = CORRECTED.search(text) or _LAST_WINS.search(text)
    day = found[-1] if later else found[0]
    return Heard(day.isoformat(), False, spoken(day)) if first <= day <= last else None


def _sounds(match: re.Match[str]) -> str:
    return f"{match['before']}{_SOUNDS[match['word']]}"


def _by_span(text: str, today: date) -> list[date]:
    """By how far along, or how long to go, each stretch of weeks or months says it is; a bare
    number behind one goes on in its unit ("14 weeks ... no, 16")."""
    found, unit = [], ""
    ahead = _TO_GO.search(text) is not None
    for measure in measures(text):
        unit = measure.unit or unit
        length = {"w": 7.0, "m": WEEKS_A_MONTH * 7}.get(unit)
        if length is None or not 1 <= measure.number <= 42:
            continue
        gone = round(measure.number * length)
        found.append(today + timedelta(days=gone if ahead else TERM - gone))
    return found


GUESSES: Mapping[str, Callable[[Said, date, Mapping[str, str]], Heard | None]] = {
    "ages": guess_ages,
    "due": guess_due,
}
