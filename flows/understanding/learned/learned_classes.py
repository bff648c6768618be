"""Which of several classes a text belongs to, by weights that were trained beforehand.

The weights are a softmax regression over what `ear_features` sees in a text and over groups of
words that mean the same ("husband", "boyfriend", "esposo"), which both languages share: many
classes of which one is meant, where `linear` has single labels of one question each. `training`
makes them, and a reader gets them as bytes.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import exp, sqrt
from operator import add
from sys import byteorder
from typing import NamedTuple
from zlib import crc32

from flows.understanding.learned.ear_features import BUCKETS, features, words_of

MAGIC = b"CLS1"
# Magic, how long the names and groups are, how many features, checksum of the sentences, what one
# step of the table is worth.
HEADER = struct.Struct("<4sIIIf")
# The shortest beginning of a word that stands for all words that begin so ("abog*").
LEAST_STEM = 3
_UNSIGNED = struct.Struct("<H")
_LANE = _UNSIGNED.size
_ZERO = 128  # what is added to a signed byte so that none is below zero
_ROWS = 256  # so many of them at once do not run over a lane


class ClassesError(ValueError):
    """The weights cannot be read."""


class Guess(NamedTuple):
    """A class and how likely it is, from 0 to 1; all classes of a text together make 1."""

    name: str
    chance: float


class Groups:
    """Words of one meaning, by the name of the group: "car" holds "car", "guagua", "drive". A word
    may end in * (all that begin so) and may be two words."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._of = {word: name for name, words in groups.items() for word in words}

    def found_in(self, words: list[str]) -> list[str]:
        """The groups of a text's words, in their order; a word outside every group is left out."""
        found = []
        at = 0
        while at < len(words):
            two = self._of.get(f"{words[at]} {words[at + 1]}") if at + 1 < len(words) else None
            name = two or self._group(words[at])
            if name:
                found.append(name)
            at += 2 if two else 1
        return found

    def _group(self, word: str) -> str | None:
        if whole := self._of.get(word):
            return whole
        stems = (f"{word[:size]}*" for size in range(len(word), LEAST_STEM - 1, -1))
        return next((self._of[stem] for stem in stems if stem in self._of), None)


def class_features(text: str, groups: Groups) -> frozenset[int]:
    """The features of a text, each below BUCKETS: those of the ear, and its groups of words alone,
    in pairs, and one after the other."""
    found = groups.found_in(words_of(text))
    kinds = sorted(set(found))
    made = {f"g {kind}" for kind in kinds}
    made |= {f"p {one} {other}" for at, one in enumerate(kinds) for other in kinds[at + 1 :]}
    made |= {f"o {one} {other}" for one, other in pairwise(found)}
    return features(text) | {crc32(each.encode()) % BUCKETS for each in made}


class LearnedClasses:
    """Trained weights, read from the bytes that `training` wrote; about half a millisecond a text.
    Raises ClassesError. `learned_from` is the checksum of the sentences that they were trained on.
    """

    def __init__(self, data: bytes) -> None:
        try:
            magic, size, count, self.learned_from, self._step = HEADER.unpack_from(data)
            head = data[HEADER.size : HEADER.size + size]
            read = json.loads(head)
            self.names = tuple(read["names"])
            self._bias = tuple(float(each) for each in read["bias"])
            self._groups = Groups(read["groups"])
        except (struct.error, ValueError, KeyError, TypeError) as error:
            raise ClassesError(f"no trained weights: {error}") from error
        wide = len(self.names)
        begin = HEADER.size + size
        table = begin + 4 * count
        if magic != MAGIC or len(self._bias) != wide or len(data) != table + count * wide:
            raise ClassesError("no trained weights, or of another program")
        places = struct.unpack(f"<{count}I", data[begin:table])
        self._row = {feature: at * wide * _LANE for at, feature in enumerate(places)}
        # Each weight above zero in a lane of its own, so that a row is one number, and to add rows
        # adds all their lanes at once.
        lanes = array("H", (weight + _ZERO for weight in array("b", data[table:])))
        self._lanes = (lanes if byteorder == "little" else _swapped(lanes)).tobytes()

    def __call__(self, text: str) -> tuple[Guess, ...]:
        """Every class with its chance, the likeliest first; none for a text without words."""
        found = class_features(text, self._groups)
        if not found:
            return ()
        rows = [self._row[feature] for feature in found if feature in self._row]
        scale = self._step / sqrt(len(found))
        sums = [0] * len(self.names)
        for at in range(0, len(rows), _ROWS):
            sums = [*map(add, sums, self._sum(rows[at : at + _ROWS]))]
        scores = [bias + scale * total for bias, total in zip(self._bias, sums, strict=True)]
        top = max(scores)
        chances = [exp(score - top) for score in scores]
        whole = sum(chances)
        guesses = (
            Guess(name, chance / whole) for name, chance in zip(self.names, chances, strict=True)
        )
        return tuple(sorted(guesses, key=lambda guess: -guess.chance))

    def _sum(self, rows: list[int]) -> list[int]:
        """The weights of some rows, class by class."""
        lanes, size = self._lanes, len(self.names) * _LANE
        total = sum(int.from_bytes(lanes[row : row + size], "little") for row in rows)
        above = len(rows) * _ZERO
        found = total.to_bytes(size, "little")
        return [each - above for (each,) in _UNSIGNED.iter_unpack(found)]


def _swapped(lanes: array[int]) -> array[int]:
    lanes.byteswap()
    return lanes
