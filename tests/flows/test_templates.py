"""The texts that staff begin an answer with are whole, cheap and in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.intake import read_files
from flows.wording.sms_encoding import outside_gsm7, segments
from flows.wording.templates import MOST_SEGMENTS, Templates
from tests.desks import the_flow

MCH = "(860) 757-4820"


def data() -> dict[str, Any]:
    read: dict[str, Any] = read_files()["templates"]
    return read


@pytest.mark.parametrize("key", data()["answers"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_answer_costs_what_it_may(key: str, language: str) -> None:
    words = the_flow().templates.filled(language, "Ana", MCH)[key]
    assert segments(words) <= MOST_SEGMENTS[language]
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
        ({"yes": {"en": "May we?"}}, "both languages"),
        ({"answers": {"hi": {"title": "Hi", "en": "Hi {who}", "es": "Hola {who}"}}}, "there is no field .who."),
        ({"answers": {"hi": {"title": "Hi", "en": "Hi {name}", "es": "Hola"}}}, "different fields"),
        ({"answers": {"hi": {"title": "Hi", "en": "It\u2019s", "es": "Es"}}}, "plain letters"),
        ({"answers": {"hi": {"title": "Hi", "en": "a" * 161, "es": "a"}}}, "answers.hi.en: costs 2 texts"),
        ({"answers": {"hi": {"title": "Hi", "en": "a", "es": "á" * 202}}}, "answers.hi.es: costs 4 texts"),
        ({"answers": {"hi": {"title": "Hi", "en": "a"}}}, "missing required field `es`"),
    ],
)
def test_what_cannot_be_used_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Templates({**data(), **changed})
