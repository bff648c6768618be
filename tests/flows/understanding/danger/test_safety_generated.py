"""Violence at home, generated from who, what and how in both languages; slips of the thumb; and
pairs of the two languages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import yaml

from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow

HERE = Path(__file__).parent
ROWS: dict[str, dict[str, list[str]]] = yaml.load(
    (HERE / "safety_rows.yaml").read_text("utf-8"), yaml.CSafeLoader
)
PAIRS: list[list[str]] = yaml.load(
    (HERE / "safety_pairs.yaml").read_text("utf-8"), yaml.CSafeLoader
)

PARTS = {
    "en": (
        (
            "my husband",
            "my boyfriend",
            "my ex",
            "he",
            "she",
            "my baby daddy",
            "my brother",
            "my partner",
            "my girlfriend",
        ),
        (
            "hits",
            "beats",
            "kicks",
            "chokes",
            "grabs",
            "punches",
            "slaps",
            "pushes",
            "burns",
            "hit",
            "beat",
            "kicked",
            "choked",
        ),
        ("me", "us", "my kids"),
        (
            "",
            "with a belt",
            "in the belly",
            "on weekends",
            "please help",
            "when he drinks",
            "in front of the baby",
        ),
    ),
    "es": (
        (
            "mi esposo",
            "mi marido",
            "mi novio",
            "mi ex",
            "el",
            "mi pareja",
            "el papa de mi bebe",
            "mi hermano",
            "mi mujer",
        ),
        (
            "me pega",
            "me golpea",
            "me patea",
            "me ahorca",
            "me empuja",
            "me pego",
            "nos pega",
            "le pega a mis hijos",
            "me maltrata",
        ),
        ("",),
        (
            "",
            "con la correa",
            "en la barriga",
            "los fines de semana",
            "ayudame por favor",
            "cuando toma",
            "todos los dias",
        ),
    ),
}


def heard(text: str) -> bool:
    """For certain, or asked about."""
    safety, said = the_flow().safety, Said(text)
    return safety.hear(said) is not None or bool(safety.perhaps(said, answers=False))


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_does_what_to_whom_is_heard_whatever_else_is_said(language: str) -> None:
    sentences = [" ".join(" ".join(parts).split()) for parts in product(*PARTS[language])]
    assert len(sentences) > 500
    assert not [each for each in sentences if the_flow().safety.hear(Said(each)) is None]


@pytest.mark.parametrize(("english", "spanish"), PAIRS)
def test_the_same_sentence_gets_the_same_help_in_both_languages(english: str, spanish: str) -> None:
    first, second = (the_flow().safety.hear(Said(text)) for text in (english, spanish))
    assert first is not None
    assert second is not None
    assert (first.kind, first.language, second.language) == (second.kind, "en", "es")


def slips(text: str) -> Iterator[str]:
    """The text with one letter of one word of four or more dropped, doubled, or swapped with the
    next."""
    words = list(Said(text).tokens)
    for at, word in enumerate(words):
        for i in range(len(word) if len(word) >= 4 else 0):
            swapped = word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :]
            for form in {word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], swapped} - {word}:
                yield " ".join([*words[:at], form, *words[at + 1 :]])


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_slip_of_the_thumb_is_still_heard(language: str) -> None:
    rows = [
        text
        for kind, texts in ROWS.items()
        if kind not in ("nothing", "loss", "ended")
        for text in texts[language][::4]
    ]
    results = [heard(form) for text in rows for form in slips(str(text))]
    assert len(results) > 1000
    assert sum(results) / len(results) >= 0.95
