"""The spoken words: prompts for the ear, speech hints for each question, how long words take to
say, spoken numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from flows.wording.prompts import PromptError, Prompts

# Words that are the same on paper and by ear.
SHARED = ("date", "date_part", "window", "months", "weekdays", "age", "labels")
# Twilio takes at most 500 phrases of 100 characters each.
# Source: https://www.twilio.com/docs/voice/twiml/gather#hints
MOST_HINTS = 500

# People listen comfortably at 150 to 160 words a minute
# (https://en.wikipedia.org/wiki/Words_per_minute). That counts the pauses; here they are counted
# apart, so that a list of digits or of options costs what it does: words at 180 a minute and the
# pauses below bring plain sentences to 150 to 160. A digit has fewer syllables than a usual word,
# in English and in Spanish. Amazon Polly states no rate of its own, because its voices differ
# (https://docs.aws.amazon.com/polly/latest/dg/voice-speed-vip.html): these are estimates, to keep
# prompts short by.
WORD = 60 / 180
DIGIT = 0.3
COMMA = 0.2
STOP = 0.45
# What <prosody rate="slow"> comes to, beside 1 for the usual rate.
SLOW = 0.8

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DIGITS = re.compile("[0-9]")
_COMMAS = re.compile(r"[,;:](?=\s)")
_STOPS = re.compile(r"[.?!]+(?=\s)")
# A number of the North American plan: an optional 1, area, exchange, line. The area may be left
# out.
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TO_READ = re.compile(
    r"\b(?:[Ss]end|[Mm]ande)\b|\b(?:FORGET|BORRAR|MORE|MAS|CALL|LLAMAR)\b|\w\.gov"
)
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_PRINTED = re.compile(r"(?:\+?1[ -])?\(?\d{3}\)?[ -]\d{3}-\d{4}|\b\d-\d-\d\b")
_NORTH_AMERICAN = re.compile(r"(1)?([0-9]{3})?([0-9]{3})([0-9]{4})")
SHORT = 5

LANGUAGE = "language"
NUMBER = "{number}"

Files = Mapping[str, Mapping[str, Any]]


class Voice:
    """What is said in a call. `prompts` has the words, `hints` what may be answered."""

    def __init__(
        self, texts: Files, spoken: Files, programs: Files, numbers: Mapping[str, str]
    ) -> None:
        """From the parsed files of each language; `numbers` are how a voice says the key of each.
        Raises PromptError."""
        self._hints: dict[tuple[str, str], tuple[str, ...]] = {}
        words: dict[str, dict[str, Any]] = {}
        for language in spoken:
            shared = {key: texts[language][key] for key in SHARED}
            said = dict(spoken[language])
            for question, phrases in said.pop("hints", {}).items():
                self.listen_for(question, language, phrases)
            questions = {
                name: self._without_hints(language, name, q)
                for name, q in said["questions"].items()
            }
            questions[LANGUAGE] = _numbered(questions[LANGUAGE], numbers[language])
            words[language] = {**shared, **said, **programs[language], "questions": questions}
        self.prompts = Prompts(words)

    def _without_hints(
        self, language: str, question: str, data: Mapping[str, Any]
    ) -> dict[str, Any]:
        self.listen_for(question, language, data.get("hints", ()))
        return {key: value for key, value in data.items() if key != "hints"}

    def listen_for(self, question: str, language: str, phrases: Iterable[str]) -> None:
        """Take these as the hints of a question; a comma would make two of one."""
        hints = tuple(dict.fromkeys(phrases))
        if wrong := [
            phrase
            for phrase in hints
            if not isinstance(phrase, str) or "," in phrase or len(phrase) > 100
        ]:
            raise PromptError(f"questions.{question}.hints: {wrong[0]!r} cannot be listened for")
        self._hints[question, language] = hints[:MOST_HINTS]

    def hints(self, question: str, language: str) -> tuple[str, ...]:
        return self._hints.get((question, language), ())


def _numbered(words: Any, number: str) -> Any:
    """The words of the question of the language, with the key of this one in them."""
    if isinstance(words, str):
        return words.replace(NUMBER, number)
    if isinstance(words, Mapping):
        return {key: _numbered(each, number) for key, each in words.items()}
    return [_numbered(each, number) for each in words]


@lru_cache(maxsize=4096)
def seconds(text: str, rate: float = 1.0) -> float:
    """How long a voice takes to say the text (no SSML), up to its last word. `rate` is 1 for the
    usual pace, less if slower."""
    said = WORD * len(_WORDS.findall(text)) + DIGIT * len(_DIGITS.findall(text))
    return (said + COMMA * len(_COMMAS.findall(text)) + STOP * len(_STOPS.findall(text))) / rate


@lru_cache(maxsize=1024)
def spoken_number(printed: str) -> str:
    """A phone number digit by digit, a comma between its groups: "+18607574820" is "8 6 0, 7 5 7, 4
    8 2 0".

    The country's +1 is left out; a 1 printed without its plus is dialled, so it is said.
    """
    digits = re.sub("[^0-9]", "", printed)
    if printed.lstrip().startswith("+1") and len(digits) == 11:
        digits = digits[1:]
    return ", ".join(" ".join(group) for group in _groups(digits))


def aloud(text: str, say_as: Callable[[str], str]) -> str:
    """An answer that was written for a text, for the ear: numbers digit by digit, capitals as
    `say_as` has them.

    Sentences that only help somebody who reads (what to send, a web address) are left out.
    """
    heard = " ".join(part for part in _SENTENCE.split(text) if not _TO_READ.search(part))
    numbered = _PRINTED.sub(lambda match: spoken_number(match[0]), heard)
    return _CAPITALS.sub(lambda match: say_as(match[0]), numbered)


def _groups(digits: str) -> list[str]:
    if parts := _NORTH_AMERICAN.fullmatch(digits):
        return [part for part in parts.groups() if part]
    return [digits] if len(digits) <= SHORT else re.findall("[0-9]{1,3}", digits)
