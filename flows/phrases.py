"""Phrases as data: a small pattern language, compiled once, looked up by word.

    kill (myself|me)         one of several
    i [really] want to die   a word that may be missing
    bleed*                   any ending
    not ... breathing        up to three words between
    = stop                   the whole message and nothing else
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.words import Said, fold

_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\.\.\.)|(\S+)")
_GAP = r"(?:\w+ ){0,3}?"


class PhraseError(ValueError):
    """A phrase in a data file cannot be read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The name under which a phrase stands, and where it was found in `Said.bare`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    name: str
    order: int
    pattern: re.Pattern[str]


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w*]+", " ", fold(text).replace("'", "")).split())


def _alternatives(text: str) -> list[str]:
    return [_words(part) for part in text.split("|")]


def _one_of(alternatives: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(a).replace(r"\*", r"\w*").replace(r"\ ", " ") for a in alternatives) + ")"


def _compile(template: str) -> tuple[str, list[list[str]]]:
    """A phrase's pattern, and its required places as lists of first words (wildcard places left out)."""
    body, required = "", []
    for group, optional, gap, word in _PART.findall(template):
        if gap:
            body += _GAP
        elif optional:
            body += f"(?:{_one_of(_alternatives(optional))} )?"
        else:
            alternatives = _alternatives(group) if group else [_words(word)]
            if not all(alternatives):
                raise PhraseError(f"cannot read the phrase {template!r}: an empty word")
            body += _one_of(alternatives) + " "
            heads = [a.split()[0] for a in alternatives]
            if not any("*" in head for head in heads):
                required.append(heads)
    return body, required


class PhraseBook:
    """Named phrases. `find` gives every hit, in the order in which the names were given, then by place."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        self._always: list[_Phrase] = []
        self.vocabulary: set[str] = set()
        for order, (name, templates) in enumerate(entries.items()):
            for template in templates:
                self._add(name, order, str(template))

    def _add(self, name: str, order: int, template: str) -> None:
        whole = template.startswith("= ")
        body, required = _compile(template.removeprefix("= "))
        if not body:
            raise PhraseError(f"cannot read the phrase {template!r} under {name!r}: it is empty")
        pattern = re.compile(f"^{body}$" if whole else rf"(?<!\w){body}")
        phrase = _Phrase(name, order, pattern)
        self.vocabulary.update(word for heads in required for word in heads)
        if not required:
            self._always.append(phrase)
            return
        rarest = max(required, key=lambda heads: min(len(head) for head in heads))
        for head in set(rarest):
            self._by_word[head].append(phrase)

    def find(self, said: Said) -> list[Hit]:
        return self.find_in(said.bare)

    def find_in(self, bare: str) -> list[Hit]:
        """As `find`, for text already folded to bare words."""
        candidates = list(self._always)
        for word in set(bare.split()):
            candidates += self._by_word.get(word, ())
        text = bare + " "
        hits = [
            (phrase.order, match.start(), match.end() - 1, phrase.name)
            for phrase in candidates
            if (match := phrase.pattern.search(text))
        ]
        return [Hit(name, start, end) for _, start, end, name in sorted(set(hits))]
