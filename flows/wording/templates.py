"""Texts that staff begin an answer with, in every language; and the question whose yes allows a
text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from flows.model.language import Language
from flows.wording.prompts import Prompts
from flows.wording.sms_encoding import segments

# The longest that is likely to stand in a template; to be counted with.
_FILLED = {"name": "Maximiliana", "mch": "(860) 757-4820"}


class TemplateError(ValueError):
    """The texts for staff are incomplete or cannot be used."""


class _Answer(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    words: dict[str, str]


class _Data(Struct, frozen=True, forbid_unknown_fields=True):
    yes: dict[str, str]
    answers: dict[str, _Answer]


class Templates:
    """Of each answer the same in every language, with {name} of who writes and {mch}, the number to
    call.

    `titles` are what staff see as the name of each; `yes` the question whose yes allows a text.
    """

    def __init__(self, data: Mapping[str, Any], languages: Mapping[str, Language]) -> None:
        read = msgspec.convert(data, _Data)
        self.yes: Mapping[str, str] = read.yes
        self.titles: Mapping[str, str] = {key: one.title for key, one in read.answers.items()}
        self._languages = languages
        for path, words in (
            ("yes", read.yes),
            *((f"answers.{key}", one.words) for key, one in read.answers.items()),
        ):
            if missing := sorted(set(languages) ^ set(words)):
                raise TemplateError(f"{missing[0]}: {path}: must be in each language")
        plain = [code for code, language in languages.items() if language.letters == "gsm7"]
        by_language = {
            code: {key: one.words[code] for key, one in read.answers.items()} for code in languages
        }
        self._words = Prompts(by_language, plain)
        for key in read.answers:
            self._check(key)

    def _check(self, key: str) -> None:
        for code, language in self._languages.items():
            try:
                count = segments(self._words.say(key, code, **_FILLED))
            except KeyError as error:
                reason = f"there is no field {{{error.args[0]}}}; there are {{name}} and {{mch}}"
                raise TemplateError(f"{code}: answers.{key}: {reason}") from None
            if count > (most := language.budget.template):
                raise TemplateError(
                    f"{code}: answers.{key}: costs {count} texts, more than {most}; say it in fewer"
                    " words"
                )

    def filled(self, language: str, name: str, mch: str) -> dict[str, str]:
        """The words of each answer, by its key."""
        return {key: self._words.say(key, language, name=name, mch=mch) for key in self.titles}
