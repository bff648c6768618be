"""Linear models over the features of a text: how much it sounds like each of some labels, from
weights trained beforehand.

One file holds any number of labels ("benefits.yes", "topics.cost"), each a logistic regression of
its own; `training.linear_training` makes it, and a reader gets it as bytes. What a model says is a
proposal and is asked about, never taken.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from math import sqrt

import msgspec
from msgspec import Struct

from flows.understanding.learned.ear_features import features

MAGIC = b"LIN1"
# A weight is one signed byte: this many steps to each side of nothing.
STEPS = 127


class LinearError(ValueError):
    """The weights cannot be read."""


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands before the tables: how many weights a label has, what one step of them is worth,
    the checksum of the sentences, and the bias of each label by its name."""

    buckets: int
    step: float
    learned_from: int
    bias: dict[str, float]


class Linear:
    """Trained weights, read from the bytes that `pack` made; some 50 microseconds a text for five
    labels. Raises LinearError."""

    def __init__(self, data: bytes) -> None:
        first, _, tables = data.partition(b"\n")
        try:
            if not first.startswith(MAGIC):
                raise LinearError("no trained weights")
            self.head = msgspec.json.decode(first[len(MAGIC) :], type=Head)
        except msgspec.MsgspecError as error:
            raise LinearError(f"no trained weights: {error}") from error
        size = self.head.buckets
        if len(tables) != size * len(self.head.bias):
            raise LinearError("the trained weights are cut short, or of another program")
        self._tables = {
            name: array("b", tables[at * size : (at + 1) * size])
            for at, name in enumerate(self.head.bias)
        }

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def scores(self, text: str, labels: Iterable[str] | None = None) -> dict[str, float]:
        """The log odds of each label (0 is even), of those asked for or of all."""
        places = {feature % self.head.buckets for feature in features(text)}
        scale = self.head.step / sqrt(len(places))
        return {
            name: self.head.bias[name] + sum(map(self._tables[name].__getitem__, places)) * scale
            for name in (self._tables if labels is None else labels)
        }


def pack(head: Head, tables: Iterable[bytes]) -> bytes:
    """The bytes that `Linear` reads: the head as one line, then a table for each label."""
    return MAGIC + msgspec.json.encode(head) + b"\n" + b"".join(tables)
