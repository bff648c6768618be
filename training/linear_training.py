"""Trains linear models of `flows.understanding.linear`: for each question one logistic regression a
label, against the other sentences of the same question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from msgspec import Struct

from flows.understanding.learned.ear_features import features
from flows.understanding.learned.linear import STEPS, Head, pack
from training import regression

BUCKETS = 1 << 14
EPOCHS = 8
# Weights beyond this are rare and say no more than that.
LARGEST = 4.0


class Example(Struct, frozen=True):
    """A text, and the labels that it has; none where it only shows what has no label."""

    text: str
    labels: frozenset[str]


def checksum(questions: Mapping[str, Sequence[Example]]) -> int:
    """A number that tells one set of examples from another."""
    lines = (
        f"{question} {' '.join(sorted(each.labels))} {each.text}"
        for question, examples in questions.items()
        for each in examples
    )
    return crc32("\n".join(lines).encode())


def train(questions: Mapping[str, Sequence[Example]], buckets: int = BUCKETS) -> bytes:
    """The trained weights as bytes, the same for the same examples wherever they are trained.

    The labels are named "question.label", by questions in the order given and labels in the order
    of the alphabet.
    """
    bias: dict[str, float] = {}
    tables: list[bytes] = []
    for question, examples in questions.items():
        texts = [each.text for each in examples]
        heard = [frozenset(found % buckets for found in features(text)) for text in texts]
        rare = regression.rarity(heard)
        for label in sorted({label for each in examples for label in each.labels}):
            truth = [label in each.labels for each in examples]
            weights = regression.fit(heard, truth, rare, texts, EPOCHS)
            bias[f"{question}.{label}"] = round(weights.pop(regression.BIAS), 4)
            tables.append(_table(weights, buckets))
    return pack(Head(buckets, round(LARGEST / STEPS, 6), checksum(questions), bias), tables)


def _table(weights: Mapping[int, float], size: int) -> bytes:
    table = bytearray(size)
    for feature, weight in weights.items():
        table[feature] = round(max(-STEPS, min(STEPS, weight * STEPS / LARGEST))) & 0xFF
    return bytes(table)
