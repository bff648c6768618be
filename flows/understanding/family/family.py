"""What a text says of a family, for every parser that asks: read once, whoever asks first."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.family.family_told import Told, told
from flows.understanding.family.grammar import Grammar
from flows.understanding.family.lexicon import Lexicon, Words
from flows.understanding.family.reading import Read, Reader
from flows.understanding.text.utterance import OnceAWord, Said


class _Data(Struct, forbid_unknown_fields=True):
    groups: dict[str, str]
    facts: dict[str, list[str]]
    words: dict[str, Words]
    real: str = ""


class Family:
    """The compiled words and patterns of family.yaml. `told` is pure; what it read is kept with the
    text itself.

    `holidays`: from the name of a day of the year to a date that `Due` can read; `correcting`: what
    stands in a correction, `correcting_about`: the words that name the answer of each slot.
    """

    def __init__(self, data: Any) -> None:
        try:
            section = msgspec.convert(data, _Data)
        except msgspec.ValidationError as reason:
            raise ValueError(str(reason)) from reason
        self.holidays = {
            name: day for words in section.words.values() for name, day in words.holidays.items()
        }
        self.correcting = tuple(
            phrase for words in section.words.values() for phrase in words.correcting
        )
        about: dict[str, str] = {}
        for words in section.words.values():
            for slot, names in words.correcting_about.items():
                about[slot] = f"{about[slot]}, {names}" if slot in about else names
        self.correcting_about = about
        lexicon = Lexicon(section.words, section.real.split())
        self._reader = Reader(lexicon, Grammar(section.facts, section.groups))
        self._work_out = OnceAWord(self._work_out_anew)

    def read(self, said: Said) -> Read:
        """The facts of a text."""
        return self._both(said)[0]

    def told(self, said: Said) -> Told:
        """What the facts come to: the stage, whom it is about, what was wished."""
        return self._both(said)[1]

    def _both(self, said: Said) -> tuple[Read, Told]:
        found: tuple[Read, Told] | None = said.memo.get(self)
        if found is None:
            found = said.memo[self] = self._work_out(said)
        return found

    def _work_out_anew(self, said: Said) -> tuple[Read, Told]:
        read = self._reader.read(said)
        return read, told(read) if read.facts else Told()
