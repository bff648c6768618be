"""Compiles a phrase of the pattern language into a regular expression, and the words it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flows.understanding.text.utterance import fold

_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\.\.\.)|(\S+)")
_GROUP = re.compile(r"<([^<>]*)>")
_GAP = r"(?:\w+ ){0,3}?"
# letters before a `*` by which such a phrase is looked up; shorter ones are tried on every text
STEM = 4
_NOT_WORD = re.compile(r"[^\w*]+")
_FORMS = 4096  # the same words stand in many phrases
# Of thousands of patterns few are ever tried: each is compiled when it is. They are made of words
# and of what stands between them here, so that none can be wrong.
_compiled = lru_cache(maxsize=None)(re.compile)


class PhraseError(ValueError):
    """A phrase in a data file cannot be read."""


class _Place(NamedTuple):
    """What may stand at a place: one of some words, or several words together; `some` has at least
    one of each."""

    some: frozenset[str]
    single: frozenset[str]
    several: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    name: str
    order: int
    written: str
    required: tuple[tuple[str, ...], ...]
    """The places that must be there, each as what may stand there: a word, or several; `bleed*` as
    it stands."""
    places: tuple[_Place, ...]
    """The same with all their words, as far as they can be looked up: where one is missing, the
    pattern need not be tried."""

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.written)

    def may_be_in(self, words: frozenset[str]) -> bool:
        """Whether a text of these words has some for every place."""
        for some, single, several in self.places:
            if some.isdisjoint(words) or (
                several and single.isdisjoint(words) and not any(map(words.issuperset, several))
            ):
                return False
        return True


@lru_cache(maxsize=8)
def word_set(bare: str) -> frozenset[str]:
    """The words of a text; a turn asks dozens of books about the same few forms of its own."""
    return frozenset(bare.split())


def spell_out(words: Iterable[str], same: Mapping[str, str]) -> str:
    """The words with every short form written out ("dont" as "do not"), as `same` has it."""
    return " ".join([same.get(word, word) for word in words])


@lru_cache(maxsize=_FORMS)  # the same words stand in many phrases: their sets are kept once
def _place(alternatives: tuple[str, ...]) -> _Place | None:
    """None where one of them is a word with any ending, which cannot be looked up."""
    known = [
        frozenset(word for word in alternative.split() if "*" not in word)
        for alternative in alternatives
    ]
    if not all(known):
        return None
    single = frozenset(word for words in known if len(words) == 1 for word in words)
    several = tuple(words for words in known if len(words) > 1)
    return _Place(single | {max(words, key=len) for words in several}, single, several)


@lru_cache(maxsize=_FORMS)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(_NOT_WORD.sub(" ", fold(text).replace("'", "")).split())


class PhraseCompiler:
    def __init__(self, groups: Mapping[str, Iterable[str]], same: Mapping[str, str]) -> None:
        self._groups = {name: "|".join(words) for name, words in groups.items()}
        self._same = same
        self.vocabulary: set[str] = set()

    def phrase(self, name: str, order: int, template: str) -> Phrase:
        whole = template.startswith("= ")
        body, required, places = "", [], []
        for group, optional, gap, word in _PART.findall(
            _GROUP.sub(self._named, template.removeprefix("= "))
        ):
            if gap:
                body += _GAP
            elif optional:
                body += f"(?:{self._one_of(optional)[0]} )?"
            else:
                choice, alternatives = self._one_of(group or word)
                body += choice + " "
                required.append(tuple(alternatives))
                places.append(_place(tuple(alternatives)))
        if not required:
            raise PhraseError(
                f"cannot read the phrase {template!r} under {name!r}: it has no word that must be"
                " there"
            )
        pattern = f"^{body}$" if whole else rf"(?<!\w){body}"
        return Phrase(name, order, pattern, tuple(required), tuple(filter(None, places)))

    def _named(self, match: re.Match[str]) -> str:
        words = self._groups.get(match[1])
        if words is None:
            raise PhraseError(f"there is no group of words called <{match[1]}>")
        return _GROUP.sub(self._named, words)

    def _one_of(self, text: str) -> tuple[str, list[str]]:
        alternatives = sorted(
            map(self._words, text.split("|")), key=len, reverse=True
        )  # "claro que si" before "claro"
        if not all(alternatives):
            raise PhraseError(f"cannot read {text!r}: an empty word")
        self.vocabulary.update(word for a in alternatives for word in a.split() if "*" not in word)
        pattern = "|".join(a.replace("*", r"\w*") for a in alternatives)
        return f"(?:{pattern})", alternatives

    def _words(self, text: str) -> str:
        return spell_out(_words_of(text), self._same)
