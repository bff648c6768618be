"""Prompt keys to words, by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flows.wording.sms_encoding import outside_gsm7

LANGUAGES = ("en", "es")
_FIELD = re.compile(r"\{(\w*)\}")


class PromptError(ValueError):
    """The wording is incomplete or cannot be used."""


def _flatten(data: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            yield from _flatten(value, here)
        elif isinstance(value, list):
            yield from ((f"{here}.{i}", str(item).strip()) for i, item in enumerate(value, 1))
        elif isinstance(value, str):
            yield here, value.strip()
        else:
            raise PromptError(f"{here}: must be words in quotes, not {value!r}")


def _fields(text: str) -> set[str]:
    return set(_FIELD.findall(text))


def _fill(value: Any, language: str) -> str:
    return str(value(language) if callable(value) else value)


class Prompts:
    """The words of every language, for texts or (`texts=False`) for the ear."""

    def __init__(self, by_language: Mapping[str, Mapping[str, Any]], *, texts: bool = True) -> None:
        self._words = {language: dict(_flatten(by_language[language])) for language in LANGUAGES}
        self._check(texts)

    def _check(self, texts: bool) -> None:
        english, spanish = (self._words[language] for language in LANGUAGES)
        if missing := sorted(english.keys() ^ spanish.keys()):
            raise PromptError(f"only in one language: {', '.join(missing)}")
        for key, text in english.items():
            if texts and (strange := outside_gsm7(text)):
                raise PromptError(f"prompts.en: {key}: {strange!r} would double the price of a text; use plain letters")
            if _fields(text) != _fields(spanish[key]):
                raise PromptError(f"{key}: the two languages have different fields in {{braces}}")

    def __contains__(self, key: str) -> bool:
        return key in self._words["en"]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words["en"])

    def say(self, key: str, language: str, **fields: Any) -> str:
        """The words of `key`; with no language yet, those of `both` or else of each, one under the other.

        A field may be a function of the language.
        """
        if not language and f"both.{key}" in self:
            return self.say(f"both.{key}", "en", **fields)
        if not language:
            return "\n".join(dict.fromkeys(self.say(key, each, **fields) for each in LANGUAGES))
        text = self._words[language][key]
        return _FIELD.sub(lambda match: _fill(fields[match[1]], language), text) if "{" in text else text
