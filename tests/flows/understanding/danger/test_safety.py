"""What must be heard before anything else, and what must not be mistaken for it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import read_files
from flows.understanding.danger.safety import Danger, Safety
from flows.understanding.danger.safety_data import KINDS, SafetyError
from flows.understanding.text.ssn import looks_like_ssn
from flows.understanding.text.utterance import Said
from tests.playing.rows import rows

HERE = Path(__file__).parent
ROWS: dict[str, dict[str, list[str]]] = yaml.load(
    (HERE / "safety_rows.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)
CATCH = [
    (kind, lang, text)
    for kind, rows in ROWS.items()
    if kind != "nothing"
    for lang, texts in rows.items()
    for text in texts
]
NOTHING = [text for texts in ROWS["nothing"].values() for text in texts]


FILES = read_files()


def load() -> Any:
    return copy.deepcopy(FILES["safety"])


SAFETY = Safety(load(), ("en", "es"))


@rows(("kind", "language", "text"), CATCH)
def test_is_caught(kind: str, language: str, text: str) -> None:
    assert SAFETY.hear(Said(text)) == Danger(kind, language)


@rows("text", NOTHING)
def test_is_not_caught(text: str) -> None:
    assert SAFETY.hear(Said(text)) is None


def test_there_are_rows_for_every_kind_in_both_languages() -> None:
    assert set(ROWS) == {*KINDS, "nothing"}
    assert all(set(rows) == {"en", "es"} for rows in ROWS.values())
    assert len(CATCH) + len(NOTHING) >= 180


@rows(("kind", "language", "text"), CATCH[::7])
def test_capitals_and_no_accents_change_nothing(kind: str, language: str, text: str) -> None:
    assert SAFETY.hear(Said(Said(text).plain.upper())) == Danger(kind, language)


def slips(text: str) -> Iterator[str]:
    """The text with one letter of one word of six or more dropped, doubled, or swapped with the
    next: each way once."""
    words = list(Said(text).tokens)
    for at, word in enumerate(words):
        for i in range(len(word) if len(word) >= 6 else 0):
            swapped = word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :]
            for form in {word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], swapped} - {word}:
                yield " ".join([*words[:at], form, *words[at + 1 :]])


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_slip_of_the_thumb_is_still_caught_nine_times_in_ten(language: str) -> None:
    heard = [
        SAFETY.hear(Said(form)) is not None
        for _, lang, text in CATCH[::3]
        if lang == language
        for form in slips(text)
    ]
    assert len(heard) > 300
    assert sum(heard) / len(heard) >= 0.9


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my husband hits me and i want to die", "suicide"),
        ("im bleeding and cant breathe", "danger"),
        ("i took too many pills, so sad", "overdose"),
        ("lost the baby and i cant cope", "distress"),
        ("this heat is killing me and i want to kill myself", "suicide"),
        ("sorry my phone, my baby died", "loss"),
        ("my baby died and my mother is here", "loss"),
        ("he can't wait to kill me", "danger"),
        ("llega del trabajo y me quiere matar", "danger"),
        ("he hit me and was crying all night", "violence"),
    ],
)
def test_the_most_urgent_kind_wins_and_an_idiom_hides_only_itself(text: str, kind: str) -> None:
    heard = SAFETY.hear(Said(text))
    assert heard is not None
    assert heard.kind == kind


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("no bleeding", False),
        ("No. Bleeding a lot", True),
        ("no\nbleeding", True),
        ("i am not suicidal but i want to hurt myself", True),
        ("no fever but bleeding", True),
        ("not suicidal, but sometimes suicidal", True),
        ("im not going to hurt myself but i think about it", True),
        ("no quiero morirme pero a veces lo pienso", True),
        ("im not going to hurt myself", False),
        ("no quiero morirme", False),
    ],
)
def test_a_denial_counts_only_when_it_is_plainly_one(text: str, caught: bool) -> None:
    assert (SAFETY.hear(Said(text)) is not None) is caught


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("i relapsed last week", True),
        ("im on methadone", True),
        ("i been drinking while pregnant", True),
        ("trying to stay sober", True),
        ("i smoke weed", True),
        ("i use", True),
        ("started using again", True),
        ("i use formula and wic", False),
        ("uso drogas", True),
        ("problemas con el alcohol", True),
        ("quiero dejar de tomar", True),
        ("tuve una recaída", True),
        ("my baby drinks formula", False),
        ("the drugstore on park street", False),
        ("tomo vitaminas", False),
        ("i used to live in hartford", False),
        ("necesito comida", False),
    ],
)
def test_substance_use_counts_only_when_the_person_raises_it(text: str, raised: bool) -> None:
    assert SAFETY.raised(Said(text)) == (frozenset({"substance"}) if raised else frozenset())


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("123-45-6789", True),
        ("my number is 123 45 6789 ok", True),
        ("my social is 123456789", True),
        ("SSN: 123456789", True),
        ("mi seguro social es 123 456 789", True),
        ("ssn# 123-45-6789", True),
        ("123.45.6789", True),
        ("860-757-4820", False),
        ("(860) 757-4820", False),
        ("8607574820", False),
        ("06106-1234", False),
        ("123456789", False),
        ("06106 12 2025", False),
        ("000-12-3456", False),
        ("due 03-05-2026", False),
        ("1-800-505-7000", False),
        ("", False),
    ],
)
def test_a_social_security_number_is_noticed_and_other_numbers_are_not(
    text: str, looks: bool
) -> None:
    assert looks_like_ssn(Said(text)) is looks


@given(st.text(max_size=1600))
def test_no_text_is_too_strange(text: str) -> None:
    said = Said(text)
    SAFETY.hear(said)
    SAFETY.raised(said)
    looks_like_ssn(said)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda d: d["kinds"].pop("loss"), r"kinds must be exactly .* at `\$\.kinds`"),
        (lambda d: d["kinds"]["loss"].pop("es"), r"es: needs phrases - at `\$\.kinds\.loss`"),
        (
            lambda d: d["kinds"]["loss"].update(en="lost"),
            r"Expected `array`.* at `\$\.kinds\[\.\.\.\]\[\.\.\.\]`",
        ),
        (lambda d: d.update(extra=1), "unknown field `extra`"),
        (
            lambda d: d["lines"].update(boredom="+18605550100"),
            r"there is no kind 'boredom' - at `\$\.lines`",
        ),
        (lambda d: d["kinds"]["danger"]["en"].append("(a||b)"), "empty word"),
        (
            lambda d: d["kinds"]["danger"]["en"].append("(<nobody>) hits"),
            "no group of words called <nobody>",
        ),
    ],
)
def test_wrong_data_are_refused_with_the_place_and_the_reason(spoil: Any, reason: str) -> None:
    data = load()
    spoil(data)
    with pytest.raises(SafetyError, match=reason):
        Safety(data, ("en", "es"))
