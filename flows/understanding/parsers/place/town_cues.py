"""The words around a place's name: does the person live there, come from there, or only pass by?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import IntEnum

from flows.understanding.places.place_names import Words, words_of
from flows.understanding.places.places import Wording


class Cue(IntEnum):
    """What the words before a name say, from "not there" to "I live there"."""

    NOT_HERE = -2
    SOMEONE_ELSE = -1
    NONE = 0
    FROM = 1
    AT = 2
    LIVE = 3


class Cues:
    """The phrases of the data file, looked up by their last word."""

    def __init__(self, wording: Wording) -> None:
        self._by_last: dict[str, list[tuple[Words, Cue]]] = defaultdict(list)
        for cue, phrases in (
            (Cue.NOT_HERE, wording.not_here),
            (Cue.SOMEONE_ELSE, wording.someone_else),
            (Cue.LIVE, wording.live),
            (Cue.AT, wording.at),
            (Cue.FROM, wording.from_),
        ):
            self._add(phrases, cue)
        for known in self._by_last.values():
            known.sort(key=lambda phrase: -len(phrase[0]))
        self._between = frozenset(wording.between)
        self._not_the_town = frozenset(wording.not_the_town)

    def _add(self, phrases: Iterable[str], cue: Cue) -> None:
        for words in map(words_of, phrases):
            self._by_last[words[-1]].append((words, cue))

    def before(self, tokens: Words, start: int) -> Cue:
        """What the words before `start` say; small words between ("in the town of") are looked
        through."""
        weak = Cue.NONE
        while start > 0:
            cue = self._ending(tokens, start)
            if cue not in (Cue.NONE, Cue.FROM, Cue.AT):
                return cue
            weak = max(weak, cue)
            if tokens[start - 1] not in self._between:
                break
            start -= 1
        return weak

    def _ending(self, tokens: Words, end: int) -> Cue:
        for words, cue in self._by_last.get(tokens[end - 1], ()):
            if len(words) <= end and tokens[end - len(words) : end] == words:
                return cue
        return Cue.NONE

    def names_another_thing(self, tokens: Words, end: int) -> bool:
        """Whether the word after makes it a street, a county, a hospital ("Farmington Ave")."""
        return end < len(tokens) and tokens[end] in self._not_the_town
