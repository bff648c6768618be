"""Linear models: what they learn, what they say of it, and what is refused."""

from __future__ import annotations

import pytest

from flows.understanding.learned.linear import Linear, LinearError
from training.linear_training import Example, train

FRUIT = [
    Example(f"{how} {fruit} {end}", frozenset({kind} if kind else ()))
    for kind, fruits in (("red", "cherry tomato"), ("yellow", "lemon banana"), ("", "bread rice"))
    for fruit in fruits.split()
    for how in ("give me a", "i want the", "quiero")
    for end in ("please", "now", "hoy")
]
WEIGHTS = train({"fruit": FRUIT}, buckets=1 << 10)


def test_the_likeliest_label_is_the_one_it_was_taught() -> None:
    model = Linear(WEIGHTS)
    assert model.labels == ("fruit.red", "fruit.yellow")
    cherry, bread = model.scores("a cherry for me"), model.scores("some bread")
    assert cherry["fruit.red"] > 0 > cherry["fruit.yellow"]
    assert max(bread.values()) < 0


def test_a_text_without_words_is_like_nothing() -> None:
    assert max(Linear(WEIGHTS).scores("...").values()) < 0


def test_only_the_labels_asked_for_are_scored() -> None:
    assert set(Linear(WEIGHTS).scores("lemon", ["fruit.yellow"])) == {"fruit.yellow"}


def test_the_same_examples_make_the_same_bytes() -> None:
    assert train({"fruit": FRUIT}, buckets=1 << 10) == WEIGHTS


@pytest.mark.parametrize(
    "spoiled", [b"", WEIGHTS[:-1], WEIGHTS.replace(b"LIN1", b"LIN0"), b"LIN1{}\n", b"LIN1["]
)
def test_spoiled_weights_are_refused(spoiled: bytes) -> None:
    with pytest.raises(LinearError):
        Linear(spoiled)
