"""One text read as facts about persons, each with a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from flows.understanding.family.grammar import Grammar, Match
from flows.understanding.family.lexicon import BREAK, Lexicon, Word
from flows.understanding.family.persons import SELF, Persons
from flows.understanding.text.utterance import Said

When = Literal["now", "before"]

# What a word is, by what stands before it: "my son" is a child, "son dos" is "they are two".
_CHILD_BEFORE = frozenset(
    {"MY", "HER", "OLDEST", "AND", "FIRST", "LATER", "little", "a", "an", "the", "one", "old"}
)
_NOISE = "KINDOF"
_PAST = frozenset({"AGO", "before", "after", "despues"})
_MANY = frozenset({"NUM", "losses", "miscarriages", "abortos", "perdidas", "LATER"})
_ASKS = frozenset(
    {
        "do",
        "does",
        "did",
        "can",
        "could",
        "what",
        "which",
        "how",
        "why",
        "who",
        "where",
        "when",
        "cuentan",
        "cuenta",
        "is",
        "are",
    }
    | {"que", "cual", "como", "donde", "cuando", "puedo", "pueden", "cuanto", "if", "si"}
)
# Questions without their mark: "does a stepson count", "what if my partner is".
_ABOUT_RULES = frozenset({("does",), ("cuentan",), ("cuenta",), ("cuento",)})
_WHAT_IF = frozenset(
    {("what", "if"), ("y", "si"), ("que", "pasa"), ("how", "about"), ("do", "they")}
)


class Fact(Struct, frozen=True):
    """What is so (the name in the data), of whom, when, and where in the line it stands."""

    what: str
    who: str
    when: When
    start: int
    end: int


class Read(Struct, frozen=True):
    """The facts of one text, in order; `slip` where a word had to be put right; `kinds` the line
    that was read."""

    facts: tuple[Fact, ...]
    words: tuple[Word, ...]
    kinds: tuple[str, ...]
    persons: Persons
    slip: bool

    def of(self, *names: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.what in names]


class Reader:
    """Reads texts with the words and the patterns of the data."""

    def __init__(self, lexicon: Lexicon, grammar: Grammar) -> None:
        self._lexicon = lexicon
        self._grammar = grammar

    def read(self, said: Said) -> Read:
        words = [word for word in self._lexicon.read(said) if word.kind != _NOISE]
        kinds = _kinds(words)
        persons = Persons(kinds, words)
        facts = tuple(
            Fact(
                match.name,
                persons.of(match.start, match.end),
                _when(kinds, match),
                match.start,
                match.end,
            )
            for match in self._grammar.matches(kinds)
            if not _is_asked(kinds, words, match.start)
        )
        slip = any(word.slip for fact in facts for word in words[fact.start : fact.end])
        return Read(facts, tuple(words), tuple(kinds), persons, slip)


def _kinds(words: Sequence[Word]) -> list[str]:
    kinds = [word.kind or word.text for word in words]
    for place, kind in enumerate(kinds):
        if kind == "SON":
            child = (
                place > 0
                and words[place - 1].text not in ("y", "e")
                and (kinds[place - 1] in _CHILD_BEFORE or words[place - 1].text in _CHILD_BEFORE)
            )
            kinds[place] = "KID" if child else "BE"
        elif kind == "YO":
            kinds[place] = "YR" if place and kinds[place - 1] == "NUM" else "I"
    return kinds


def clause(kinds: Sequence[str], place: int) -> tuple[int, int]:
    """The first place of the clause around a place, and the one after its last."""
    start = place
    while start > 0 and kinds[start - 1] != BREAK:
        start -= 1
    end = place
    while end < len(kinds) and kinds[end] != BREAK:
        end += 1
    return start, end


def _when(kinds: Sequence[str], match: Match) -> When:
    start, end = clause(kinds, match.start)
    around = set(kinds[start:end])
    return "before" if not _PAST.isdisjoint(around) else "now"


def _is_asked(kinds: Sequence[str], words: Sequence[Word], place: int) -> bool:
    """Whether the clause is a question to us: "does a stepson count" tells of none."""
    start, end = clause(kinds, place)
    opening = tuple(word.text for word in words[start : start + 2])
    if opening[:1] in _ABOUT_RULES or opening in _WHAT_IF:
        return True
    return words[start].text in _ASKS and (end < len(words) and words[end].text == "?")


__all__ = ["SELF", "Fact", "Read", "Reader"]


def first_after_a_loss(read: Read) -> bool:
    """ "I've had two miscarriages so this is the first one I get to hold": one is coming, if the
    question says so too."""
    ends = [fact.end for fact in read.of("lost")]
    return bool(ends) and any(fact.start >= max(ends) for fact in read.of("first_yes"))
