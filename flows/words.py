"""One text, read once: the forms in which every parser and every phrase looks at it."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_NOT_WORD = re.compile(r"[^\w]+|_")
_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case, without accents (ñ becomes n), plain quotes and dashes, one space between words."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES).lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) and (c.isprintable() or c.isspace()))
    return _SPACES.sub(" ", bare).strip()


class Said:
    """What a person wrote or said.

    `raw` as it came; `plain` folded with its punctuation ("i'm 5 1/2 months, 06106-1234."); `bare` folded, words and
    digits only, apostrophes closed up ("im 5 1 2 months 06106 1234"); `tokens` the words of `bare`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw

    @cached_property
    def plain(self) -> str:
        return fold(self.raw)

    @cached_property
    def bare(self) -> str:
        return _NOT_WORD.sub(" ", self.plain.replace("'", "")).strip()

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return tuple(self.bare.split())

    def __repr__(self) -> str:
        return f"Said({len(self.raw)} characters)"  # what a person said is never printed
