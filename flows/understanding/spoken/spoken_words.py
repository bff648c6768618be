"""Words as a recogniser writes them, brought to what was meant: thinking sounds, homophones of
numbers."""

from __future__ import annotations

import re

from flows.understanding.parsers.shared.spoken_dates import with_figures
from flows.understanding.text.utterance import Said

_THINKING = re.compile(
    r"^(?:(?:um+|uh+m?|er+m?|ah|hm+|eh|em|este|pues|well|so|like|okay so|ok so)\b["
    r" ,.…-]*)+(?=\w|¿|¡)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:press(?:ing)?|number|option|key|the|i"
    r" press(?:ed)?|oprim[oae]|marque|tecla|n[uú]mero|opci[oó]n|el|la) "
)
# Whole answers only: inside a sentence they are what they say.
_ALIKE = {
    **dict.fromkeys(("to", "too", "tu", "tew"), "2"),
    **dict.fromkeys(("won", "wun", "juan number"), "1"),
    **dict.fromkeys(("for", "fore", "fo"), "4"),
    **dict.fromkeys(("ate", "aight"), "8"),
    **dict.fromkeys(("tree", "thee"), "3"),
    **dict.fromkeys(("sex", "sics", "sicks", "siks"), "6"),
    "fife": "5",
    "nein": "9",
    "dose": "2",
    "dos": "2",
    "tress": "3",
    "unos": "1",
    **dict.fromkeys(("uh uh", "nuh uh", "mm mm", "unh unh", "nah uh", "uhn uhn"), "no"),
    **dict.fromkeys(
        ("uh huh", "mm hmm", "mhm", "mmhmm", "un huh", "uh hum", "mm hm", "aja", "ajam"), "yes"
    ),
}


def as_meant(words: str) -> str:
    """The same words as they were meant; days in figures."""
    if alike := _ALIKE.get(Said(words).bare):
        return alike
    words = _THINKING.sub("", words) or words
    bare = Said(words).bare
    return _ALIKE.get(bare) or _ALIKE.get(_LEAD.sub("", bare)) or with_figures(words)
