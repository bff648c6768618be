"""The texts that staff begin an answer with are whole, cheap and in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.intake import read_files
from flows.wording.sms_encoding import outside_gsm7, segments
from flows.wording.templates import Templates
from tests.playing.desks import the_flow

MCH = "(860) 757-4820"


def data() -> dict[str, Any]:
    read: dict[str, Any] = read_files()["templates"]
    return read


def hi(english: str, spanish: str) -> dict[str, Any]:
    return {"answers": {"hi": {"title": "Hi", "words": {"en": english, "es": spanish}}}}


@pytest.mark.parametrize("key", data()["answers"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_answer_costs_what_it_may(key: str, language: str) -> None:
    words = the_flow().templates.filled(language, "Ana", MCH)[key]
    assert segments(words) <= the_flow().languages[language].budget.template
    assert "{" not in words
    assert language == "es" or not outside_gsm7(words)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_yes_says_that_it_may_cost_and_how_to_end_it(language: str) -> None:
    words = the_flow().templates.yes[language]
    assert ("STOP" if language == "en" else "ALTO") in words
    assert ("rates" if language == "en" else "costo") in words


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"yes": {"en": "May we?"}}, "es: yes: must be in each language"),
        (hi("Hi {who}", "Hola {who}"), "there is no field .who."),
        (hi("Hi {name}", "Hola"), "es: hi: other fields"),
        (hi("It\u2019s", "Es"), "plain letters"),
        (hi("a" * 161, "a"), "en: answers.hi: costs 2 texts"),
        (hi("a", "á" * 202), "es: answers.hi: costs 4 texts"),
        (
            {"answers": {"hi": {"title": "Hi", "words": {"en": "a"}}}},
            "es: answers.hi: must be in each language",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Templates({**data(), **changed}, the_flow().languages)
