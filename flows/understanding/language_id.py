"""In which language someone writes, heard from their first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from flows.understanding.utterance import Said, fold

Language = Literal["en", "es", "other"]

_FIRST_WORDS = 40
_FIRST_CHARACTERS = 400
_ENOUGH = 2
_WORD = re.compile(r"[^\W\d_]+")
# Greek to Canadian syllabics, Kana to Hangul, Hebrew and Arabic presentation forms: letters that no Latin alphabet has.
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\ud7ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Letters of other Latin alphabets; á é í ó ú ñ ü are Spanish.
_OTHER_LETTER = re.compile(r"[ãõçêôîâàèùœąęłśżźćńđğışřěžőűă]")
_SPANISH_SIGN = re.compile(r"[ñ¿¡]")


class LanguagesError(ValueError):
    """The language data are wrong. The message says where and why."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    strong: str
    weak: str


class LanguagesData(Struct, frozen=True, forbid_unknown_fields=True):
    en: Words
    es: Words
    other: Words
    names: str
    also_names: str
    asking: str


class Languages:
    """Compiled marker words of each language."""

    def __init__(self, data: object) -> None:
        try:
            read = msgspec.convert(data, LanguagesData)
        except msgspec.ValidationError as error:
            raise LanguagesError(str(error)) from None
        self._marks: dict[str, list[tuple[Language, int]]] = {}
        self._add("en", read.en)
        self._add("es", read.es)
        self._add("other", read.other)
        self._names = frozenset(read.names.split())
        self._also_names = frozenset(read.also_names.split())
        self._asking = frozenset(read.asking.split())

    def hear(self, said: Said) -> Language | None:
        """ "en", "es", "other" for any other language, or None where the words do not tell (a keyword, a name, a number)."""
        text = said.raw[:_FIRST_CHARACTERS].lower()
        if _mostly_other_script(text) or self._another_named(said.tokens[:_FIRST_WORDS]):
            return "other"
        score: dict[Language, int] = {
            "en": 0,
            "es": len(_SPANISH_SIGN.findall(text)),
            "other": len(_OTHER_LETTER.findall(text)),
        }
        for word in _WORD.findall(text.replace("'", "").replace("’", ""))[:_FIRST_WORDS]:
            for language, weight in self._marks.get(word) or self._marks.get(fold(word)) or ():
                score[language] += weight
        best, second, _ = sorted(score.values(), reverse=True)
        if best < _ENOUGH or best == second:
            return None
        return max(score, key=lambda language: score[language])

    def _another_named(self, words: Sequence[str]) -> bool:
        """ "I speak Portuguese" says it in English, but it is the language named that counts."""
        if self._names.isdisjoint(words) and self._also_names.isdisjoint(words):
            return False
        return not self._asking.isdisjoint(words) or (len(words) == 1 and words[0] in self._names)

    def _add(self, language: Language, words: Words) -> None:
        for text, weight in ((words.strong, 2), (words.weak, 1)):
            for word in dict.fromkeys(text.split()):
                self._marks.setdefault(word, []).append((language, weight))


def _mostly_other_script(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return 2 * len(_OTHER_SCRIPT.findall(text)) > letters
