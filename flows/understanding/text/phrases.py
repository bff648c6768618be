"""Phrases as data: a small pattern language, compiled once, looked up by word.

kill (myself|me)         one of several
i [really] want to die   a word that may be missing
bleed*                   any ending
not ... breathing        up to three words between
(<partner>|he) hits me   a named group of words
= stop                   the whole message and nothing else
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.understanding.text.phrase_patterns import STEM, Phrase, PhraseCompiler, word_set
from flows.understanding.text.utterance import Said

_MASK = ". "  # stands for what was masked: no word, so that nothing matches across it


@dataclass(frozen=True, slots=True)
class Hit:
    """The name under which a phrase stands, and where it was found in `Said.bare`."""

    name: str
    start: int
    end: int


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
        compiler = PhraseCompiler(groups or {}, same or {})
        phrases = [
            compiler.phrase(name, order, str(template))
            for order, (name, templates) in enumerate(entries.items())
            for template in templates
        ]
        self.vocabulary: frozenset[str] = frozenset(compiler.vocabulary)
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        self._by_stem: dict[str, list[Phrase]] = defaultdict(list)
        self._always: list[Phrase] = []
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

    def _index(self, phrase: Phrase, common: Mapping[str, int]) -> None:
        """Under the rarest words of its rarest place, so that an ordinary text has few phrases to
        try."""

        def rarest(alternative: str) -> str:
            return min(alternative.split(), key=lambda word: ("*" in word, common[word]))

        places = ({rarest(alternative) for alternative in place} for place in phrase.required)
        for word in min(places, key=lambda words: max(common[word] for word in words)):
            stem = word.partition("*")[0]
            if stem == word:
                self._by_word[word].append(phrase)
            elif len(stem) >= STEM:
                self._by_stem[stem[:STEM]].append(phrase)
            else:
                self._always.append(phrase)

    def _candidates(self, bare: str) -> set[Phrase]:
        """The phrases of which every word that must be there is there."""
        words = word_set(bare)
        found = self._always.copy()
        by_word, by_stem = self._by_word, self._by_stem
        for word in self._heads & words:
            found += by_word[word]
        if by_stem:
            for word in words:
                if word[:STEM] in by_stem:
                    found += by_stem[word[:STEM]]
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
