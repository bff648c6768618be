"""The learned ear: how much a text sounds like danger, and like which kind, from weights that were
trained beforehand.

It answers for what the rules do not hear, and only ever with "perhaps": what it finds is asked
about, never taken. The weights are a table over features (see `ear_features`); `training` makes
them, and a reader gets them as bytes.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Collection
from functools import partial
from math import sqrt

from flows.understanding.learned.ear_features import BUCKETS, features

MAGIC = b"EAR1"
# Magic, how many kinds, buckets of the kinds, checksum of the sentences, the bias, and what one
# step of the table is worth.
HEADER = struct.Struct("<4sHIIff")


class EarError(ValueError):
    """The weights cannot be read."""


class Perhaps:
    """How much a text sounds like danger (log odds; 0 is even), and the kind that it sounds most
    like.

    The kind costs more than the score and is seldom asked for: `name` works it out then.
    """

    def __init__(self, score: float, name: Callable[[], str]) -> None:
        self.score = score
        self._name = name

    @property
    def kind(self) -> str:
        return self._name()


# What the conversation is given: a function from a text to what it may be.
Listen = Callable[[str], Perhaps]


def deaf(text: str) -> Perhaps:
    """An ear that hears nothing, for a conversation without trained weights."""
    return Perhaps(-99.0, str)


class Ear:
    """Trained weights, read from the bytes that `training` wrote; under a tenth of a millisecond a
    text. Raises EarError.

    `learned_from` is the checksum of the sentences that they were trained on.
    """

    def __init__(self, data: bytes) -> None:
        try:
            magic, count, self._buckets, self.learned_from, self._bias, self._step = (
                HEADER.unpack_from(data)
            )
            names, _, tables = data[HEADER.size :].partition(b"\n")
            self._kinds = tuple(names.decode("ascii").split(" "))
        except (struct.error, UnicodeDecodeError) as error:
            raise EarError(f"no trained weights: {error}") from error
        if (
            magic != MAGIC
            or len(self._kinds) != count
            or len(tables) != BUCKETS + count * self._buckets
        ):
            raise EarError("no trained weights, or of another program")
        self._weights = array("b", tables[:BUCKETS])
        self._of_kind = [
            array("b", tables[at : at + self._buckets])
            for at in range(BUCKETS, len(tables), self._buckets)
        ]

    def __call__(self, text: str) -> Perhaps:
        found = features(text)
        if not found:
            return deaf(text)
        total = _sum(self._weights, found)
        return Perhaps(
            self._bias + total * self._step / sqrt(len(found)), partial(self._kind, found)
        )

    def _kind(self, found: frozenset[int]) -> str:
        places = [feature % self._buckets for feature in found]
        best = max(range(len(self._kinds)), key=lambda kind: _sum(self._of_kind[kind], places))
        return self._kinds[best]


def _sum(table: array[int], places: Collection[int]) -> int:
    return sum(map(table.__getitem__, places))
