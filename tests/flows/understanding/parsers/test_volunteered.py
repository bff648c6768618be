"""Answers inside a text about something else: only when plainly meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.flows.understanding.parsers.option_lists import PARSERS, short, volunteer

SLOTS = (
    "stage",
    "due",
    "ages",
    "first_baby",
    "benefits",
    "household",
    "needs",
    "shots",
    "school",
    "income",
)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            "im 5 months pregnant w my first in 06106",
            {"stage": "pregnant", "due": "2027-03-29", "first_baby": True},
        ),
        (
            "estoy embarazada de 20 semanas, soy primeriza",
            {"stage": "pregnant", "due": "2027-04-10", "first_baby": True},
        ),
        ("need help im pregnant", {"stage": "pregnant"}),
        ("im pregnant and due in march", {"stage": "pregnant", "due": "2027-03-15"}),
        ("doy a luz en marzo", {"stage": "pregnant", "due": "2027-03-15"}),
        ("pregnant with my second", {"stage": "both", "first_baby": False}),
        ("tengo un bebe de 3 meses", {"stage": "has_children", "ages": [3]}),
        (
            "my 2 year old needs shots",
            {"stage": "has_children", "ages": [24], "needs": ["shots"], "shots": "no"},
        ),
        ("my kids are 2 and 5", {"stage": "has_children", "ages": [24, 60]}),
        ("I have two kids, 2 and 5.", {"stage": "has_children", "ages": [24, 60]}),
        ("tengo tres hijos, de 4, 6 y 9 años", {"stage": "has_children", "ages": [48, 72, 108]}),
        ("i have 2 kids, 3 bedrooms and 1 bath", {"stage": "has_children"}),
        ("mi hija tiene 2 años", {"stage": "has_children", "ages": [24]}),
        ("my newborn", {"stage": "has_children", "ages": [0]}),
        ("im pregnant and have a 2 year old", {"stage": "both", "ages": [24]}),
        ("soy la abuela", {"stage": "caregiver"}),
        ("i want to get pregnant", {"stage": "planning"}),
        ("i have husky", {"benefits": True}),
        ("on food stamps", {"benefits": True}),
        ("tengo cupones", {"benefits": True}),
        ("i lost my food stamps", {"benefits": False}),
        ("we are a family of 4", {"household": 4}),
        ("necesito comida", {"needs": ["food"]}),
        ("i need a breast pump", {"needs": ["breastfeeding"]}),
        ("need diapers", {}),
        ("hola", {}),
        ("yes", {}),
        ("2", {}),
        ("im not pregnant", {}),
        ("found out im not pregnant", {}),
        ("I think im pregnant", {}),
        ("i dont have husky", {}),
        ("how do i get food stamps", {"needs": ["food"]}),
        ("need to get on husky", {}),
        ("my rent is due in march", {}),
        ("im 20 years old", {}),
        ("im a 19 year old mom", {}),
        ("newborn clothes", {}),
        ("my first child is 5", {"stage": "has_children", "ages": [60]}),
        ("what is this", {}),
    ],
)
def test_only_what_is_plainly_meant_is_taken(text: str, answers: dict[str, Any]) -> None:
    heard = {slot: short(volunteer(slot, text)) for slot in SLOTS}
    assert {slot: value for slot, value in heard.items() if value is not None} == answers


@pytest.mark.parametrize("slot", PARSERS)
def test_a_short_reply_volunteers_nothing_anywhere(slot: str) -> None:
    assert all(
        volunteer(slot, text) is None for text in ("1", "2", "yes", "no", "sí", "4", "ok", "idk")
    )
