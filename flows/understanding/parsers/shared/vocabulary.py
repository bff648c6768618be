"""Word sets in code, written as lines of words."""

from __future__ import annotations


def wordlist(*lines: str) -> list[str]:
    """The words of some lines, in order."""
    return " ".join(lines).split()


def wordset(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(wordlist(*lines))
