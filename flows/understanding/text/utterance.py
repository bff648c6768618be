"""One text, read once: the forms in which every parser and every phrase looks at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
)
_ODD = re.compile(r"[^ -~]")
_NOT_WORD = re.compile(r"[^\w]+|_")
_WORDS_ONLY = {place: " " for place in range(128) if not chr(place).isalnum()} | {ord("'"): None}


def fold(text: str) -> str:
    """Lower case, without accents (ñ becomes n), plain quotes and dashes, one space between
    words."""
    plain = text.isascii()
    bare = (
        text.replace("`", "'").lower()
        if plain
        else unicodedata.normalize("NFKD", text.translate(_QUOTES).lower())
    )
    if not (bare.isprintable() and (plain or bare.isascii())):
        bare = _ODD.sub(_kept, bare)
    return " ".join(bare.split())


def _kept(odd: re.Match[str]) -> str:
    letter = odd[0]
    return (
        letter
        if not unicodedata.combining(letter) and (letter.isprintable() or letter.isspace())
        else ""
    )


def _bare(plain: str) -> str:
    if plain.isascii():  # a table is five times as quick as an expression
        return " ".join(plain.translate(_WORDS_ONLY).split())
    return " ".join(_NOT_WORD.sub(" ", plain.replace("'", "")).split())


class Said:
    """What a person wrote or said.

    `raw` as it came; `plain` folded with its punctuation ("i'm 5 1/2 months, 06106-1234."); `bare`
    folded, words and digits only, apostrophes closed up ("im 5 1 2 months 06106 1234"); `tokens`
    the words of `bare`. `is_word`: it is one plain word or number and nothing else. In `memo` a
    reader that several parsers ask keeps what it read, so that a text is read once.
    """

    __slots__ = ("bare", "is_word", "memo", "plain", "raw", "tokens")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.memo: dict[object, Any] = {}
        self.is_word = raw.isascii() and raw.isalnum()
        if self.is_word:
            self.plain = self.bare = raw.lower()
        else:
            self.plain = fold(raw)
            self.bare = _bare(self.plain)
        self.tokens = tuple(self.bare.split())

    def __repr__(self) -> str:
        return f"Said({len(self.raw)} characters)"  # what a person said is never printed


class OnceAWord(Generic[T]):
    """A reader that keeps what it makes of texts of one word or number: most answers are, and they
    come again and again."""

    def __init__(self, read: Callable[[Said], T]) -> None:
        self._read = read
        self._known = lru_cache(maxsize=1024)(self._read_word)

    def __reduce__(self) -> tuple[Any, ...]:
        return OnceAWord, (self._read,)  # a compiled flow is kept on disk

    def __call__(self, said: Said) -> T:
        return self._known(said.raw) if said.is_word else self._read(said)

    def _read_word(self, word: str) -> T:
        return self._read(Said(word))
