"""A correction in one's own words: whether a text is one, what it says instead, and which old value
was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from flows.understanding.parsers.shared.dates import MONTHS
from flows.understanding.parsers.shared.measures import UNIT
from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.text.utterance import Said

# "8 months not 5", "julio no junio", "not the 4th", and what was wrong in them.
_NOT = re.compile(
    r"(?:,? ?\b(?:not|no|instead of|en vez de|rather than|and not|y no)\b(?: the| el| la| in"
    r"| en| on| de| at)? )(?P<old>[\w/-]+(?: [\w/-]+)?)[.! ]*$"
)
_NOT_FIRST = re.compile(
    r"^\W*(?:not|no son|no es|it isnt|its not|no soy|im not) (?P<old>[0-9][\w/]*|\w{3,})[,.]"
)


# "No tiene 3 tiene 4", "it's not the 12th of may its the 26th".
_OLD_THEN_NEW = re.compile(
    r"\b(?:no (?:tiene|es|son|era)|is not|isnt|arent|are not|not|wasnt)(?: el| los| las"
    r"| the)? (?P<old>[0-9]{1,2}(?:st|nd|rd|th)?)"
    r"(?P<month> (?:de |of )?[a-z]{3,10})??,? (?:(?:que|q|es|tiene|son|sino|era|she is|shes"
    r"|he is|hes|its|it is|theyre|but|is|para|pal|pa"
    r"|el|los|the) )+(?P<new>[0-9]{1,2}(?:st|nd|rd|th)?(?: (?:of |de )?[a-z]{3,10})?)"
)
# "I put 2 but ...", "yo puse que tengo un nene pero ...".
_PUT = re.compile(
    r"\b(?:i put|i said|i pressed|i hit|i chose|i picked|puse|dije|le"
    r" di|marque|escogi|conteste)\b.*?\b(?:but|pero)\b ?"
)
_MONTH = "|".join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))
_NOT_MID = re.compile(
    r"(?<=\w)[, ]+(?:not|no|instead of|en vez de|y no) (?:in |the |en |el"
    rf" )?(?P<old>[0-9]{{1,2}}|{_MONTH})\b"
)
_TIMED = re.compile(rf"[0-9] ?{UNIT}\b")
_NAMED = re.compile(rf"\b(?:{_MONTH})\b")
# "But not me" says who, and corrects nothing.
_PERSONS = frozenset(("me", "us", "mi", "yo", "him", "her", "them", "nosotros", "el", "ella"))


def _instead(text: str) -> Correction | None:
    """The old figure and the new one behind it; a month that was named with the old one goes with
    the new."""
    found = _OLD_THEN_NEW.search(digits(text))
    if found is None:
        return None
    new = found["new"]
    if found["month"] and not _NAMED.search(new):
        new = f"{new.split()[0].rstrip('.,')}{found['month']}"
    else:
        new = new if _TIMED.search(new) or _NAMED.search(new) else new.split()[0]
    return Correction(Said(new), found["old"])


def _not_in_the_middle(text: str) -> Correction | None:
    """ "Its april not march, baby brain"."""
    found = _NOT_MID.search(text)
    return Correction(Said(text[: found.start()]), found["old"]) if found else None


class Correction(Struct, frozen=True):
    """What is said instead, and the old value as it was written ("" where it was not)."""

    instead: Said
    old: str = ""


def _any_of(names: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(name.strip()) for name in names.split(','))})\b")


class Corrections:
    """Hears corrections by the words of the data ("i meant", "me confundi"): phrases in order of
    their length."""

    def __init__(self, phrases: Iterable[str], about: Mapping[str, str] | None = None) -> None:
        self._about = {slot: _any_of(names) for slot, names in (about or {}).items()}
        ways = sorted(
            {Said(phrase).plain.replace("'", "") for phrase in phrases}, key=len, reverse=True
        )
        self._marks = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ways))})(?!\w)[,:.!]* ?")
            if ways
            else None
        )

    def named(self, said: Said) -> tuple[str, ...]:
        """The slots whose answers are named: "the money question", "la vacuna"."""
        return tuple(slot for slot, pattern in self._about.items() if pattern.search(said.bare))

    def hear(self, said: Said) -> Correction | None:
        """The correction in a text; None where nothing says that it is one."""
        text = said.plain.replace("'", "")
        rest = self._marks.sub(" ", text) if self._marks else text
        marked = rest != text
        if marked and (put := _PUT.search(rest)):
            return Correction(Said(rest[put.end() :]))
        if (instead := _instead(rest)) or (marked and (instead := _not_in_the_middle(rest))):
            return instead
        found = _NOT.search(rest)
        if found and found["old"] in _PERSONS:
            return Correction(Said(" ".join(rest.split()))) if marked else None
        if found and re.search(r"\w", rest[: found.start()]):
            return Correction(Said(rest[: found.start()]), digits(found["old"]))
        first = _NOT_FIRST.match(rest)
        if first and marked:
            return Correction(Said(rest[first.end() :]), digits(first["old"]))
        return Correction(Said(" ".join(rest.split()))) if marked and rest.split() else None
