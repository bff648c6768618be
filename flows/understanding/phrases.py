"""Phrases as data: a small pattern language, compiled once, looked up by word.

kill (myself|me)         one of several
i [really] want to die   a word that may be missing
bleed*                   any ending
not ... breathing        up to three words between
(<partner>|he) hits me   a named group of words
= stop                   the whole message and nothing else
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flows.understanding.utterance import Said, fold

_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\.\.\.)|(\S+)")
_GROUP = re.compile(r"<([^<>]*)>")
_GAP = r"(?:\w+ ){0,3}?"
# letters before a `*` by which such a phrase is looked up; shorter ones are tried on every text
_STEM = 4
_NOT_WORD = re.compile(r"[^\w*]+")
_FORMS = 4096  # the same words stand in many phrases
# Of thousands of patterns few are ever tried: each is compiled when it is. They are made of words
# and of what stands between them here, so that none can be wrong.
_compiled = lru_cache(maxsize=None)(re.compile)
_MASK = ". "  # stands for what was masked: no word, so that nothing matches across it


class PhraseError(ValueError):
    """A phrase in a data file cannot be read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The name under which a phrase stands, and where it was found in `Said.bare`."""

    name: str
    start: int
    end: int


class _Place(NamedTuple):
    """What may stand at a place: one of some words, or several words together; `some` has at least
    one of each."""

    some: frozenset[str]
    single: frozenset[str]
    several: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
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

    def may_be_in(self, words: set[str]) -> bool:
        """Whether a text of these words has some for every place."""
        for some, single, several in self.places:
            if some.isdisjoint(words) or (
                several and single.isdisjoint(words) and not any(map(words.issuperset, several))
            ):
                return False
        return True


def spell_out(words: Iterable[str], same: Mapping[str, str]) -> str:
    """The words with every short form written out ("dont" as "do not"), as `same` has it."""
    return " ".join([same.get(word, word) for word in words])


def _place(alternatives: Iterable[str]) -> _Place | None:
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


class _Compiler:
    def __init__(self, groups: Mapping[str, Iterable[str]], same: Mapping[str, str]) -> None:
        self._groups = {name: "|".join(words) for name, words in groups.items()}
        self._same = same
        self.vocabulary: set[str] = set()

    def phrase(self, name: str, order: int, template: str) -> _Phrase:
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
                places.append(_place(alternatives))
        if not required:
            raise PhraseError(
                f"cannot read the phrase {template!r} under {name!r}: it has no word that must be"
                " there"
            )
        pattern = f"^{body}$" if whole else rf"(?<!\w){body}"
        return _Phrase(name, order, pattern, tuple(required), tuple(filter(None, places)))

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


class PhraseBook:
    """Named phrases. `find` gives every hit, in the order in which the names were given, then by
    place.

    `groups` are words usable in a phrase as `(<name>)`, `same` the short forms that are written out
    before comparing:
    a text given to `find_in` must have been through `spell_out` with the same ones.
    """

    def __init__(
        self,
        entries: Mapping[str, Iterable[str]],
        groups: Mapping[str, Iterable[str]] | None = None,
        same: Mapping[str, str] | None = None,
    ) -> None:
        compiler = _Compiler(groups or {}, same or {})
        phrases = [
            compiler.phrase(name, order, str(template))
            for order, (name, templates) in enumerate(entries.items())
            for template in templates
        ]
        self.vocabulary: frozenset[str] = frozenset(compiler.vocabulary)
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._by_stem: dict[str, list[_Phrase]] = defaultdict(list)
        self._always: list[_Phrase] = []
        common = Counter(
            word
            for phrase in phrases
            for place in phrase.required
            for one in place
            for word in one.split()
        )
        for phrase in phrases:
            self._index(phrase, common)
        self._heads = frozenset(self._by_word)

    def _index(self, phrase: _Phrase, common: Mapping[str, int]) -> None:
        """Under the rarest words of its rarest place, so that an ordinary text has few phrases to
        try."""

        def rarest(alternative: str) -> str:
            return min(alternative.split(), key=lambda word: ("*" in word, common[word]))

        places = ({rarest(alternative) for alternative in place} for place in phrase.required)
        for word in min(places, key=lambda words: max(common[word] for word in words)):
            stem = word.partition("*")[0]
            if stem == word:
                self._by_word[word].append(phrase)
            elif len(stem) >= _STEM:
                self._by_stem[stem[:_STEM]].append(phrase)
            else:
                self._always.append(phrase)

    def _candidates(self, bare: str) -> set[_Phrase]:
        """The phrases of which every word that must be there is there."""
        words = set(bare.split())
        found = self._always.copy()
        by_word, by_stem = self._by_word, self._by_stem
        for word in self._heads & words:
            found += by_word[word]
        if by_stem:
            for word in words:
                if word[:_STEM] in by_stem:
                    found += by_stem[word[:_STEM]]
        return {phrase for phrase in found if phrase.may_be_in(words)} if found else set()

    def may_be_in(self, bare: str) -> bool:
        """Whether any of these phrases can be in the text, or in what is left of it without some of
        its words."""
        return bool(self._candidates(bare))

    def find(self, said: Said) -> list[Hit]:
        return self.find_in(said.bare)

    def find_in(self, bare: str) -> list[Hit]:
        """As `find`, for text already folded to bare words."""
        candidates = self._candidates(bare)
        if not candidates:
            return []
        text = bare + " "
        hits = {
            (phrase.order, match.start(), match.end() - 1, phrase.name)
            for phrase in candidates
            if (match := phrase.pattern.search(text))
        }
        return [Hit(name, start, end) for _, start, end, name in sorted(hits)]

    def spans(self, bare: str) -> list[tuple[int, int]]:
        """What these phrases cover, as (start, end) in `bare`, the space behind it included; the
        same place more than once."""
        candidates = self._candidates(bare)
        if not candidates:
            return []
        text = bare + " "
        return sorted(
            match.span() for phrase in candidates for match in phrase.pattern.finditer(text)
        )

    def mask(self, bare: str) -> str:
        """The text without what these phrases cover; where nothing is covered, the same object."""
        spans = self.spans(bare)
        if not spans:
            return bare
        text = bare + " "
        kept, at = "", 0
        for start, end in spans:
            if start >= at:
                kept += text[at:start] + _MASK
            at = max(at, end)
        return (kept + text[at:]).rstrip()
