"""Words as people type them: short forms written out, and slips of one letter put right where it
matters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from flows.understanding.text.phrase_patterns import spell_out

# What apostrophes and thumbs leave out. Only forms that are nothing else in either language.
SHORT_FORMS: Mapping[str, str] = {
    "im": "i am",
    "ive": "i have",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "cant": "can not",
    "cannot": "can not",
    "couldnt": "could not",
    "wont": "will not",
    "wouldnt": "would not",
    "isnt": "is not",
    "arent": "are not",
    "aint": "is not",
    "wasnt": "was not",
    "werent": "were not",
    "hasnt": "has not",
    "havent": "have not",
    "shouldnt": "should not",
    "shes": "she is",
    "hes": "he is",
    "theyre": "they are",
    "its": "it is",
    "thats": "that is",
    "theres": "there is",
    "youre": "you are",
    "wanna": "want to",
    "gonna": "going to",
    "gunna": "going to",
    "finna": "going to",
    "gotta": "have to",
    "alot": "a lot",
    "u": "you",
    "ur": "your",
    "tryna": "trying to",
    "whats": "what is",
    "pls": "please",
    "plz": "please",
    "rn": "right now",
    "kiero": "quiero",
    "quero": "quiero",
    "xq": "porque",
    "pq": "porque",
    "porq": "porque",
    "toy": "estoy",
    "ke": "que",
    "q": "que",
    "pa": "para",
    "bb": "bebe",
    "x": "por",
    "porfa": "por favor",
}
_SHORTEST, _LONGEST = (
    5,
    20,
)  # letters: shorter words are too often a slip away from another real word
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")


class Corrector:
    """Reads words that nobody would write as one of `vocabulary`, where a single slip, or writing
    by ear, explains them.

    `real` are words that do exist and are never changed; `same` is written out first. The first
    letter is believed, unless it changed places with the second or fell away: people rarely get it
    wrong, and "never" must not become "fever".
    """

    def __init__(
        self, vocabulary: Iterable[str], real: Iterable[str], same: Mapping[str, str]
    ) -> None:
        known = {*vocabulary, *(word for word in same if len(word) > _SHORTEST)}
        words = sorted(word for word in known if len(word) >= _SHORTEST and word.isalpha())
        self._same = same
        self._real = frozenset(vocabulary) | frozenset(real)
        # By a word with a letter less, the words that it may be, in one string: most stand alone.
        self._nearby: dict[str, str] = {}
        self._by_ear: dict[str, str] = {}
        for word in words:
            self._by_ear.setdefault(_sound(word), word)
            for form in _shortened(word):
                others = self._nearby.get(form)
                self._nearby[form] = f"{others} {word}" if others else word
        self._word: Callable[[str], str] = lru_cache(maxsize=8192)(self._read)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_word"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """A compiled flow is kept on disk; what was read of single words is not."""
        vars(self).update(state)
        self._word = lru_cache(maxsize=8192)(self._read)

    def read(self, words: Iterable[str]) -> str:
        return " ".join(map(self._word, words))

    def _read(self, word: str) -> str:
        if word in self._same:
            return self._same[word]
        if word in self._real:
            return word
        word = self._drawn_in(word) if word.isalpha() else word
        if word in self._real or not word.isalpha() or not _SHORTEST <= len(word) <= _LONGEST:
            return spell_out([word], self._same)
        known = self._one_slip_from(word) or self._by_ear.get(_sound(word), word)
        return self._same.get(known, known)

    def _drawn_in(self, word: str) -> str:
        """A drawn-out word as it is spelled: "heeeelp" is "help", "killll" is "kill"."""
        twice = _DRAWN_OUT.sub(r"\1\1", word)
        return twice if twice == word or twice in self._real else _DRAWN_OUT.sub(r"\1", word)

    def _one_slip_from(self, word: str) -> str | None:
        near = {known for form in _shortened(word) for known in self._nearby.get(form, "").split()}
        believable = (
            known
            for known in near
            if (word[0] == known[0] or word == known[1:] or word[:2] == known[1::-1])
            and OSA.distance(word, known, score_cutoff=1) <= 1
        )
        # Letters change places and fall out more often than wrong ones come in.
        return min(
            believable,
            key=lambda known: (sorted(known) != sorted(word), -len(known), known),
            default=None,
        )


def _shortened(word: str) -> set[str]:
    """The word, and the word without any one of its letters: two words one slip apart share one of
    these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


_BY_EAR = (
    (re.compile(r"ll"), "y"),
    (re.compile(r"ck|qu(?=[ei])|q"), "k"),
    (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"c(?!h)"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<![cst])h|(?<=g)u(?=[ei])"), ""),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"v"), "b"),
    (re.compile(r"y"), "i"),
    (re.compile(r"(\w)\1"), r"\1"),
)


def _sound(word: str) -> str:
    """What the word sounds like, roughly, so that "nesesito" meets "necesito" and "emergensi"
    "emergency"."""
    for pattern, letter in _BY_EAR:
        word = pattern.sub(letter, word)
    return word
