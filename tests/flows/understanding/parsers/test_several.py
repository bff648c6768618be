"""Several at once, in the order of the options."""

from __future__ import annotations

import pytest

from tests.flows.understanding.parsers.option_lists import hear, short

ALL = ["food", "parenting", "doctor", "breastfeeding", "asthma", "shots", "feelings", "other"]
ONE_AND_FOUR = ["food", "breastfeeding"]


@pytest.mark.parametrize(
    "text",
    [
        "1,4",
        "1 and 4",
        "1 y 4",
        "1 4",
        "4, 1",
        "1 & 4",
        "1, 4, 4",
        "uno y cuatro",
        "#1 #4",
        "one and four",
        "1.4",
    ],
)
def test_numbers_in_any_dress_are_a_list_in_the_order_of_the_options(text: str) -> None:
    assert short(hear("needs", text)) == ONE_AND_FOUR


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", ["food"]),
        ("food and shots", ["food", "shots"]),
        ("comida, vacunas", ["food", "shots"]),
        ("1 and shots", ["food", "shots"]),
        ("insurance", ["doctor"]),
        ("i need help with my kids asthma", ["asthma"]),
        ("cómo me siento", ["feelings"]),
        ("14", ("?", ONE_AND_FOUR)),
        ("148", ("?", ["food", "breastfeeding", "other"])),
        ("1-4", ("?", ["food", "parenting", "doctor", "breastfeeding"])),
        ("food or shots", ("?", ["food", "shots"])),
        ("food but not shots", ("?", ["food"])),
        ("fod and shtos", ("?", ["food", "shots"])),
        ("shots 1", ("?", ["food", "shots"])),
        ("Doctor or insurance", ["doctor"]),
        ("vacunaz", ("?", ["shots"])),
        ("9", None),
        ("19", None),
        ("44", None),
        ("1 and 9", None),
        ("everything except shots", None),
        ("todo menos vacunas", None),
        ("all but shots", None),
        ("how do i get food?", None),
        ("", None),
    ],
)
def test_words_numbers_and_guesses(text: str, value: object) -> None:
    assert short(hear("needs", text)) == value


@pytest.mark.parametrize(
    "text", ["all", "all of them", "everything", "todo", "todas", "Todo, por favor"]
)
def test_all_of_them(text: str) -> None:
    assert short(hear("needs", text)) == ALL


@pytest.mark.parametrize(
    "text", ["none", "nothing", "no", "ninguno", "nada", "no thanks", "no gracias"]
)
def test_none_of_them_is_an_answer_too(text: str) -> None:
    assert short(hear("needs", text)) == []


def test_after_a_loss_the_list_is_short_and_numbered_anew() -> None:
    assert short(hear("needs_after_loss", "3")) == ["feelings"]
    assert hear("needs_after_loss", "5") is None
