"""The languages of the conversation, and in which of them someone writes, heard from their first
words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from flows.model.language import OTHER, Language
from flows.understanding.text.utterance import OnceAWord, Said, fold

_FIRST_WORDS = 40
_FIRST_CHARACTERS = 400
_ENOUGH = 2
_WORD = re.compile(r"[^\W\d_]+")
# Greek to Canadian syllabics, Kana to Hangul, Hebrew and Arabic presentation forms: letters that no
# Latin alphabet has.
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1cff\u3040-\ud7ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Letters of other Latin alphabets, as far as no language of ours has them.
_OTHER_LETTER = re.compile(r"[ãõçêôîâàèùœąęłśżźćńđğışřěžőűă]")


class LanguagesError(ValueError):
    """The language data are wrong. The message says where and why."""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    strong: str
    weak: str


class LanguagesData(Struct, frozen=True, forbid_unknown_fields=True):
    own: dict[str, Language]
    other: Words
    names: str
    also_names: str


class Languages(Mapping[str, Language]):
    """The languages by their code, in the order of their numbers, with their compiled marker
    words."""

    def __init__(self, data: object) -> None:
        try:
            read = msgspec.convert(data, LanguagesData)
        except msgspec.ValidationError as error:
            raise LanguagesError(str(error)) from None
        numbers = [language.number for language in read.own.values()]
        if numbers != list(range(1, len(numbers) + 1)):
            raise LanguagesError(f"the numbers of the languages must be 1, 2, 3 ..., not {numbers}")
        self._own = read.own
        self._heard = OnceAWord(self._hear)
        self.first = next(iter(read.own))
        self._marks: dict[str, list[tuple[str, int]]] = {}
        self._signs = {code: set(language.signs) for code, language in read.own.items()}
        for code, language in read.own.items():
            self._add(code, language.strong, language.weak)
        self._add(OTHER, read.other.strong, read.other.weak)
        self._names = frozenset(read.names.split())
        self._also_names = frozenset(read.also_names.split())
        self._asking = frozenset(
            word for language in read.own.values() for word in language.asking.split()
        )

    def __getitem__(self, code: str) -> Language:
        return self._own[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)

    def name(self, code: str) -> str:
        """As staff read it; the code itself for a language that has no folder any more."""
        return self._own[code].name if code in self._own else code

    @property
    def plain(self) -> tuple[str, ...]:
        """The languages whose texts keep to GSM-7."""
        return tuple(code for code, language in self._own.items() if language.letters == "gsm7")

    @property
    def understood(self) -> tuple[str, ...]:
        """The languages in which words are understood."""
        return tuple(code for code, language in self._own.items() if language.free_text)

    def hear(self, said: Said) -> str | None:
        """The code of a language, OTHER for any that has no folder, or None where the words do not
        tell (a name, a number)."""
        return self._heard(said)

    def _hear(self, said: Said) -> str | None:
        text = said.raw[:_FIRST_CHARACTERS].lower()
        if _mostly_other_script(text) or self._another_named(said.tokens[:_FIRST_WORDS]):
            return OTHER
        score = {code: sum(map(text.count, signs)) for code, signs in self._signs.items()}
        score[OTHER] = len(_OTHER_LETTER.findall(text))
        for word in _WORD.findall(text.replace("'", "").replace("’", ""))[:_FIRST_WORDS]:
            for language, weight in self._marks.get(word) or self._marks.get(fold(word)) or ():
                score[language] += weight
        best, second, *_ = sorted(score.values(), reverse=True)
        if best < _ENOUGH or best == second:
            return None
        return max(score, key=lambda language: score[language])

    def _another_named(self, words: Sequence[str]) -> bool:
        """ "I speak Portuguese" says it in English, but it is the language named that counts."""
        if self._names.isdisjoint(words) and self._also_names.isdisjoint(words):
            return False
        return not self._asking.isdisjoint(words) or (len(words) == 1 and words[0] in self._names)

    def _add(self, language: str, strong: str, weak: str) -> None:
        for text, weight in ((strong, 2), (weak, 1)):
            for word in dict.fromkeys(text.split()):
                self._marks.setdefault(word, []).append((language, weight))


def _mostly_other_script(text: str) -> bool:
    other = 0 if text.isascii() else len(_OTHER_SCRIPT.findall(text))
    return bool(other) and 2 * other > sum(map(str.isalpha, text))
