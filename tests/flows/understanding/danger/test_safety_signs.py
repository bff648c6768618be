"""Signs of danger that are certain in any wording, generated from their parts in both languages;
and what only looks so."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow

Parts = tuple[tuple[str, ...], ...]

FEVER: dict[str, list[Parts]] = {
    "en": [
        (
            ("he is", "she's only", "my son is", "baby"),
            ("9 days old", "3 wks", "2 months", "six weeks"),
            ("and", "got a"),
            ("100.4", "101.2", "103.0"),
        ),
        (
            ("she is 5 weeks old and", "my 2 month old"),
            ("has", "got", "is at", "temp is"),
            ("101", "102", "104"),
            ("", "in the butt", "under the arm"),
        ),
        (
            ("it says", "hes"),
            ("100.6", "102.3"),
            ("and shes", "my baby is"),
            ("19 days", "1 month", "four weeks"),
            ("", "old", "do i wait"),
        ),
    ],
    "es": [
        (
            ("tiene", "el nene tiene", "mi bebé de"),
            ("9 días", "3 semanas", "2 meses", "seis semanas"),
            ("y", "y está en"),
            ("100.4", "101.2", "103.0"),
        ),
        (
            ("tiene 5 semanas y", "mi bebé de 2 meses"),
            ("tiene", "marca", "le dio"),
            ("101", "102", "104"),
            ("", "en el culito", "en la axila"),
        ),
        (
            ("marcó", "le salió"),
            ("100.6", "102.3"),
            ("y tiene", "mi bebé de"),
            ("19 días", "un mes", "cuatro semanas"),
            ("", "qué hago"),
        ),
    ],
}
BREATH: dict[str, list[Parts]] = {
    "en": [
        (
            ("my baby", "she", "my newborn", "he"),
            ("stops breathing", "skips breaths", "quits breathing", "forgets to breathe"),
            ("", "for 15 seconds", "when he sleeps", "like 20 secs then starts again"),
        )
    ],
    "es": [
        (
            ("mi bebé", "la nena", "el recién nacido", "mi hijo"),
            ("deja de respirar", "para de respirar", "se queda sin respirar"),
            ("", "como 15 segundos", "cuando duerme", "unos segundos y sigue"),
        )
    ],
}
PAPERS: dict[str, list[Parts]] = {
    "en": [
        (
            ("my boss", "the lady i work for", "the owner", "the family i clean for"),
            ("keeps", "has", "took", "is holding"),
            ("my passport", "our passports", "all our papers", "my visa"),
            ("", "til i pay", "in his safe"),
        )
    ],
    "es": [
        (
            ("mi jefe", "el patrón", "la dueña", "la patrona"),
            ("nos guarda", "tiene", "me quitó", "retiene"),
            ("el pasaporte", "los pasaportes", "los papeles", "las visas"),
            ("", "hasta que pague", "en la caja"),
        )
    ],
}
MONEY: dict[str, list[Parts]] = {
    "en": [
        (
            ("he", "my husband", "my boyfriend"),
            ("keeps", "takes", "controls"),
            ("all the money", "all my checks", "all our cash"),
            ("", "and i ask for diapers", "we are 3"),
        ),
        (
            ("i have to", "he makes me", "i gotta"),
            ("show", "bring", "give"),
            ("him",),
            ("the receipts", "every receipt", "all my receipts"),
            ("", "or else"),
        ),
    ],
    "es": [
        (
            ("él", "mi marido", "mi novio"),
            ("me quita", "se queda con", "controla"),
            ("todo el dinero", "todo mi cheque", "todos los chavos"),
            ("", "y le pido para pampers", "somos 3"),
        ),
        (
            ("tengo que", "hay que"),
            ("enseñarle", "llevarle", "darle"),
            ("los recibos", "cada recibo", "todos los recibos"),
            ("", "o si no"),
        ),
    ],
}
DOOR: dict[str, list[Parts]] = {
    "en": [
        (
            ("he", "my ex", "my husband"),
            ("broke", "kicked", "busted"),
            ("the door", "my front door"),
            ("down", "in", "open"),
            ("", "last night", "and we ran to the car"),
        )
    ],
    "es": [
        (
            ("él", "mi ex", "mi marido"),
            ("tumbó", "rompió", "pateó"),
            ("la puerta", "mi puerta"),
            ("", "anoche", "y nos fuimos al carro"),
        )
    ],
}
POISON: dict[str, list[Parts]] = {
    "en": [
        (
            ("he", "my daughter", "the baby"),
            ("licked", "chewed", "ate", "chewed on"),
            ("the rat poison", "some roach powder", "a laundry pod", "the bleach"),
            ("", "just now", "hes drooling"),
        )
    ],
    "es": [
        (
            ("él", "mi hija", "el bebé"),
            ("lamió", "mordió", "chupó", "masticó"),
            ("el veneno de ratas", "el raticida", "polvo de cucarachas", "la cápsula de lavar"),
            ("", "ahora mismo", "está babeando"),
        )
    ],
}
SIGNS = {
    "fever": FEVER,
    "breath": BREATH,
    "papers": PAPERS,
    "money": MONEY,
    "door": DOOR,
    "poison": POISON,
}
KINDS = {
    "fever": {"infant"},
    "breath": {"infant", "danger"},
    "papers": {"trafficking", "violence"},
    "money": {"violence"},
    "door": {"violence", "danger"},
    "poison": {"overdose"},
}


def sentences(parts: list[Parts]) -> Iterator[str]:
    for each in parts:
        yield from (" ".join(" ".join(words).split()) for words in product(*each))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sign", SIGNS)
def test_the_sign_is_heard_for_certain_in_any_wording(sign: str, language: str) -> None:
    written = list(sentences(SIGNS[sign][language]))
    assert len(written) >= 40
    heard = {text: the_flow().safety.hear(Said(text)) for text in written}
    assert not [
        text for text, found in heard.items() if found is None or found.kind not in KINDS[sign]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "he is 3 weeks, i live at 101 main st",
        "106 main st, 2 weeks old baby",
        "i have 2 kids, 2 months and 3, and i am 39 weeks",
        "she is 98.6 and 3 weeks old",
        "tiene 3 semanas y vivo en el 101 de la main",
        "tiene 2 meses y yo 38 semanas",
        "i have my passport at home",
        "tengo el pasaporte en casa",
        "i keep all my receipts for the diapers",
        "guardo todos los recibos de los pañales",
        "the door is broke so call when you here",
        "la puerta está dañada, llamen al llegar",
        "she chews on everything",
        "lo muerde todo, le salen los dientes",
    ],
)
def test_what_only_looks_like_a_sign_is_left_alone(text: str) -> None:
    assert the_flow().safety.hear(Said(text)) is None
