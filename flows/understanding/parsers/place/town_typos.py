"""Mistyped names of places: a guess, never an answer."""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.understanding.places.place_names import Name, Words
from flows.understanding.places.places import Places

_SHORTEST = 4
_LONGEST = 30


class Typos:
    """The known names without spaces, by length."""

    def __init__(self, places: Places) -> None:
        self._by_length: dict[int, dict[str, Name]] = defaultdict(dict)
        for words, name in places.names.items():
            joined = "".join(words)
            if len(joined) > _SHORTEST:
                self._by_length[len(joined)].setdefault(joined, name)

    def same_letters(self, words: Words) -> Name | None:
        """The name with these letters and other spaces: "ne whaven", "bridge port"."""
        joined = "".join(words)
        return self._by_length[len(joined)].get(joined) if len(joined) in self._by_length else None

    def nearest(self, words: Words) -> list[Name]:
        """The places one slip of the finger away, or two in a long name: more than one if they are
        as near."""
        joined = "".join(words)
        if not _SHORTEST <= len(joined) <= _LONGEST:
            return []
        near: list[tuple[int, Name]] = []
        for length in range(len(joined) - 2, len(joined) + 3):
            names = self._by_length.get(length)
            if names:
                allowed = 2 if length >= 8 else 1
                near += [
                    (int(distance), names[text])
                    for text, distance, _ in process.extract(
                        joined, names.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=None
                    )
                ]
        best = min((distance for distance, _ in near), default=0)
        return list({name.value: name for distance, name in near if distance == best}.values())
