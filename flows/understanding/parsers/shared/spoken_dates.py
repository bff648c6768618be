"""Days as speech recognition writes them: "March fifth" is March 5."""

from __future__ import annotations

import re

from flows.understanding.parsers.shared.dates import ENGLISH
from flows.understanding.parsers.shared.vocabulary import wordlist

_FIRST = wordlist(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth",
    "sixteenth seventeenth eighteenth nineteenth twentieth",
)
DAYS = {word: n for n, word in enumerate(_FIRST, 1)}
DAYS |= {f"twenty {word}": 20 + n for n, word in enumerate(_FIRST[:9], 1)} | {
    "thirtieth": 30,
    "thirty first": 31,
}
_MONTH = "|".join(name.lower() for name in ENGLISH)
_DAY = "|".join(sorted((word.replace(" ", "[- ]") for word in DAYS), key=len, reverse=True))
_AFTER = re.compile(rf"\b({_MONTH}),? (?:the )?({_DAY})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:the )?({_DAY}) of ({_MONTH})\b", re.IGNORECASE)


def with_figures(words: str) -> str:
    """The same words, their days in figures."""
    words = _AFTER.sub(lambda found: f"{found[1]} {_day(found[2])}", words)
    return _BEFORE.sub(lambda found: f"{found[2]} {_day(found[1])}", words)


def _day(words: str) -> int:
    return DAYS[words.lower().replace("-", " ")]
