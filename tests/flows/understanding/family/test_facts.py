"""A property: no sentence built from facts ever yields a fact that was not in it."""

from __future__ import annotations

from itertools import permutations, product

import pytest

from flows.understanding.text.utterance import Said
from tests.flows.understanding.parsers.option_lists import FAMILY

# Clauses by language, each with the one fact that it tells.
CLAUSES = {
    "en": {
        "pregnant": ("im pregnant", "i am 20 weeks pregnant", "im expecting", "im pregnant again"),
        "child": (
            "i have a 3 year old",
            "my son is 5",
            "i got two kids",
            "my baby is 6 months old",
        ),
        "loss before": ("i had a miscarriage before", "i lost a baby last year"),
        "need": ("i need food", "my lease ended", "we live in hartford", "my hours got cut"),
    },
    "es": {
        "pregnant": ("estoy embarazada", "tengo 20 semanas de embarazo", "estoy esperando un bebe"),
        "child": (
            "tengo un nene de 3 años",
            "mi hija tiene 5",
            "tengo dos hijos",
            "mi bebe tiene 6 meses",
        ),
        "loss before": ("tuve un aborto antes", "perdi un bebe el año pasado"),
        "need": (
            "necesito comida",
            "se me acabo el contrato",
            "vivo en hartford",
            "me cortaron las horas",
        ),
    },
}
JOINS = (". ", ", ", "\n", {"en": " and ", "es": " y "})
FILLERS = {"en": ("", "hi ", "hello so "), "es": ("", "hola ", "buenas, ")}
# What may be taken, where these facts were told.
ALLOWED = {
    frozenset({"pregnant"}): {"pregnant"},
    frozenset({"child"}): {"has_children"},
    frozenset({"need"}): set(),
    frozenset({"loss before"}): {"pregnancy_ended"},
    frozenset({"pregnant", "child"}): {"both"},
    frozenset({"pregnant", "need"}): {"pregnant"},
    frozenset({"child", "need"}): {"has_children"},
    frozenset({"pregnant", "loss before"}): {"pregnant"},
    frozenset({"child", "loss before"}): {"has_children"},
    frozenset({"need", "loss before"}): {"pregnancy_ended"},
    frozenset({"pregnant", "child", "loss before"}): {"both"},
}


def sentences(language: str, facts: frozenset[str]) -> list[str]:
    ways = [CLAUSES[language][fact] for fact in sorted(facts)]
    joins = [join[language] if isinstance(join, dict) else join for join in JOINS]
    orders = [order for chosen in product(*ways) for order in permutations(chosen)]
    return [
        filler + join.join(order)
        for order, join, filler in product(orders, joins, FILLERS[language])
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("facts", list(ALLOWED), ids=lambda facts: "+".join(sorted(facts)))
def test_no_fact_comes_from_nowhere(language: str, facts: frozenset[str]) -> None:
    """A stage that is taken without a question is the one that the clauses tell, in any order."""
    told = {text: FAMILY.told(Said(text)) for text in sentences(language, facts)}
    strange = {
        text: it.stage
        for text, it in told.items()
        if it.stage and it.sure and it.stage not in ALLOWED[facts]
    }
    assert not strange, dict(list(strange.items())[:8])


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_it_is_about(language: str) -> None:
    """The person whose pregnancy it is, whoever writes."""
    names = {
        "en": {
            "my wife": "partner",
            "my daughter": "daughter",
            "my sister": "sister",
            "my client": "client",
            "my friend": "friend",
        },
        "es": {
            "mi esposa": "partner",
            "mi hija": "daughter",
            "mi hermana": "sister",
            "mi clienta": "client",
            "mi amiga": "friend",
        },
    }
    says = {
        "en": ("{} is pregnant", "hi, {} is 20 weeks pregnant"),
        "es": ("{} esta embarazada", "hola, {} esta de 20 semanas de embarazo"),
    }
    for (name, who), template in product(names[language].items(), says[language]):
        told = FAMILY.told(Said(template.format(name)))
        assert (told.stage, told.about) == ("pregnant", who), template.format(name)


@pytest.mark.parametrize(
    "text",
    [
        "idk havent been to a dr",
        "me dijeron hoy en la cita q no es el 12 de mayo q es pal 26",
        "no es mio lo estoy cuidando",
        "i cant have the vaccine",
        "i cant have that",
        "i dont want it",
        "no lo quiero",
        "i dont want to be here when he comes",
        "we got mold and need to get rid of it",
        "termination letter from husky",
        "perdon por interrumpir",
        "quiero sacarlo a pasear",
        "i go to planned parenthood for checkups",
        "necesito ayuda despues de un aborto espontaneo",
    ],
)
def test_what_asks_for_no_ending_gets_no_answer_about_one(text: str) -> None:
    assert not FAMILY.told(Said(text)).wish


@pytest.mark.parametrize(
    "text",
    [
        "where can i get an abortion",
        "im pregnant and i dont want to be",
        "i want to get rid of it, im 6 weeks pregnant",
        "no quiero tenerlo",
        "quiero interrumpir el embarazo",
        "estoy embarazada y no quiero tenerlo",
    ],
)
def test_an_ending_plainly_asked_for_is_heard(text: str) -> None:
    assert FAMILY.told(Said(text)).wish == "abortion"


@pytest.mark.parametrize(
    "text", ["im pregnant and i dont want to be", "im pregnant and want to get rid of it"]
)
def test_a_pregnancy_beside_that_wish_is_kept(text: str) -> None:
    assert FAMILY.told(Said(text)).stage == "pregnant"
