"""Patterns over kinds of words: `I BE PREG` finds "i am pregnant" and "we are both expecting"
alike.

PREG                a kind of word; a word in small letters is itself
(PREG|EXPECT KID)   one of several
[NUM|DET]           one that may be missing
<kid>               a named group
...                 up to three words between, in the same clause
^ PREG $            where a clause begins or ends
= PREG              the whole message
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\.\.\.)|(\S+)")
_GROUP = re.compile(r"<(\w+)>")
# Of thousands of patterns few are ever tried: each is compiled when it is.
_compiled = lru_cache(maxsize=None)(re.compile)
_GAP_WORDS = 3
_GAP = r"[^.]{0,3}?"
_STARTS = r"(?:^|(?<=\.))"
_ENDS = r"(?=\.|$)"
_BREAK = "."
_OTHER = "\ue000"  # any word that no pattern names; each that one names is one character of its own
_FIRST_CODE = 0xE001
_FIRST = "first_"  # whether it is the first baby is another question: neither hides the other
_DEPTH = 3  # a group may name a group, and that one a third


class GrammarError(ValueError):
    """A pattern cannot be read; the message names it."""


class Match(Struct, frozen=True):
    """What a pattern found: its name, and the places of its first word and after its last in the
    line."""

    name: str
    start: int
    end: int


class _Pattern(Struct, frozen=True):
    name: str
    written: str
    heads: tuple[frozenset[str], ...]
    """What each part that must be there may begin with, in order."""
    reaches: tuple[int, ...]
    """How many words behind the part before it each may begin at most; of the first it says
    nothing."""

    @property
    def regex(self) -> re.Pattern[str]:
        return _compiled(self.written)

    def may_be_in(self, places: _Places) -> bool:
        """Whether its parts stand in the line in this order and as near to each other as they must:
        far cheaper than to try it everywhere."""
        at = -1
        for heads, reach in zip(self.heads, self.reaches, strict=True):
            if at == -1:
                at = places[heads]
            else:
                near = 0
                for _ in range(reach):
                    at <<= 1
                    near |= at
                at = near & places[heads]
            if not at:
                return False
        return True


class _Places(dict[frozenset[str], int]):
    """Where a line has any of some kinds: a bit for each word, worked out once for each set."""

    def __init__(self, kinds: Sequence[str]) -> None:
        super().__init__()
        self._where: dict[str, int] = {}
        for place, kind in enumerate(kinds):
            self._where[kind] = self._where.get(kind, 0) | 1 << place

    def __missing__(self, heads: frozenset[str]) -> int:
        found = 0
        for kind in heads & self._where.keys():
            found |= self._where[kind]
        self[heads] = found
        return found


class Grammar:
    """Named patterns. `matches` finds all of them in a line of kinds; what lies inside a longer one
    is left out."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], groups: Mapping[str, str]) -> None:
        self._groups = groups
        self._codes: dict[str, str] = {_BREAK: _BREAK}
        self._by_head: dict[str, list[_Pattern]] = defaultdict(list)
        compiled = [
            self._compile(name, template) for name, lines in patterns.items() for template in lines
        ]
        weight: dict[str, int] = defaultdict(int)
        for pattern in compiled:
            for heads in pattern.heads:
                for head in heads:
                    weight[head] += 1
        for pattern in compiled:
            for head in min(pattern.heads, key=lambda heads: max(weight[head] for head in heads)):
                self._by_head[head].append(pattern)

    def _expand(self, text: str, template: str) -> str:
        for _ in range(_DEPTH):
            if "<" not in text:
                return text
            text = _GROUP.sub(lambda match: self._named(match[1], template), text)
        raise GrammarError(f"{template!r}: groups name each other too deeply")

    def _named(self, name: str, template: str) -> str:
        if name not in self._groups:
            raise GrammarError(f"{template!r}: there is no group <{name}>")
        return self._groups[name]

    def _compile(self, name: str, template: str) -> _Pattern:
        whole = template.startswith("= ")
        body = r"^\.*" if whole else ""
        heads: list[frozenset[str]] = []
        reaches, since = [], 0
        for group, optional, gap, word in _PART.findall(template.removeprefix("= ")):
            if gap:
                body += _GAP
                since += _GAP_WORDS
            elif word == "^":
                body += _STARTS
            elif word == "$":
                body += _ENDS
            elif optional:
                choice, _, longest = self._choice(optional, template)
                body += f"{choice}?"
                since += longest
            else:
                choice, first, longest = self._choice(group or word, template)
                body += choice
                heads.append(first)
                reaches.append(since)
                since = longest
        if not heads:
            raise GrammarError(f"{template!r}: there is no word that must be there")
        written = body + (r"\.*$" if whole else "")
        return _Pattern(name, written, tuple(heads), tuple(reaches))

    def _code(self, word: str) -> str:
        return self._codes.setdefault(word, chr(_FIRST_CODE + len(self._codes)))

    def _choice(self, text: str, template: str) -> tuple[str, frozenset[str], int]:
        """The expression, the words that it may begin with, and its most words."""
        ways = sorted(
            (way.split() for way in self._expand(text, template).split("|")), key=len, reverse=True
        )
        if not all(ways):
            raise GrammarError(f"{template!r}: an empty word")
        longer = [
            "".join(re.escape(self._code(word)) for word in way) for way in ways if len(way) > 1
        ]
        single = "".join(re.escape(self._code(way[0])) for way in ways if len(way) == 1)
        spelt = "|".join([*longer, *([f"[{single}]"] if single else [])])
        return f"(?:{spelt})", frozenset(way[0] for way in ways), len(ways[0])

    def matches(self, kinds: Sequence[str]) -> list[Match]:
        line = "".join([self._codes.get(kind, _OTHER) for kind in kinds])
        found: set[tuple[int, int, str]] = set()
        places = _Places(kinds)
        tried: set[int] = set()
        for head in dict.fromkeys(kinds):
            for pattern in self._by_head.get(head, ()):
                if id(pattern) not in tried and pattern.may_be_in(places):
                    tried.add(id(pattern))
                    for match in pattern.regex.finditer(line):
                        found.add((*match.span(), pattern.name))
        about_first = {hit for hit in found if hit[2].startswith(_FIRST)}
        return sorted(
            [*_outermost(found - about_first), *_outermost(about_first)],
            key=lambda match: (match.start, match.end),
        )


def _outermost(found: set[tuple[int, int, str]]) -> list[Match]:
    kept: list[Match] = []
    for start, end, name in sorted(found, key=lambda hit: (hit[0] - hit[1], hit[0], hit[2])):
        inside = any(
            k.start <= start and end <= k.end and (k.start, k.end) != (start, end) for k in kept
        )
        if not inside:
            kept.append(Match(name, start, end))
    return kept
