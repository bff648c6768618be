"""Places named in a text: the longest names, what is said about them, and the names that look
mistyped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import OSA

from flows.understanding.parsers.place.town_cues import Cue, Cues
from flows.understanding.places.place_names import ELSEWHERE, Name, Words, words_of
from flows.understanding.places.places import Places


class Found(Struct, frozen=True):
    """A place in a text. `value` is empty where it cannot be told which place is meant."""

    value: str
    label: str
    start: int
    end: int
    cue: Cue
    name: Name
    sure: bool
    in_connecticut: bool = False


class TownNames:
    """Finds every name of the data file in a text, word by word."""

    def __init__(self, places: Places) -> None:
        wording = places.wording
        self._by_first: dict[str, list[Name]] = defaultdict(list)
        for name in sorted(places.names.values(), key=lambda name: -len(name.words)):
            self._by_first[name.words[0]].append(name)
        self._cues = Cues(wording)
        self._connecticut = [words_of(text) for text in wording.our_state]
        self._starts_connecticut = frozenset(words[0] for words in self._connecticut)
        self._directions = frozenset(wording.directions)
        self._small_words = frozenset(wording.filler)
        self._joining = frozenset(wording.joining)
        self._letters = places.letters
        self._maybe_letters = places.maybe_letters
        self._longer = self._names_inside_names(places)

    @staticmethod
    def _names_inside_names(places: Places) -> dict[Words, list[tuple[int, str, Name]]]:
        """For "hartford": "west" before, "east" before …; for "windsor": "locks" after. Mistyped,
        they hide the longer name."""
        longer: dict[Words, list[tuple[int, str, Name]]] = defaultdict(list)
        for words, name in places.names.items():
            for side, extra, inner in ((-1, words[0], words[1:]), (1, words[-1], words[:-1])):
                if (
                    inner in places.names
                    and len(extra) > 1
                    and places.names[inner].value != name.value
                ):
                    longer[inner].append((side, extra, name))
        return longer

    def find(self, tokens: Words) -> list[Found]:
        """The places named, in order. Streets, counties and the like are found too, as
        `NOT_HERE`."""
        found: list[Found] = []
        place = 0
        while place < len(tokens):
            name = self._name_at(tokens, place)
            if name is None:
                self._state_letters(tokens, place, found)
                place += 1
                continue
            end = place + len(name.words)
            self._add(tokens, self._look_around(tokens, name, place, end), found)
            place = end
        return found

    def _name_at(self, tokens: Words, place: int) -> Name | None:
        for name in self._by_first.get(tokens[place], ()):
            if tokens[place : place + len(name.words)] == name.words:
                return name
        return None

    def _look_around(self, tokens: Words, name: Name, start: int, end: int) -> Found:
        in_connecticut = any(tokens[end : end + len(words)] == words for words in self._connecticut)
        cue = (
            Cue.NOT_HERE
            if self._cues.names_another_thing(tokens, end)
            else self._cues.before(tokens, start)
        )
        found = Found(name.value, name.label, start, end, cue, name, name.sure, in_connecticut)
        if meant := self._mistyped(tokens, name, start, end):
            one = meant[0] if len({other.value for other in meant}) == 1 else None
            return replace(
                found, value=one.value if one else "", label=one.label if one else "", sure=False
            )
        if start and name.value != ELSEWHERE and tokens[start - 1] in self._directions:
            return replace(found, sure=False)
        return found

    def _mistyped(self, tokens: Words, name: Name, start: int, end: int) -> list[Name]:
        """The longer names that this one and the word beside it may be: "wst hartford" is no
        Hartford."""
        meant = []
        for side, extra, longer in self._longer.get(name.words, ()):
            beside = start - 1 if side < 0 else end
            if 0 <= beside < len(tokens) and (word := tokens[beside]) not in self._small_words:
                distance = OSA.distance(word, extra, score_cutoff=1)
                if distance == 1 and len(word) > 1:
                    meant.append(longer)
        return meant

    def _add(self, tokens: Words, new: Found, found: list[Found]) -> None:
        if new.name.state and found and found[-1].end == new.start:
            town = found.pop()
            label = new.label if town.value == ELSEWHERE else f"{town.label}, {new.label}"
            new = replace(new, label=label, start=town.start, cue=town.cue)
        elif (
            found
            and new.cue == Cue.NONE
            and found[-1].cue < Cue.NONE
            and self._joined(tokens, found[-1].end, new.start)
        ):
            new = replace(new, cue=found[-1].cue)
        found.append(new)

    def _joined(self, tokens: Words, end: int, start: int) -> bool:
        return start == end + 1 and tokens[end] in self._joining

    def _state_letters(self, tokens: Words, place: int, found: list[Found]) -> None:
        """ "ma" is a state after a place ("Springfield MA"), after "in", or alone; "me" only throws
        doubt on a town."""
        letters = tokens[place]
        beside = bool(found) and found[-1].end == place
        if letters in self._letters and self._ends(tokens, place + 1):
            cue = self._cues.before(tokens, place)
            if beside or cue in (Cue.LIVE, Cue.AT) or len(tokens) == 1:
                name = Name((letters,), ELSEWHERE, letters.upper(), state=True)
                self._add(
                    tokens,
                    Found(ELSEWHERE, name.label, place, place + 1, cue, name, sure=True),
                    found,
                )
        elif letters in self._maybe_letters and beside and place == len(tokens) - 1:
            found[-1] = replace(found[-1], sure=False)

    @staticmethod
    def _ends(tokens: Words, place: int) -> bool:
        return place == len(tokens) or tokens[place].isdigit() or tokens[place] == "usa"

    def denied(self, tokens: Words, word: str) -> bool:
        """Whether the words before say that this person does not live there ("i used to live in
        06106")."""
        return word in tokens and self._cues.before(tokens, tokens.index(word)) < Cue.NONE

    def after_cue(self, tokens: Words) -> Iterator[Words]:
        """The words that stand where a place would ("i live in … with my kids"): two of them, and
        one."""
        cues = ((self._cues.before(tokens, place), place) for place in range(1, len(tokens)))
        cue, place = max(cues, default=(Cue.NONE, 0))
        if cue >= Cue.AT:
            yield tokens[place : place + 2]
            yield tokens[place : place + 1]

    def stripped(self, tokens: Words) -> Words:
        """The words without those that say nothing about where ("i live in … ct")."""
        return tuple(self._meaningful(tokens))

    def _meaningful(self, tokens: Words) -> Iterator[str]:
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token in self._starts_connecticut:
                state = next(
                    (w for w in self._connecticut if tokens[place : place + len(w)] == w), None
                )
                if state:
                    place += len(state)
                    continue
            if token not in self._small_words:
                yield token
            place += 1
