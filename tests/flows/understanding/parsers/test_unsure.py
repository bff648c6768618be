"""Not known, not told, and what only sounds like it."""

from __future__ import annotations

import pytest

from flows.understanding.parsers.shared.unsure import declines, says_unknown
from flows.understanding.text.utterance import Said

UNKNOWN = """don't know|I dont know|idk|IDK sorry|not sure|im not really sure|unsure|not a clue
|no idea|dunno|who knows
|can't remember|?|??|¿?|no se|no sé|No sé, señora
|yo no se|nose|no lo se|pues no se|todavia no se|no se cuantas|no estoy segura|no estoy seguro
|ni idea|no tengo idea
|quien sabe|no me acuerdo
|i dont know how many weeks|not sure if i have husky|no sé si sí"""
KNOWN = """no|yes|no, it's not|no problem|no hablo ingles|no se ingles|i dont know who this is
|i dont know english
|no se preocupe|no se puede|idk 2
|i dont know maybe 2|march||hi|pregnant|prefer not|si no"""
DECLINED = """rather not say|id rather not|prefer not|I prefer not to say|none of your business
|that's private
|i dont want to say|I dont want to answer that|pass|skip it
|prefiero no decir|prefiero no contestar|paso|no quiero decir|no le importa|eso es privado
|mejor no decir"""
NOT_DECLINED = "no|i skip meals|yes|no me importa|2|idk|paso 2|not sure|i have private insurance"


def rows(text: str) -> list[str]:
    return text.replace("\n", "").split("|")


@pytest.mark.parametrize("text", rows(UNKNOWN))
def test_not_knowing_is_heard(text: str) -> None:
    assert says_unknown(Said(text))


@pytest.mark.parametrize("text", rows(KNOWN))
def test_an_answer_or_another_subject_is_not_not_knowing(text: str) -> None:
    assert not says_unknown(Said(text))


@pytest.mark.parametrize("text", rows(DECLINED))
def test_declining_is_heard(text: str) -> None:
    assert declines(Said(text))


@pytest.mark.parametrize("text", rows(NOT_DECLINED))
def test_an_answer_is_not_declining(text: str) -> None:
    assert not declines(Said(text))
