"""Numbers in words, English and Spanish at once, and the numbers of a menu.

A table of our own: text2num needs to be told the language, reads the English "once" as eleven in
Spanish, and leaves the "uno" of "uno de 2" alone only sometimes. Here both languages are one table
from 0 to 69.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from flows.understanding.parsers.shared.vocabulary import wordlist, wordset
from flows.understanding.text.utterance import Said

_EN = wordlist(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen",
    "seventeen eighteen nineteen",
)
_ES = wordlist(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"
    " dieciseis",
    "diecisiete dieciocho diecinueve",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60}
_TENS |= {"veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60}
_TWENTIES = wordlist(
    "veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho"
    " veintinueve"
)
_SPELT = {
    "un": 1,
    "una": 1,
    "quatro": 4,
    "sinco": 5,
    "seiz": 6,
    "nuebe": 9,
    "siet": 7,
    "ciete": 7,
    "seys": 6,
    "ceis": 6,
    "zinco": 5,
    "dies": 10,
    "diesiseis": 16,
    "diesisiete": 17,
    "diesiocho": 18,
    "onse": 11,
    "dose": 12,
    "trese": 13,
    "veintiun": 21,
}

ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "first primero primera primer",
            "second segundo segunda",
            "third tercero tercera tercer",
            "fourth cuarto cuarta",
            "fifth quinto quinta",
            "sixth sexto sexta",
            "seventh septimo septima",
            "eighth octavo octava",
            "ninth noveno novena",
            "tenth decimo decima",
        ),
        start=1,
    )
    for word in words.split()
}


def _table() -> dict[str, int]:
    words = _TENS | _SPELT
    for names in (_EN, _ES):
        words |= {name: number for number, name in enumerate(names)}
    return words | {name: 21 + n for n, name in enumerate(_TWENTIES)}


WORDS: dict[str, int] = _table()
NUMBER_WORD = "(?:" + "|".join(sorted(WORDS, key=len, reverse=True)) + ")"

_ONES = "|".join(sorted((word for word, n in WORDS.items() if 0 < n < 10), key=len, reverse=True))
_PLAIN = "|".join(sorted((word for word in WORDS if word != "once"), key=len, reverse=True))
# "once" is eleven only where Spanish stands around it.
_ONCE = (
    rf"(?<![\w' ])once(?= {NUMBER_WORD}\b)|"
    r"(?<![\w' ])once(?=$|[,.;]| (?:y|o)\b)|(?:(?<=\bson )|(?<=\bde )|(?<=\by )|(?<=\btiene"
    r" )|(?<=\bsomos )|(?<=, ))"
    r"once(?=$|[,.;]| (?:y|o)\b)|\bonce(?= (?:anos?|mes(?:es)?|semanas?|dias?|personas)\b)"
)
_WORD = re.compile(r"[a-z]+")
_IN_WORDS = re.compile(
    rf"\b(?=[a-z])(?:({'|'.join(_TENS)})(?:[- ]| y )({_ONES})|({_PLAIN}))\b|(?=once)({_ONCE})"
)


def _digits(match: re.Match[str]) -> str:
    tens, ones, plain, _ = match.groups()
    if tens:
        return str(_TENS[tens] + WORDS[ones])
    return str(WORDS[plain]) if plain else "11"


@lru_cache(maxsize=8)  # a turn asks for the same few forms of its text again and again
def digits(text: str) -> str:
    """The folded text with its numbers in words turned into figures: "dos y twenty one" is "2 y
    21"."""
    if WORDS.keys().isdisjoint(_WORD.findall(text)):
        return text
    return _IN_WORDS.sub(_digits, text)


class Numbers(Struct, frozen=True):
    """Numbers picked from a menu; `joined` by "and", `either` by "or"."""

    picked: tuple[int, ...]
    joined: bool = False
    either: bool = False


FILLER = wordset(
    "a an the la el las los lo i id ill im my its it is es mi number num numero nro opcion option"
    " options",
    "choice choose pick take go with want would like please pls plz por favor answer respuesta"
    " quiero escojo elijo",
    "press key oprima oprimo marque marco presione tecla",
    "seria thanks thank you ty gracias um uh eh pues ok okay oh and y e or o u both just only solo"
    " solamente",
    "reply hi hola",
)
JOINED = re.compile(r"[,&+]|\b(?:and|y|e)\b")
_EITHER = re.compile(r"\b(?:or|o|u)\b")
_ORDINAL_ENDING = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|ro|ra|do|da|er|to|ta|a|o)")


def number_of(token: str) -> int | None:
    """The number a single bare word stands for: "2", "2nd", "two", "segunda"."""
    if token in ORDINALS:
        return ORDINALS[token]
    if token.isascii() and token.isdigit() and len(token) <= 9:
        return int(token)
    ending = _ORDINAL_ENDING.fullmatch(token)
    return int(ending[1]) if ending else None


def menu_numbers(said: Said) -> Numbers | None:
    """The numbers of a reply that says nothing else ("#2", "opcion 2", "the second one", "1 and
    4"), or None."""
    if len(said.tokens) > 24:
        return None
    tokens = digits(said.bare).split()
    picked: list[int] = []
    for place, token in enumerate(tokens):
        number = number_of(token)
        if number is None:
            if token not in FILLER:
                return None
        elif not (
            number == 1 and place and tokens[place - 1] in ORDINALS
        ):  # the "one" of "the second one"
            picked.append(number)
    if not picked:
        return None
    return Numbers(
        tuple(dict.fromkeys(picked)),
        bool(JOINED.search(said.plain)),
        bool(_EITHER.search(said.plain)),
    )
