"""Words for the ear: how long they take to say, and how a phone number is said.

People listen comfortably at 150 to 160 words a minute (https://en.wikipedia.org/wiki/Words_per_minute). That counts the pauses;
here they are counted apart, so that a list of digits or of options costs what it does: words at 180 a minute and the pauses
below bring plain sentences to 150 to 160. A digit has fewer syllables than a usual word, in English and in Spanish.
Amazon Polly states no rate of its own, because its voices differ (https://docs.aws.amazon.com/polly/latest/dg/voice-speed-vip.html):
these are estimates, to keep prompts short by.
"""

from __future__ import annotations

import re
from functools import lru_cache

WORD = 60 / 180
DIGIT = 0.3
COMMA = 0.2
STOP = 0.45
# What <prosody rate="slow"> comes to, beside 1 for the usual rate.
SLOW = 0.8

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DIGITS = re.compile("[0-9]")
_COMMAS = re.compile(r"[,;:](?=\s)")
_STOPS = re.compile(r"[.?!]+(?=\s)")
# A number of the North American plan: an optional 1, area, exchange, line. The area may be left out.
_NORTH_AMERICAN = re.compile(r"(1)?([0-9]{3})?([0-9]{3})([0-9]{4})")
SHORT = 5


@lru_cache(maxsize=4096)
def seconds(text: str, rate: float = 1.0) -> float:
    """How long a voice takes to say the text (no SSML), up to its last word. `rate` is 1 for the usual pace, less if slower."""
    said = WORD * len(_WORDS.findall(text)) + DIGIT * len(_DIGITS.findall(text))
    return (said + COMMA * len(_COMMAS.findall(text)) + STOP * len(_STOPS.findall(text))) / rate


@lru_cache(maxsize=1024)
def spoken_number(printed: str) -> str:
    """A phone number digit by digit, a comma between its groups: "+18607574820" is "8 6 0, 7 5 7, 4 8 2 0".

    The country's +1 is left out; a 1 printed without its plus is dialled, so it is said.
    """
    digits = re.sub("[^0-9]", "", printed)
    if printed.lstrip().startswith("+1") and len(digits) == 11:
        digits = digits[1:]
    return ", ".join(" ".join(group) for group in _groups(digits))


def _groups(digits: str) -> list[str]:
    if parts := _NORTH_AMERICAN.fullmatch(digits):
        return [part for part in parts.groups() if part]
    return [digits] if len(digits) <= SHORT else re.findall("[0-9]{1,3}", digits)
