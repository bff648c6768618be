"""ZIP codes in a text: written, typed with a letter O, or spoken digit by digit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.understanding.text.utterance import Said

# Five digits, perhaps with the four that may follow; not inside a longer number, a price, a date or
# a phone number.
_ZIP = re.compile(r"(?<!\d[.,/:-])(?<![\w$%+])(\d{5}|o\d{4})(?:-?\d{4})?(?![\w%+]|[-.,/:]\d)")
_AS_TYPED = re.compile(
    r"(?:my |mi |el |the |its |es )*(?:zip(?: code)?:? ?)?(?:[a-z]{2}(?=[ 0-9o]))?[ ,.-]*"
    r"([0o](?: ?[0-9o]){4})[ ,.-]*(?:[a-z]{2})?"
)
_SAYS_NOTHING = frozenset({"is", "es", "number", "numero", "#", ":", ""})
_NO_ZIP = frozenset({"12345", "54321", *(str(digit) * 5 for digit in range(10))})
_SPOKEN = (
    "0 o oh zero cero",
    "1 one uno",
    "2 two dos",
    "3 three tres",
    "4 four cuatro",
    "5 five cinco",
    "6 six seis",
    "7 seven siete",
    "8 eight ocho",
    "9 nine nueve",
)
_DIGITS = {word: words[0] for words in _SPOKEN for word in words.split()}


@dataclass(frozen=True, slots=True)
class ZipSaid:
    """Five digits that may be a ZIP, the word before them ("" if none), and whether there is
    nothing else."""

    code: str
    word_before: str
    whole: bool


def written_zips(said: Said) -> Iterator[ZipSaid]:
    """The five-digit numbers of a text, in order, without those typed to fill a gap ("12345")."""
    for match in _ZIP.finditer(said.plain):
        code = match[1].replace("o", "0")
        if code not in _NO_ZIP:
            whole = match.group() == said.plain.strip(" .,!#")
            yield ZipSaid(code, _word_before(said.plain[: match.start()]), whole)


def whole_zip(said: Said, begins: tuple[str, ...]) -> str:
    """A reply that is nothing but a ZIP as thumbs write it: "CT06106", "06 106", "061o6",
    "06106ct"; else nothing."""
    match = _AS_TYPED.fullmatch(said.plain.strip(" .,!#"))
    code = match[1].replace(" ", "").replace("o", "0") if match else ""
    return code if code.startswith(begins) and code not in _NO_ZIP else ""


def _word_before(text: str) -> str:
    words = (word.strip(".,:;!?()#") for word in reversed(text.rsplit(maxsplit=3)))
    return next((word for word in words if word not in _SAYS_NOTHING), "")


def spoken_zip(tokens: Iterable[str], begin: str) -> set[str]:
    """ "zero six one oh six", "0 6 1 0 6": five digits in a row, said one by one, the first as our
    ZIPs have it."""
    runs = "".join(_DIGITS.get(token, " ") for token in tokens).split()
    return {run for run in runs if len(run) == 5 and run[0] == begin[0]}
