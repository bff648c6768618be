"""The words by which answers in whole sentences are read: one file a language, all languages heard
at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flows.understanding.text.phrase_patterns import PhraseError, spell_out
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS
from flows.understanding.text.utterance import fold


class AnswerWordsError(ValueError):
    """The answer words are wrong; the message names the section."""


class AnswerWords:
    """Sections of words and phrases by name, the languages together. Unknown sections raise
    AnswerWordsError."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def words(self, section: str, name: str) -> frozenset[str]:
        """The single words of a list, folded."""
        return frozenset(fold(self._get(section, "words", name)).split())

    def numbers(self, section: str, name: str) -> dict[str, int]:
        """Words with the whole number each stands for."""
        return {fold(word): int(number) for word, number in self._get(section, name).items()}

    def phrases(self, section: str, *names: str) -> PhraseBook:
        """The named lists of phrases as one book, with the section's groups of words; texts must be
        written out (`written_out`) before they are looked up."""
        groups = self._get(section).get("groups", {})
        try:
            return PhraseBook(
                {name: self._get(section, name) for name in names}, groups, same=SHORT_FORMS
            )
        except PhraseError as error:
            raise AnswerWordsError(f"{section}: {error}") from None

    def phrase(self, section: str, name: str) -> str:
        """One phrase as it stands in the data."""
        return str(self._get(section, name))

    def groups(self, section: str, name: str) -> Mapping[str, Any]:
        """A mapping of the data as it stands."""
        found: Mapping[str, Any] = self._get(section, name)
        return found

    def _get(self, *path: str) -> Any:
        found: Any = self._data
        for step in path:
            if not isinstance(found, Mapping) or step not in found:
                raise AnswerWordsError(f"there is no {'.'.join(path)}")
            found = found[step]
        return found


def written_out(text: str) -> str:
    """Folded words with their short forms written out, as phrases are compared with."""
    words = text.split()
    return (
        " ".join(words) if SHORT_FORMS.keys().isdisjoint(words) else spell_out(words, SHORT_FORMS)
    )


def one_of(phrase: str) -> re.Pattern[str]:
    """Any of the alternatives of "(a|b c)", as whole words."""
    options = [part for group in re.findall(r"\(([^()]*)\)", phrase) for part in group.split("|")]
    longest_first = sorted(map(re.escape, options), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(longest_first)})(?![a-z])")


def join(languages: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """One set of sections from each language's: lists and words run together, mappings joined key
    by key."""
    joined: dict[str, Any] = {}
    for data in languages.values():
        _add(joined, data)
    return joined


def _add(to: dict[str, Any], data: Mapping[str, Any]) -> None:
    for key, value in data.items():
        if isinstance(value, Mapping):
            _add(to.setdefault(key, {}), value)
        elif isinstance(value, list):
            to[key] = [*to.get(key, []), *value]
        elif isinstance(value, str):
            to[key] = f"{to[key]} {value}" if key in to else value
        else:
            to[key] = value
