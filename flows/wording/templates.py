"""Texts that staff begin an answer with, in both languages; and the question whose yes allows a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from flows.wording.prompts import LANGUAGES, Prompts
from flows.wording.sms_encoding import segments

MOST_SEGMENTS = {"en": 1, "es": 3}
# The longest that is likely to stand in a template; to be counted with.
_FILLED = {"name": "Maximiliana", "mch": "(860) 757-4820"}


class TemplateError(ValueError):
    """The texts for staff are incomplete or cannot be used."""


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """What staff see as its name, and the words."""

    title: str
    en: str
    es: str


class _Data(Struct, frozen=True, forbid_unknown_fields=True):
    yes: dict[str, str]
    answers: dict[str, Template]


class Templates:
    """Of each answer the same in English and Spanish, with {name} of who writes and {mch}, the number to call."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        read = msgspec.convert(data, _Data)
        if set(read.yes) != set(LANGUAGES):
            raise TemplateError("yes: must be in both languages")
        self.yes: Mapping[str, str] = read.yes
        self.answers: Mapping[str, Template] = read.answers
        self._words = Prompts({each: {key: getattr(one, each) for key, one in read.answers.items()} for each in LANGUAGES})
        for key in read.answers:
            self._check(key)

    def _check(self, key: str) -> None:
        for language in LANGUAGES:
            try:
                count = segments(self._words.say(key, language, **_FILLED))
            except KeyError as error:
                raise TemplateError(
                    f"answers.{key}: there is no field {{{error.args[0]}}}; there are {{name}} and {{mch}}"
                ) from None
            if count > MOST_SEGMENTS[language]:
                most = MOST_SEGMENTS[language]
                raise TemplateError(f"answers.{key}.{language}: costs {count} texts, more than {most}; say it in fewer words")

    def filled(self, language: str, name: str, mch: str) -> dict[str, str]:
        """The words of each answer, by its key."""
        return {key: self._words.say(key, language, name=name, mch=mch) for key in self.answers}
