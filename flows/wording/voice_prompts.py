"""The spoken words: prompts for the ear, and the words to listen for with each question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.wording.prompts import LANGUAGES, PromptError, Prompts

# Words that are the same on paper and by ear.
SHARED = ("date", "window", "months", "weekdays", "age", "labels")
# Twilio takes at most 500 phrases of 100 characters each.
# Source: https://www.twilio.com/docs/voice/twiml/gather#hints
MOST_HINTS = 500

Files = Mapping[str, Mapping[str, Any]]


class Voice:
    """What is said in a call. `prompts` has the words, `hints` what may be answered."""

    def __init__(self, texts: Files, spoken: Files, programs: Files) -> None:
        """From the parsed files of each language. Raises PromptError."""
        self._hints: dict[tuple[str, str], tuple[str, ...]] = {}
        words: dict[str, dict[str, Any]] = {}
        for language in LANGUAGES:
            shared = {key: texts[language][key] for key in SHARED}
            questions = {name: self._without_hints(language, name, q) for name, q in spoken[language]["questions"].items()}
            words[language] = {**shared, **spoken[language], **programs[language], "questions": questions}
        self.prompts = Prompts(words, texts=False)

    def _without_hints(self, language: str, question: str, data: Mapping[str, Any]) -> dict[str, Any]:
        self.listen_for(question, language, data.get("hints", ()))
        return {key: value for key, value in data.items() if key != "hints"}

    def listen_for(self, question: str, language: str, phrases: Iterable[str]) -> None:
        """Take these as the hints of a question; a comma would make two of one."""
        hints = tuple(dict.fromkeys(phrases))
        if wrong := [phrase for phrase in hints if not isinstance(phrase, str) or "," in phrase or len(phrase) > 100]:
            raise PromptError(f"questions.{question}.hints: {wrong[0]!r} cannot be listened for")
        self._hints[question, language] = hints[:MOST_HINTS]

    def hints(self, question: str, language: str) -> tuple[str, ...]:
        return self._hints.get((question, language), ())
