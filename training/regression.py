"""Logistic regression over hashed features, by Adagrad, in plain Python: the same bytes on every
machine.

Only sums, products, quotients and square roots are used, which IEEE 754 fixes to the last bit
(`fsum`, because Python 3.12 sums otherwise than 3.11); the logistic function is a table of rounded
values, because `exp` may differ by a last bit from one C library to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, fsum, log, sqrt
from operator import mul
from zlib import crc32

EPOCHS = 6
BIAS = -1  # stands for no feature
RATE = 0.5
# Shrinks every weight towards nothing a little at each step that touches it.
DECAY = 2e-4
_REACH, _STEPS = 16, 4096
_LOGISTIC = [
    round(1 / (1 + exp(-(i - _STEPS) * _REACH / _STEPS)), 9) for i in range(2 * _STEPS + 1)
]


def probability(score: float) -> float:
    """The logistic function, read from its table."""
    at = int((score + _REACH) * _STEPS / _REACH + 0.5)
    return _LOGISTIC[min(max(at, 0), 2 * _STEPS)]


def rarity(texts: Iterable[frozenset[int]]) -> dict[int, float]:
    """How much each feature tells by being rare: 1 + ln(n / texts with it). Features of one text
    only are left out."""
    texts = list(texts)
    count = Counter(feature for features in texts for feature in features)
    return {
        feature: round(1 + log(len(texts) / n), 4) for feature, n in sorted(count.items()) if n > 1
    }


def fit(
    texts: Sequence[frozenset[int]],
    labels: Sequence[bool],
    weigh: dict[int, float],
    names: Sequence[str],
    epochs: int,
) -> dict[int, float]:
    """Weights by feature; the score of a text is their sum over its features, over the root of how
    many it has.

    `names` (the texts themselves) fix the order in which they are shown in each epoch.
    """
    rows = []
    for features in texts:
        known = sorted(features & weigh.keys())
        norm = sqrt(len(features)) or 1.0
        rows.append((known, [weigh[feature] / norm / 8 for feature in known]))
    weights = dict.fromkeys(weigh, 0.0)
    speed = dict.fromkeys(weigh, 1e-3)
    bias, turning = 0.0, 1e-3
    keep = 1 - DECAY
    for epoch in range(epochs):
        for at in sorted(range(len(rows)), key=lambda i: crc32(f"{epoch} {names[i]}".encode())):
            known, values = rows[at]
            score = bias + fsum(map(mul, [weights[f] for f in known], values))
            error = probability(score) - labels[at]
            if -1e-3 < error < 1e-3:
                continue
            turning += error * error
            bias -= RATE * error / sqrt(turning)
            for feature, value in zip(known, values, strict=True):
                slope = error * value
                speed[feature] += slope * slope
                weights[feature] = weights[feature] * keep - RATE * slope / sqrt(speed[feature])
    return {feature: weight * weigh[feature] / 8 for feature, weight in weights.items()} | {
        BIAS: bias
    }
