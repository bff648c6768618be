"""Spanish costs little more than English: what a conversation costs in segments is bounded, path by
path."""

from __future__ import annotations

from typing import Any

import pytest

from flows.wording.sms_encoding import outside_gsm7
from tests.segments.counting import LANGUAGES, PATHS, cost, replies

# All paths together cost 103 in Spanish and 72 in English before the Spanish was cut.
MOST = {"en": 74, "es": 78}
# By so many segments one conversation may cost more in Spanish.
MORE = 2


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path["name"])
def test_a_conversation_costs_little_more_in_spanish(path: dict[str, Any]) -> None:
    assert cost(path, "es") <= cost(path, "en") + MORE


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_together_cost_no_more_than_they_did(language: str) -> None:
    assert sum(cost(path, language) for path in PATHS) <= MOST[language]


def test_spanish_keeps_its_accents_where_they_cost_nothing() -> None:
    said = "".join(reply for path in PATHS for reply in replies(path, "es"))
    assert {"é", "ñ", "¿", "É"} <= set(said)


def test_the_first_text_is_no_longer_than_before_it_said_hello() -> None:
    assert not outside_gsm7("".join(replies(path, "es")[0] for path in PATHS))
