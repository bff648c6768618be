"""Prompt keys to words, by language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flows.wording.sms_encoding import outside_gsm7

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


def with_names(data: Any, names: Mapping[str, str]) -> Any:
    """The same words with these fields filled; other fields stay."""
    if isinstance(data, str):
        return _FIELD.sub(lambda match: names.get(match[1], match[0]), data)
    if isinstance(data, Mapping):
        return {key: with_names(value, names) for key, value in data.items()}
    return [with_names(value, names) for value in data] if isinstance(data, list) else data


class Prompts:
    """The words of every language, for texts or for the ear.

    `plain` are the languages whose texts keep to GSM-7. `before` are the words while no language is
    known, where each language's own, one under the other, would be too long.
    """

    def __init__(
        self,
        by_language: Mapping[str, Mapping[str, Any]],
        plain: Collection[str] = (),
        before: Mapping[str, Any] | None = None,
    ) -> None:
        self._words = {language: dict(_flatten(words)) for language, words in by_language.items()}
        self._before = dict(_flatten(before or {}))
        self.languages = tuple(self._words)
        self._first = self._words[self.languages[0]]
        self._check(plain)

    def _check(self, plain: Collection[str]) -> None:
        for language, words in self._words.items():
            if missing := sorted(self._first.keys() - words.keys()):
                raise PromptError(f"{language}: {missing[0]}: missing; {self.languages[0]} has it")
            if strange := sorted(words.keys() - self._first.keys()):
                raise PromptError(f"{language}: {strange[0]}: not in {self.languages[0]}")
            for key, text in words.items():
                if language in plain and (odd := outside_gsm7(text)):
                    raise PromptError(
                        f"{language}: {key}: {odd!r} would double the price of a text; use plain"
                        " letters"
                    )
                if _fields(text) != _fields(self._first[key]):
                    raise PromptError(
                        f"{language}: {key}: other fields in {{braces}} than in {self.languages[0]}"
                    )

    def __contains__(self, key: str) -> bool:
        return key in self._first or key in self._before

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._first, *self._before)))

    def say(self, key: str, language: str, **fields: Any) -> str:
        """The words of `key`; with no language yet, those of `before` or else of each, one under
        the other.

        A field may be a function of the language.
        """
        if key in self._before and (not language or key not in self._first):
            return _filled(self._before[key], language, fields)
        if not language:
            return "\n".join(
                dict.fromkeys(self.say(key, each, **fields) for each in self.languages)
            )
        return _filled(self._words[language][key], language, fields)


def _filled(text: str, language: str, fields: Mapping[str, Any]) -> str:
    return (
        _FIELD.sub(lambda match: _fill(fields[match[1]], language), text) if "{" in text else text
    )
