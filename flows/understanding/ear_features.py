"""What the learned ear looks at in a text: words, neighbouring words and pieces of words, each as a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from flows.understanding.spelling import SHORT_FORMS
from flows.understanding.utterance import fold

BUCKETS = 1 << 19
# Pieces of words that are looked at: from two letters to five, the space before and behind the word among them.
PIECES = range(2, 6)

_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_TOKEN = re.compile(r"[a-z]+|\d+|[?!]")
# The figures of which the value matters; of the others only their size.
_EMERGENCY = frozenset({"911", "988", "933"})
_FEVER = range(99, 107)
_YEARS = range(1900, 2101)
_MOST_WORDS = 120


def features(text: str) -> frozenset[int]:
    """The features of a text, each a number below BUCKETS. Case, accents, drawn-out letters and short forms do not matter."""
    return frozenset(crc32(name.encode()) % BUCKETS for name in _names(_words(text)))


def _words(text: str) -> list[str]:
    plain = _DRAWN_OUT.sub(r"\1\1", fold(text).replace("'", ""))
    words: list[str] = []
    for token in _TOKEN.findall(plain)[:_MOST_WORDS]:
        words += [_figure(token)] if token.isdigit() else SHORT_FORMS.get(token, token).split()
    return words


def _figure(token: str) -> str:
    value = int(token[:6])
    if token in _EMERGENCY:
        return "#emergency"
    if value in _YEARS:
        return "#year"
    if value in _FEVER:
        return "#fever"
    return "#1" if value < 10 else "#2" if value < 100 else "#3"


def _names(words: list[str]) -> Iterator[str]:
    for word in words:
        yield f"w{word}"
        edged = f" {word} "
        for size in PIECES:
            for at in range(len(edged) - size + 1):
                yield f"c{edged[at : at + size]}"
    ends = ["^", *words, "$"]
    for first, second in pairwise(ends):
        yield f"b{first} {second}"
    for first, second, third in zip(ends, ends[1:], ends[2:], strict=False):
        yield f"t{first} {second} {third}"
    for gap in (2, 3):
        for first, second in zip(words, words[gap:], strict=False):
            yield f"s{first} {second}"
