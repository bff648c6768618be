"""What is proposed where the rules find nothing: likely answers, as guesses, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.intake import FOLDER
from flows.understanding.learned.linear import Linear
from flows.understanding.parsers.base import Heard
from flows.understanding.proposals import Proposals
from flows.understanding.text.utterance import Said
from training.answer_sentences import read
from training.linear_training import Example, checksum, train

WEIGHTS = FOLDER / "answers.bin"
OPTIONS = ("food", "shots", "other")
TAUGHT = Proposals(
    Linear(
        train(
            {
                "benefits": [
                    Example(f"{lead} {word} {end}", frozenset({value} if value else ()))
                    for value, words in {
                        "yes": ("card", "coupons"),
                        "no": ("denied", "never"),
                        "declined": ("secret", "private"),
                        "": ("weather", "pizza"),
                    }.items()
                    for word in words
                    for lead in ("the", "my", "it is", "la")
                    for end in ("here", "now", "you know", "pues")
                ],
                "needs": [
                    Example(f"{lead} {word}", frozenset(values))
                    for word, values in {
                        "milk bread": ["food"],
                        "needle": ["shots"],
                        "milk needle": ["food", "shots"],
                        "crib": ["other"],
                        "lot": ["all"],
                        "weather": [],
                    }.items()
                    for lead in ("some", "a", "get me", "quiero", "the", "any")
                ],
            },
            1 << 12,
        )
    )
)


@pytest.mark.parametrize(
    ("slot", "text", "wanted"),
    [
        ("benefits", "my card now", True),
        ("benefits", "it is denied pues", False),
        ("benefits", "the weather here", "nothing"),
        ("benefits", "1", "nothing"),
        ("benefits", "the secret here", None),
        ("needs", "get me milk bread", ["food"]),
        ("needs", "quiero milk needle", ["food", "shots"]),
        ("needs", "the lot", list(OPTIONS)),
        ("town", "my card now", "nothing"),
    ],
)
def test_what_is_proposed_is_a_guess(slot: str, text: str, wanted: object) -> None:
    heard = TAUGHT.hear(slot, Said(text), OPTIONS)
    assert (heard.value if heard else "nothing") == wanted
    assert heard is None or not heard.sure


def test_an_answer_that_the_model_plainly_contradicts_is_asked() -> None:
    doubted = TAUGHT.doubts("benefits", Said("it is denied you know"), Heard(True))
    assert doubted == Heard(False, False, "no")
    assert TAUGHT.doubts("benefits", Said("it is denied you know"), Heard(False)) is None
    assert TAUGHT.doubts("benefits", Said("denied"), Heard(True)) is None


def test_without_weights_nothing_is_proposed_and_nothing_doubted() -> None:
    assert Proposals().hear("benefits", Said("my card now"), ()) is None
    assert Proposals().doubts("benefits", Said("it is denied you know"), Heard(True)) is None


def test_the_weights_are_those_of_the_sentences_that_stand_here() -> None:
    """After a change of training/answers: make train."""
    assert Linear(Path(WEIGHTS).read_bytes()).head.learned_from == checksum(read())
