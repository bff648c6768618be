"""The line of a turn in which a searched word was said, cut to what a list shows."""

from __future__ import annotations

from collections.abc import Sequence

from flows.understanding.text.utterance import Said

Term = tuple[str, ...]  # one word to look for, in all of its ways

# Shorter ones stand for themselves: "no" is not the beginning of "november".
BEGINNING = 3
LINE = 160  # characters of what was said that a list shows


def line_of(whole: str, words: Sequence[Term]) -> str:
    """The line of a turn with one of the words, cut to what a list can show."""
    for line in whole.splitlines():
        tokens = Said(line).tokens
        if any(_begins(token, way) for token in tokens for word in words for way in word):
            return line if len(line) <= LINE else _around(line, words)
    return whole[:LINE]


def _around(line: str, words: Sequence[Term]) -> str:
    """The part of a long line around the first of the words."""
    pieces = line.split()
    at = next(
        (
            n
            for n, piece in enumerate(pieces)
            if any(_begins(t, w) for t in Said(piece).tokens for word in words for w in word)
        ),
        0,
    )
    begin = max(at - 8, 0)
    part = " ".join(pieces[begin : at + 12])[:LINE]
    return f"{'… ' if begin else ''}{part} …"


def _begins(token: str, way: str) -> bool:
    return token.startswith(way) if len(way) >= BEGINNING else token == way
