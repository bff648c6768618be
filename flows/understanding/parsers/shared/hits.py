"""Which phrases of a text stand: the longest ones, and not the ones that were said with a "not"
before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.phrase_patterns import PhraseError
from flows.understanding.text.phrases import Hit, PhraseBook
from flows.understanding.text.utterance import Said

NEGATORS = wordset(
    "no not dont doesnt didnt isnt arent aint wasnt cant cannot couldnt wont havent hasnt hadnt"
    " never without nor",
    "neither ni nunca tampoco sin jamas nada except excepto salvo menos",
)
_TURNS = wordset("but pero sino and y although aunque")
_BREAKS = re.compile(r"[,;:!?()]|\.(?!\d)")
_REACH = 4  # words before a phrase in which a "not" still governs it


class ParserDataError(ValueError):
    """A parser's data section is wrong; the message names the path inside the section and the
    reason."""


def book(entries: Mapping[str, tuple[str, Iterable[str]]]) -> PhraseBook:
    """A phrase book from name -> (path in the data, phrases); a phrase that cannot be read is
    refused with its path."""
    for path, phrases in entries.values():
        for place, phrase in enumerate(phrases):
            try:
                PhraseBook({"": [phrase]})
            except (PhraseError, re.error) as reason:
                raise ParserDataError(f"{path}[{place}]: {reason}") from reason
    return PhraseBook({name: phrases for name, (_, phrases) in entries.items()})


def outermost(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that do not lie inside a longer one: "not pregnant" leaves nothing of "pregnant"."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: h.start - h.end):
        if not any(
            k.start <= hit.start and hit.end <= k.end and k.end - k.start > hit.end - hit.start
            for k in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.start, h.end))


def _clauses(said: Said) -> list[int]:
    """Where in `bare` each clause begins, by the punctuation of `plain`."""
    starts, at = [], 0
    for part in _BREAKS.split(said.plain):
        starts.append(at)
        words = Said(part).bare
        at += len(words) + 1 if words else 0
    return starts


def before(said: Said, hit: Hit, reach: int = _REACH) -> list[str]:
    """The last words before a hit in its own clause, back to a "but" or an "and"."""
    start = max((begin for begin in _clauses(said) if begin <= hit.start), default=0)
    words: list[str] = []
    for word in reversed(said.bare[start : hit.start].split()[-reach:]):
        if word in _TURNS:
            break
        words.insert(0, word)
    return words


def negated(said: Said, hit: Hit) -> bool:
    """Whether a "not" before the hit, in the same clause, governs it."""
    if NEGATORS.isdisjoint(said.tokens):
        return False
    return not NEGATORS.isdisjoint(before(said, hit))
