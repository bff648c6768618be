"""The folder of recorded voices: `en/opening.hello.mp3` is what is played instead of the words of
`opening.hello` in English.

Beside the audio, `words.json` keeps which words each file was taken for. Words that have changed
since are said by the machine's voice until the file is recorded again: an old recording never says
what is no longer true.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bot.recorded.audio_length import KINDS, NoAudio, seconds
from flows.flow import Flow
from flows.wording.sms_encoding import safe
from flows.wording.voice_prompts import spoken_number

WORDS = "words.json"
# Recorded first: what is said in danger, and what everybody hears.
FIRST = (
    "safety.",
    "connect.",
    "opening.",
    "questions.language.",
    "questions.stage.",
    "person.",
    "goodbye",
)
MISSING, NEW, OLDER, BROKEN, READY = (
    "missing",
    "new",
    "older than its words",
    "cannot be played",
    "recorded",
)

Key = tuple[str, str]
"""A language and what is said in it."""


@dataclass(frozen=True)
class Recording:
    """One prompt in one language: its words, its file if there is one, and whether that is what is
    played."""

    language: str
    key: str
    words: str
    state: str
    file: Path | None = None
    length: float = 0.0


class Voices:
    """The folder, which need not exist. `mch` and `texts_to` are the printed numbers that the words
    name."""

    def __init__(self, folder: Path, flow: Flow, mch: str, texts_to: str) -> None:
        self._folder, self._flow = folder, flow
        self._numbers = {"mch": spoken_number(mch), "texts": spoken_number(texts_to)}

    def recordings(self) -> list[Recording]:
        """Every prompt that can be recorded, what matters most first. Words with something to fill
        in can not."""
        taken = self._taken()
        found = [
            self._look(language, key, words, taken) for language, key, words in self._sayable()
        ]
        return sorted(found, key=lambda one: (_rank(one.key), one.language))

    def playable(self) -> dict[Key, str]:
        """For each language and words that have a recording, the file's name as it stands in an
        address."""
        return {
            (one.language, one.words): f"{one.language}/{one.file.name}"
            for one in self.recordings()
            if one.state == READY and one.file
        }

    def take(self) -> list[Recording]:
        """Take every new file for the words of today; which were taken."""
        new = [one for one in self.recordings() if one.state == NEW and one.file]
        taken = self._taken()
        for one in new:
            taken[f"{one.language}/{one.key}"] = (
                {"words": one.words, "sound": _digest(one.file)} if one.file else {}
            )
        if new:
            (self._folder / WORDS).write_text(
                json.dumps(taken, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
            )
        return new

    def _sayable(self) -> Iterator[tuple[str, str, str]]:
        prompts = self._flow.voice.prompts
        for language in prompts.languages:
            for key in prompts:
                try:
                    yield language, key, safe(prompts.say(key, language, **self._numbers))
                except KeyError:
                    continue  # something is filled in

    def _look(
        self, language: str, key: str, words: str, taken: Mapping[str, Mapping[str, str]]
    ) -> Recording:
        file = next(
            (
                path
                for kind in KINDS
                if (path := self._folder / language / f"{key}{kind}").is_file()
            ),
            None,
        )
        if file is None:
            return Recording(language, key, words, MISSING)
        try:
            length = seconds(file.name, file.read_bytes())
        except NoAudio:
            return Recording(language, key, words, BROKEN, file)
        known = taken.get(f"{language}/{key}", {})
        if known.get("sound") != _digest(file):
            return Recording(language, key, words, NEW, file, length)
        return Recording(
            language, key, words, READY if known.get("words") == words else OLDER, file, length
        )

    def _taken(self) -> dict[str, dict[str, str]]:
        try:
            taken: dict[str, dict[str, str]] = json.loads((self._folder / WORDS).read_text("utf-8"))
            return taken
        except (FileNotFoundError, ValueError):
            return {}


def _rank(key: str) -> tuple[int, str]:
    return next((at for at, start in enumerate(FIRST) if key.startswith(start)), len(FIRST)), key


def _digest(file: Path | None) -> str:
    return blake2b(file.read_bytes(), digest_size=16).hexdigest() if file else ""
