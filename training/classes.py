"""Softmax regression over hashed features, by Adagrad, in plain Python: the same bytes on every
machine.

Sums are exact (`fsum`) and the exponential is a table of rounded values, so that neither the
version of Python nor the C library changes a bit.
"""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import exp, fsum, sqrt
from typing import NamedTuple
from zlib import crc32

from flows.understanding.learned.learned_classes import HEADER, MAGIC, Groups, class_features
from training.regression import rarity

EPOCHS = 5
RATE = 0.5
DECAY = 2e-4
# A feature of fewer texts is left out.
LEAST = 3
# What is nearly right already is left alone.
_NEAR = 0.02
# In one step so many wrong classes are turned away from, the likeliest.
_RIVALS = 4
# Weights beyond this are rare and say no more than that.
LARGEST = 6.0
# So many features are kept: those that tell most.
KEPT = 24_000
_REACH, _STEPS = 24, 256
_EXP = [round(exp(-at / _STEPS), 9) for at in range(_REACH * _STEPS + 1)]


class Example(NamedTuple):
    """A sentence and its class."""

    name: str
    text: str


def chances(scores: Sequence[float]) -> list[float]:
    """The softmax, read from its table."""
    top = max(scores)
    each = [_EXP[min(int((top - score) * _STEPS + 0.5), _REACH * _STEPS)] for score in scores]
    whole = fsum(each)
    return [one / whole for one in each]


def train_classes(
    examples: Sequence[Example], groups: Mapping[str, Sequence[str]], *, epochs: int = EPOCHS
) -> bytes:
    """The trained weights as bytes for `LearnedClasses`; the classes in the order of the
    alphabet."""
    found = [class_features(example.text, Groups(groups)) for example in examples]
    names = sorted({example.name for example in examples})
    weights, bias = _fit(found, examples, names, epochs)
    kept = sorted(sorted(weights, key=lambda at: (-_tells(weights[at]), at))[:KEPT])
    head = {
        "names": names,
        "bias": [round(each, 4) for each in bias],
        "groups": {name: list(words) for name, words in sorted(groups.items())},
    }
    packed = json.dumps(head, separators=(",", ":")).encode("ascii")
    header = HEADER.pack(MAGIC, len(packed), len(kept), checksum(examples, groups), LARGEST / 127)
    places = struct.pack(f"<{len(kept)}I", *kept)
    table = bytes(
        _quantised(weights[at].get(kind, 0.0)) for at in kept for kind in range(len(names))
    )
    return header + packed + places + table


def checksum(examples: Sequence[Example], groups: Mapping[str, Sequence[str]]) -> int:
    """A number that tells one list of sentences and groups from another."""
    words = json.dumps(dict(groups), sort_keys=True)
    return crc32("\n".join([words, *(f"{e.name} {e.text}" for e in examples)]).encode())


def _fit(
    found: Sequence[frozenset[int]], examples: Sequence[Example], names: Sequence[str], epochs: int
) -> tuple[dict[int, dict[int, float]], list[float]]:
    """For each feature its weight by class, where it has one; and the bias of each class."""
    common = {feature for feature, n in Counter(chain.from_iterable(found)).items() if n >= LEAST}
    weigh = {feature: rare for feature, rare in rarity(found).items() if feature in common}
    rows = [_row(each, weigh) for each in found]
    weights: dict[int, dict[int, float]] = {feature: {} for feature in weigh}
    speeds: dict[int, dict[int, float]] = {feature: {} for feature in weigh}
    bias, turning = [0.0] * len(names), [1e-3] * len(names)
    own = [names.index(example.name) for example in examples]
    for epoch in range(epochs):
        for at in sorted(
            range(len(rows)), key=lambda i: crc32(f"{epoch} {examples[i].text}".encode())
        ):
            row, right = rows[at], own[at]
            found_chances = chances(_scores(bias, weights, row))
            for kind in _to_turn(found_chances, right):
                error = found_chances[kind] - (kind == right)
                turning[kind] += error * error
                bias[kind] -= RATE * error / sqrt(turning[kind])
                _step(weights, speeds, row, kind, error)
    return {
        feature: {kind: weight * weigh[feature] / 8 for kind, weight in each.items()}
        for feature, each in weights.items()
    }, bias


def _row(found: frozenset[int], weigh: Mapping[int, float]) -> list[tuple[int, float]]:
    """The features that are known, each with what it weighs in this text."""
    norm = sqrt(len(found)) or 1.0
    return [(feature, weigh[feature] / norm / 8) for feature in sorted(found & weigh.keys())]


def _scores(
    bias: Sequence[float],
    weights: Mapping[int, Mapping[int, float]],
    row: Iterable[tuple[int, float]],
) -> list[float]:
    scores = list(bias)
    for feature, value in row:
        for kind, weight in weights[feature].items():
            scores[kind] += weight * value
    return scores


def _to_turn(found: Sequence[float], right: int) -> list[int]:
    """The class that is right, unless it is found surely; and the likeliest that are wrong."""
    wrong = [kind for kind, chance in enumerate(found) if chance > _NEAR and kind != right]
    wrong = sorted(wrong, key=lambda kind: -found[kind])[:_RIVALS]
    return [right, *wrong] if found[right] < 1 - _NEAR else wrong


def _step(
    weights: Mapping[int, dict[int, float]],
    speeds: Mapping[int, dict[int, float]],
    row: Iterable[tuple[int, float]],
    kind: int,
    error: float,
) -> None:
    keep = 1 - DECAY
    for feature, value in row:
        slope = error * value
        speed = speeds[feature][kind] = speeds[feature].get(kind, 1e-3) + slope * slope
        own = weights[feature]
        own[kind] = own.get(kind, 0.0) * keep - RATE * slope / sqrt(speed)


def _tells(weights: Mapping[int, float]) -> float:
    each = [0.0, *weights.values()]
    return round(max(each) - min(each), 9)


def _quantised(weight: float) -> int:
    return round(max(-127.0, min(127.0, weight * 127 / LARGEST))) & 0xFF
