"""A correction in one's own words: whether a text is one, what it says instead, and which old value was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from flows.understanding.parsers.numbers import digits
from flows.understanding.utterance import Said

# "8 months not 5", "julio no junio", "not the 4th", and what was wrong in them.
_NOT = re.compile(
    r"(?:,? ?\b(?:not|no|instead of|en vez de|rather than|and not|y no)\b(?: the| el| la| in"
    r"| en| on| de| at)? )(?P<old>[\w/-]+(?: [\w/-]+)?)[.! ]*$"
)
_NOT_FIRST = re.compile(r"^\W*(?:not|no son|no es|it isnt|its not|no soy|im not) (?P<old>[0-9][\w/]*|\w{3,})[,.]")


class Correction(Struct, frozen=True):
    """What is said instead, and the old value as it was written ("" where it was not)."""

    instead: Said
    old: str = ""


class Corrections:
    """Hears corrections by the words of the data ("i meant", "me confundi"): phrases in order of their length."""

    def __init__(self, phrases: Iterable[str]) -> None:
        ways = sorted({Said(phrase).plain.replace("'", "") for phrase in phrases}, key=len, reverse=True)
        self._marks = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ways))})(?!\w)[,:.!]* ?") if ways else None

    def hear(self, said: Said) -> Correction | None:
        """The correction in a text; None where nothing says that it is one."""
        text = said.plain.replace("'", "")
        rest = self._marks.sub(" ", text) if self._marks else text
        marked = rest != text
        found = _NOT.search(rest)
        if found and re.search(r"\w", rest[: found.start()]):
            return Correction(Said(rest[: found.start()]), digits(found["old"]))
        first = _NOT_FIRST.match(rest)
        if first and marked:
            return Correction(Said(rest[first.end() :]), digits(first["old"]))
        return Correction(Said(" ".join(rest.split()))) if marked and rest.split() else None
