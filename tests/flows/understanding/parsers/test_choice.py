"""One of several, by number, words or a near miss."""

from __future__ import annotations

import pytest

from tests.flows.understanding.parsers.option_lists import OPTIONS, hear, short

SECOND = """2|2.|2)|#2|(2)|02|opcion 2|Opción 2|option 2|number 2|numero 2|la numero dos|two|dos
|the second one
|la segunda|2nd|2️⃣|i pick 2|2 please|two gracias"""


@pytest.mark.parametrize("text", SECOND.replace("\n", "").split("|"))
def test_the_number_of_an_option_in_any_dress_is_that_option(text: str) -> None:
    assert short(hear("stage", text)) == "has_children"


@pytest.mark.parametrize(
    "text",
    [
        "1 or 2",
        "1 2",
        "1 o 2",
        "1 and 3",
        "8",
        "0",
        "12",
        "-",
        "1.5",
        "what is 3?",
        "",
        "hello",
        "not 2",
    ],
)
def test_two_numbers_or_one_outside_the_list_are_no_choice(text: str) -> None:
    assert hear("stage", text) is None


@pytest.mark.parametrize(
    "section",
    [name for name, section in OPTIONS.items() if "options" in section and "all" not in section],
)
def test_every_option_is_heard_by_its_number_and_by_its_first_words(section: str) -> None:
    options = OPTIONS[section]["options"]
    assert [short(hear(section, str(n))) for n in range(1, len(options) + 1)] == [
        option["value"] for option in options
    ]


# Labels of what is only listened for: no text or call sends them back.
UNSENT = {"line"}


@pytest.mark.parametrize(
    "section",
    [name for name, section in OPTIONS.items() if "options" in section and name not in UNSENT],
)
def test_every_label_is_understood_in_both_languages_where_it_is_sent_back(section: str) -> None:
    for option in OPTIONS[section]["options"]:
        for label in option["label"].split(" / "):
            heard = hear(section, label)
            assert heard, label
            assert heard.value in (option["value"], [option["value"]]), label


@pytest.mark.parametrize(
    ("section", "text", "value"),
    [
        ("stage", "pregnant", "pregnant"),
        ("stage", "Estoy embarazada", "pregnant"),
        ("stage", "no, im pregnant", "pregnant"),
        ("stage", "im pregnant with my first baby", "pregnant"),
        ("stage", "tengo un bebe en camino", "pregnant"),
        ("stage", "embrazada", "pregnant"),
        ("stage", "I think im pregnant", ("?", "pregnant")),
        ("stage", "no tengo hijos, estoy embarazada", "pregnant"),
        ("stage", "not pregnant", ("?", "none")),
        ("stage", "2 kids", "has_children"),
        ("stage", "mi bebe tiene 3 meses", "has_children"),
        ("stage", "tengo 2 hijos", "has_children"),
        ("stage", "maybe 2", ("?", "has_children")),
        ("stage", "creo que 2", ("?", "has_children")),
        ("stage", "1 and 2", "both"),
        ("stage", "1 y 2", "both"),
        ("stage", "1,2", "both"),
        ("stage", "pregnant and i have a 2 year old", "both"),
        ("stage", "estoy embarazada y tengo una niña", "both"),
        ("stage", "soy abuela", "caregiver"),
        ("stage", "foster mom", "caregiver"),
        ("stage", "my daughter is pregnant", "pregnant"),
        ("stage", "i take care of my sister's kids", "caregiver"),
        ("stage", "trying to get pregnant", "planning"),
        ("stage", "quiero quedar embarazada", "planning"),
        ("stage", "miscarriage", "pregnancy_ended"),
        ("stage", "perdí a mi bebé", "pregnancy_ended"),
        ("stage", "ninguna", "none"),
        ("shots", "yes", "yes"),
        ("shots", "sí, al día", "yes"),
        ("shots", "not up to date", "no"),
        ("shots", "le faltan", "no"),
        ("shots", "no se", "unsure"),
        ("shots", "not sure", "unsure"),
        ("shots", "no but actually yes", None),
        ("school", "im 17", "teen"),
        ("school", "tengo 16 años", "teen"),
        ("school", "im 25", "no"),
        ("school", "yes in high school", "high_school"),
        ("school", "yes", None),
        ("language", "Español", "es"),
        ("language", "spanish please", "es"),
        ("language", "no hablo ingles", "es"),
        ("language", "english", "en"),
        ("call_time", "en la mañana", "morning"),
        ("call_time", "por la tarde", "afternoon"),
        ("call_time", "cualquier hora", "any"),
        ("paused", "start over", "restart"),
        ("paused", "seguir", "continue"),
        ("go_on", "1", "go_on"),
        ("go_on", "ok", "go_on"),
    ],
)
def test_words_in_either_language_choose(section: str, text: str, value: object) -> None:
    assert short(hear(section, text)) == value


def test_a_copied_line_of_the_menu_is_checked_against_its_number() -> None:
    assert short(hear("stage", "1. I am pregnant")) == "pregnant"
    assert short(hear("stage", "3. I have a child")) == ("?", "has_children")
