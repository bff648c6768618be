"""No sentence put together from facts yields a fact that was not in it: persons, facts, times,
orders and fillers, in both languages."""

from __future__ import annotations

from datetime import date
from itertools import permutations, product

import pytest

from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow

TODAY = date(2026, 11, 30)
# By language: what is said, and the slots that it may fill.
FACTS = {
    "en": {
        "i live in Manchester": {"town"},
        "due march 3": {"due", "stage"},
        "im pregnant": {"stage"},
        "my son is 4 years old": {"ages", "stage"},
        "its my first baby": {"first_baby"},
        "we get food stamps": {"benefits", "needs"},
    },
    "es": {
        "vivo en Manchester": {"town"},
        "nace el 3 de marzo": {"due", "stage"},
        "estoy embarazada": {"stage"},
        "mi hijo tiene 4 años": {"ages", "stage"},
        "es mi primer bebé": {"first_baby"},
        "recibimos cupones": {"benefits", "needs"},
    },
}
FILLERS = {
    "en": ("", "hi, my phone is at 20 percent", "sorry it took me 2 days lol"),
    "es": ("", "hola, me queda 20 por ciento de pila", "perdón, tardé 2 días jaja"),
}
JOINED = (", ", ". ", "\n", " and ", " y ")
SLOTS = ("stage", "due", "ages", "town", "first_baby", "benefits", "household", "income", "shots")


def told(text: str) -> dict[str, object]:
    """What a text volunteers, for certain."""
    flow, said = the_flow(), Said(text)
    heard = {slot: flow.volunteers[slot].volunteer(said, TODAY) for slot in SLOTS}
    return {slot: each.value for slot, each in heard.items() if each is not None and each.sure}


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_yields_a_fact_that_was_not_in_it(language: str) -> None:
    facts, strange = FACTS[language], []
    for chosen in (*permutations(facts, 1), *permutations(facts, 2), *permutations(facts, 3)):
        may = set().union(*(facts[each] for each in chosen))
        if {"its my first baby", "es mi primer bebé"} & set(chosen):
            may |= {"stage"}
        for joint, filler in product(
            JOINED[:3] if len(chosen) > 1 else JOINED[:1], FILLERS[language]
        ):
            text = joint.join((*chosen, filler) if filler else chosen)
            strange += [(text, slot) for slot in told(text) if slot not in may]
    assert not strange, strange[:10]


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_fact_keeps_its_value_beside_the_others(language: str) -> None:
    facts = FACTS[language]
    alone = {each: told(each) for each in facts}
    wrong = []
    for pair in permutations(facts, 2):
        heard = told(". ".join(pair))
        for each in pair:
            wrong += [
                (pair, slot, heard[slot])
                for slot, value in alone[each].items()
                if slot in heard and slot != "stage" and heard[slot] != value
            ]
    assert not wrong, wrong[:10]
