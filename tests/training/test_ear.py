"""The learned ear: made from the sentences in the repository, and what it and the rules hear of
them, as floors."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bot.intake import FOLDER
from flows.understanding.learned.ear import Ear, EarError, deaf
from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow
from tests.training.outcomes import outcome, share
from training.sentences import checksum, read

MODEL = FOLDER / "ear.bin"
SENTENCES = read()
# Of a kind of danger at least so much is heard, for certain or asked about, in each language.
FLOOR = {"en": 0.93, "es": 0.93}
MOST_ANSWERED = {"near": 0.02, "answer": 0.005, "talk": 0.005}
MOST_ASKED = {"near": 0.085, "answer": 0.01, "talk": 0.01}


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for sentence in SENTENCES:
        kind = "danger" if sentence.is_danger else sentence.kind
        language = "en" if sentence.lang == "en" else "es"
        result = outcome(sentence.text)
        found[kind, language].append(result)
        if sentence.is_danger:
            found[sentence.kind, language].append(result)
    return found


def test_it_was_trained_on_the_sentences_that_stand_here() -> None:
    """After a change of training/data: make train."""
    assert Ear(MODEL.read_bytes()).learned_from == checksum(SENTENCES)


@pytest.mark.parametrize("language", ["en", "es"])
def test_of_every_kind_of_danger_at_least_the_floor_is_heard(
    language: str, outcomes: dict[tuple[str, str], list[str]]
) -> None:
    kinds = sorted({kind for kind, _ in outcomes} - {"near", "answer", "talk"})
    heard = {kind: share(outcomes[kind, language], "certain", "asked") for kind in kinds}
    assert len(kinds) > 10
    assert not {kind: figure for kind, figure in heard.items() if figure < FLOOR[language]}


def test_the_two_languages_are_within_two_points(
    outcomes: dict[tuple[str, str], list[str]],
) -> None:
    english, spanish = (
        share(outcomes["danger", language], "certain", "asked") for language in ("en", "es")
    )
    assert abs(english - spanish) <= 0.02


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", ["near", "answer", "talk"])
def test_harmless_sentences_are_left_alone(
    kind: str, language: str, outcomes: dict[tuple[str, str], list[str]]
) -> None:
    assert share(outcomes[kind, language], "certain") <= MOST_ANSWERED[kind]
    assert share(outcomes[kind, language], "asked") <= MOST_ASKED[kind]


def test_without_the_ear_the_floor_is_not_reached() -> None:
    danger = [sentence for sentence in SENTENCES if sentence.is_danger]
    rules = sum(
        the_flow().safety.hear(Said(sentence.text)) is not None for sentence in danger
    ) / len(danger)
    assert rules < 0.7
    assert deaf("i want to die").score < -9


@pytest.mark.parametrize(
    "text", ["1", "06106", "yes", "no", "Hartford", "3 months", "", "911", "si", "2 and 4"]
)
def test_numbers_and_single_words_are_never_asked_about(text: str) -> None:
    assert not the_flow().safety.perhaps(Said(text), answers=True)


@pytest.mark.parametrize(
    "spoiled", [b"", b"EAR1", b"not weights at all\n", MODEL.read_bytes()[:-1]]
)
def test_weights_that_cannot_be_read_are_refused(spoiled: bytes, tmp_path: Path) -> None:
    with pytest.raises(EarError):
        Ear(spoiled)
