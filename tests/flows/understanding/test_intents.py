"""What means the same at every step, and what only looks like it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import read_files
from flows.understanding.intents import Intent, Intents, IntentsError
from flows.understanding.text.utterance import Said
from tests.playing.rows import rows

HERE = Path(__file__).parent
ROWS: dict[str, Any] = yaml.load(
    (HERE / "intents_rows.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
STRICTLY = [(name, text) for name, texts in ROWS["strictly"].items() for text in texts]
LOOSELY = [(name, text) for name, texts in ROWS["loosely"].items() for text in texts]
STOP_WORDS = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]


FILES = read_files()


def load() -> Any:
    return copy.deepcopy(FILES["intents"])


INTENTS = Intents(load())


def wanted(name: str) -> Intent:
    """The intent of a row: `language.es` is a wish for Spanish."""
    return Intent(name.partition(".")[0])


@rows(("name", "text"), STRICTLY)
def test_is_heard_strictly(name: str, text: str) -> None:
    assert INTENTS.hear(Said(text)) is wanted(name)


@rows(("name", "text"), LOOSELY)
def test_is_heard_only_loosely(name: str, text: str) -> None:
    assert INTENTS.hear(Said(text)) is None
    assert INTENTS.hear(Said(text), loosely=True) is wanted(name)


@pytest.mark.parametrize(
    ("name", "text"), [row for row in (*STRICTLY, *LOOSELY) if wanted(row[0]) is Intent.LANGUAGE]
)
def test_a_wish_for_a_language_says_which(name: str, text: str) -> None:
    assert f"language.{INTENTS.language(Said(text))}" == name


@rows("text", ROWS["nothing"])
def test_is_never_an_intent(text: str) -> None:
    assert INTENTS.hear(Said(text), loosely=True) is None


def test_every_intent_has_rows() -> None:
    assert {wanted(name) for name, _ in STRICTLY} == set(Intent)
    assert len(STRICTLY) + len(LOOSELY) + len(ROWS["nothing"]) >= 150


@pytest.mark.parametrize("word", STOP_WORDS)
@pytest.mark.parametrize(
    "form", ["{}", "{}.", " {} !!", "please {}", "{} pls", "{}, thank you", "{}\n", '"{}"']
)
def test_a_carriers_stop_word_stops_however_politely(word: str, form: str) -> None:
    for text in (form.format(word), form.format(word.lower())):
        assert INTENTS.hear(Said(text)) is Intent.STOP


@pytest.mark.parametrize(
    "word",
    ["shop", "step", "spot", "cancer", "cancell", "and", "quilt", "quiet", "ended", "stoop", "alt"],
)
def test_a_stop_is_never_guessed_from_another_word(word: str) -> None:
    assert INTENTS.hear(Said(word), loosely=True) is not Intent.STOP


@pytest.mark.parametrize("text", ["yes", "Yes", "YES", "si", "no", "y", "n", "1", "0"])
def test_an_answer_is_never_an_intent(text: str) -> None:
    assert INTENTS.hear(Said(text), loosely=True) is None


@pytest.mark.parametrize(("name", "text"), STRICTLY[::4])
def test_capitals_and_missing_accents_change_nothing(name: str, text: str) -> None:
    said = Said(text)
    assert INTENTS.hear(Said(said.plain.upper() if said.tokens else text)) is wanted(name)


def test_to_stop_wins_over_whatever_else_is_said() -> None:
    assert INTENTS.hear(Said("call me but stop texting me"), loosely=True) is Intent.STOP


@given(st.text(max_size=1600), st.booleans())
def test_no_text_is_too_strange(text: str, loosely: bool) -> None:
    INTENTS.hear(Said(text), loosely)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda d: d["intents"].pop("stop"), r"intents must be exactly .* at `\$\.intents`"),
        (lambda d: d["intents"]["stop"].update(whole="stop"), r"Expected `array`"),
        (lambda d: d["intents"]["stop"].update(sometimes=[]), "unknown field `sometimes`"),
        (lambda d: d["intents"]["help"]["whole"].append("(a||b)"), "empty word"),
        (lambda d: d.pop("polite"), "missing required field `polite`"),
    ],
)
def test_wrong_data_are_refused_with_the_place_and_the_reason(spoil: Any, reason: str) -> None:
    data = load()
    spoil(data)
    with pytest.raises(IntentsError, match=reason):
        Intents(data)
