"""Words that mean the same to whoever searches, in all languages: a search for twins finds gemelos.

Each language's folder names its words for the same things, by the same keys (search.yaml): what a
language is added with.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.intake import FOLDER, IntakeError, language_codes, read_yaml
from flows.understanding.text.utterance import Said

FILE = "search.yaml"
Alike = Mapping[str, tuple[str, ...]]


def load_alike() -> Alike:
    """For each word all that mean the same, itself among them. Raises IntakeError where a language
    lacks a key."""
    groups: dict[str, dict[str, None]] = {}
    keys: dict[str, set[str]] = {}
    for code in language_codes():
        told = read_yaml(FOLDER / code / FILE)
        keys[code] = set(told)
        for key, words in told.items():
            groups.setdefault(key, {}).update(dict.fromkeys(Said(words).tokens))
    if any(each != set(groups) for each in keys.values()):
        raise IntakeError(f"{FILE}: every language must have words for the same keys")
    return {
        word: tuple(dict.fromkeys((word, *words))) for words in groups.values() for word in words
    }


def widened(text: str, alike: Alike) -> str:
    """The words to look for, each with those that mean the same: "gemelos|twins bloomfield"."""
    return " ".join("|".join(alike.get(token, (token,))) for token in Said(text).tokens)
