"""Which kind of danger a text sounds like: one logistic regression a kind, over texts that are
about danger."""

from __future__ import annotations

from collections.abc import Sequence

from training import regression

BUCKETS = 1 << 16
EPOCHS = 3


def tables(
    texts: Sequence[frozenset[int]], labels: Sequence[str], names: Sequence[str]
) -> dict[str, dict[int, float]]:
    """For each kind the weight of each feature (below BUCKETS): the kind with the largest sum is
    the likeliest."""
    folded = [frozenset(feature % BUCKETS for feature in features) for features in texts]
    rare = regression.rarity(folded)
    found: dict[str, dict[int, float]] = {}
    for kind in sorted(set(labels)):
        found[kind] = regression.fit(
            folded, [label == kind for label in labels], rare, names, EPOCHS
        )
        found[kind].pop(regression.BIAS)
    return found
