"""From sentences to the bytes of `flows/intake/ear.bin`: trained, quantised to eight bits a weight,
and written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.understanding.learned.ear import HEADER, MAGIC
from flows.understanding.learned.ear_features import BUCKETS, features
from training import danger_kinds as kinds
from training import regression
from training.sentences import Sentence, checksum

# Weights beyond this are rare and say no more than that: one step of the table is a 127th of it.
LARGEST = 4.0
LARGEST_OF_KINDS = 3.0


def train(sentences: Sequence[Sentence]) -> bytes:
    """The trained weights as bytes: the same for the same sentences, wherever they are trained."""
    heard = [features(sentence.text) for sentence in sentences]
    labels = [sentence.is_danger for sentence in sentences]
    texts = [sentence.text for sentence in sentences]
    weights = regression.fit(heard, labels, regression.rarity(heard), texts, regression.EPOCHS)
    bias = weights.pop(regression.BIAS)
    danger = [
        (found, s)
        for found, s in zip(heard, sentences, strict=True)
        if s.is_danger and s.kind != "danger"
    ]
    of_kind = kinds.tables(
        [found for found, _ in danger], [s.kind for _, s in danger], [s.text for _, s in danger]
    )
    header = HEADER.pack(
        MAGIC, len(of_kind), kinds.BUCKETS, checksum(sentences), round(bias, 4), LARGEST / 127
    )
    table = _quantised(weights, BUCKETS, LARGEST)
    rest = b"".join(_quantised(each, kinds.BUCKETS, LARGEST_OF_KINDS) for each in of_kind.values())
    return header + " ".join(of_kind).encode("ascii") + b"\n" + table + rest


def _quantised(weights: Mapping[int, float], size: int, largest: float) -> bytes:
    table = bytearray(size)
    for feature, weight in weights.items():
        table[feature] = round(max(-127.0, min(127.0, weight * 127 / largest))) & 0xFF
    return bytes(table)
