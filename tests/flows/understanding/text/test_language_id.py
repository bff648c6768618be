"""The language of the first words."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import read_files
from flows.understanding.text.language_id import Languages, LanguagesError
from flows.understanding.text.utterance import Said

FILES = read_files()


def load() -> Any:
    return copy.deepcopy(FILES["languages"])


LANGUAGES = Languages(load())

HEARD = {
    "en": [
        "hi",
        "Hello!",
        "I need help",
        "I'm pregnant",
        "im 5 months pregnant w my first in 06106",
        "my baby is 2 months old",
        "do you have diapers",
        "looking for wic",
        "yes",
        "can you call me",
        "pregnant",
        "2 kids",
        "how are you mama",
        "I live in San Juan street",
        "thanks",
    ],
    "es": [
        "hola",
        "Hola, buenos días",
        "ola nesesito ayuda",
        "necesito ayuda",
        "estoy embarazada",
        "embarazada",
        "tengo 5 meses",
        "si",
        "sí",
        "mi bebe tiene 2 meses",
        "busco comida para mi bebé",
        "¿dónde está la oficina?",
        "pañales",
        "gracias",
        "tengo un niño de 3 años",
        "quiero información de WIC",
        "soy mama primeriza",
        "kiero saber del programa",
    ],
    "other": [
        "bonjou",
        "mwen ansent",
        "Bonjou, mwen bezwen èd",
        "estou grávida",
        "oi, preciso de ajuda",
        "olá bom dia",
        "Eu tenho um filho de 2 meses",
        "não falo inglês",
        "je suis enceinte",
        "bonjour j'ai besoin d'aide",
        "jestem w ciąży",
        "Dzień dobry, potrzebuję pomocy",
        "salam",
        "مرحبا أنا حامل",
        "Я беременна",
        "မင်္ဂလာပါ",
        "我怀孕了",
        "นี่คือ",
        "임신했어요",
        "ciao sono incinta",
        "xin chào tôi cần giúp",
        "do you speak portuguese",
        "i speak french",
        "kreyol",
        "polish please",
        "hablan portugues?",
        "i need an interpreter",
    ],
    None: [
        "no",
        "ok",
        "OK.",
        "baby",
        "BABY",
        "bebe",
        "mama",
        "WIC",
        "1",
        "06106",
        "",
        "...",
        "👶",
        "👍",
        "Hartford",
        "East Hartford",
        "New Britain",
        "Rocky Hill",
        "Old Lyme",
        "San Juan",
        "Los Angeles",
        "Windsor Locks",
        "Maria",
        "Maria de la Cruz",
        "José Ángel Muñiz",
        "Karen",
        "Luz",
        "start",
        "mch",
        "stop",
        "\x00",
    ],
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in HEARD.items() for text in texts]
)
def test_the_language_is_heard_where_the_words_tell(language: str | None, text: str) -> None:
    assert LANGUAGES.hear(Said(text)) == language


def test_a_tie_tells_nothing() -> None:
    assert LANGUAGES.hear(Said("hello hola")) is None


@given(st.text(max_size=1600))
def test_no_text_is_too_strange(text: str) -> None:
    assert LANGUAGES.hear(Said(text)) in ("en", "es", "other", None)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda d: d.pop("own"), "missing required field `own`"),
        (lambda d: d.update(fr={}), "unknown field `fr`"),
        (
            lambda d: d["own"]["en"].update(strong=["i"]),
            r"Expected `str`, got `array` - at `\$\.own\[\.\.\.\]\.strong`",
        ),
    ],
)
def test_wrong_data_are_refused_with_the_place_and_the_reason(spoil: Any, reason: str) -> None:
    data = load()
    spoil(data)
    with pytest.raises(LanguagesError, match=reason):
        Languages(data)
