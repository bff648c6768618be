"""What the learned ear looks at in a text: words, neighbouring words and pieces of words, each as a
number."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

from flows.understanding.text.spelling import SHORT_FORMS
from flows.understanding.text.utterance import fold

BUCKETS = 1 << 19
# Pieces of words that are looked at: from two letters to five, the space before and behind the word
# among them.
PIECES = range(2, 6)

_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
_TOKEN = re.compile(r"[a-z]+|\d+|[?!]")
# The figures of which the value matters; of the others only their size.
_EMERGENCY = frozenset({"911", "988", "933"})
_FEVER = range(99, 107)
_YEARS = range(1900, 2101)
_MOST_WORDS = 120


class _Word(NamedTuple):
    """What a word brings along: its own features, and its letters and the checksums that those
    beside it go on from."""

    features: tuple[int, ...]
    last: bytes
    inner: bytes
    pair: int
    three: int
    apart: int


@lru_cache(maxsize=4)  # three models look at the same text
def features(text: str) -> frozenset[int]:
    """The features of a text, each a number below BUCKETS. Case, accents, drawn-out letters and
    short forms do not matter."""
    words = [_known(word) for word in words_of(text)]
    found = set(chain.from_iterable(word.features for word in words))
    ends = [_known("^"), *words, _known("$")]
    found.update(crc32(second.last, first.pair) % BUCKETS for first, second in pairwise(ends))
    found.update(
        crc32(third.last, crc32(second.inner, first.three)) % BUCKETS
        for first, second, third in zip(ends, ends[1:], ends[2:], strict=False)
    )
    for gap in (2, 3):
        found.update(
            crc32(second.last, first.apart) % BUCKETS
            for first, second in zip(words, words[gap:], strict=False)
        )
    return frozenset(found)


def words_of(text: str) -> list[str]:
    """The words of a text as the features see them: folded, short forms written out, figures as
    kinds of figures."""
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


@lru_cache(maxsize=8192)
def _known(word: str) -> _Word:
    """Words come again, from the same person and from the next: each is taken apart once."""
    edged = f" {word} ".encode()
    pieces = {crc32(b"w" + edged[1:-1])}
    pieces.update(
        crc32(b"c" + edged[at : at + size])
        for size in PIECES
        for at in range(len(edged) - size + 1)
    )
    begun = edged[1:]
    return _Word(
        tuple({piece % BUCKETS for piece in pieces}),
        edged[1:-1],
        begun,
        crc32(b"b" + begun),
        crc32(b"t" + begun),
        crc32(b"s" + begun),
    )
