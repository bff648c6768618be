"""Words by what they do in a sentence about a family, as data: a text becomes a line of kinds of
words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from flows.understanding.parsers.shared.fuzzy import spellings
from flows.understanding.parsers.shared.numbers import WORDS
from flows.understanding.text.spelling import Corrector
from flows.understanding.text.utterance import Said, fold

# The ends of clauses, as they stand in a line of kinds; no pattern reaches across one.
BREAK = "."
_TOKEN = re.compile(r"[0-9]+(?:[/.,][0-9]+)*|[^\W\d_]+|[.,;:!?()\n\"]|-(?= )|[^\w\s]")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|'")
_BREAKS = frozenset('.,;:!?()\n"-')
_LEAST_TO_CORRECT = 6


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's section: short forms to write out, the words of each kind, separated by
    commas, days by name, what people say when they correct an answer, and by which words they name
    the one that they mean."""

    short: dict[str, str]
    words: dict[str, str]
    holidays: dict[str, str] = {}
    correcting: tuple[str, ...] = ()
    correcting_about: dict[str, str] = {}


class LexiconError(ValueError):
    """The words of the family cannot be read; the message names the kind and the word."""


class Word(Struct, frozen=True):
    """A word or run of words: its kind ("" for none), as it was written, and whether a slip was put
    right to know it."""

    kind: str
    text: str
    slip: bool = False


class Lexicon:
    """Every kind of word, in all languages at once: people mix them."""

    def __init__(self, sections: Mapping[str, Words], real: Iterable[str] = ()) -> None:
        self._short = {
            fold(k): fold(v).split()
            for section in sections.values()
            for k, v in section.short.items()
        }
        self._runs: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
        known: dict[str, str] = {}
        for language, section in sections.items():
            for kind, line in section.words.items():
                for phrase in line.split(","):
                    self._add(known, phrase.strip(), kind, f"{language}.{kind}")
        for runs in self._runs.values():
            runs.sort(key=lambda run: -len(run[0]))
        single = [phrase for phrase in known if " " not in phrase]
        self._corrector = Corrector(
            [w for w in single if len(w) >= _LEAST_TO_CORRECT], [*single, *real], {}
        )

    def _add(self, known: dict[str, str], phrase: str, kind: str, where: str) -> None:
        for spelling in spellings(phrase) or [phrase]:
            run = tuple(self._written_out(fold(spelling).split()))
            if not run:
                raise LexiconError(f"{where}: an empty word")
            if known.setdefault(" ".join(run), kind) != kind:
                raise LexiconError(
                    f"{where}: {phrase!r} is already a word of the kind {known[' '.join(run)]}"
                )
            self._runs.setdefault(run[0], []).append((run, Word(kind, " ".join(run))))

    def _written_out(self, tokens: Iterable[str]) -> list[str]:
        return [word for token in tokens for word in self._short.get(token, (token,))]

    def read(self, said: Said) -> list[Word]:
        """The words of a text in order; a `Word` of the kind `.` stands between clauses."""
        raw = said.raw if "\n" not in said.raw else said.raw.replace("\n", " . ")
        plain = fold(raw) if raw is not said.raw else said.plain
        tokens = tuple(
            self._written_out(_TOKEN.findall(_APOSTROPHE.sub("", plain) if "'" in plain else plain))
        )
        found: list[Word] = []
        at = 0
        while at < len(tokens):
            word, taken = self._word(tokens, at)
            found.append(word)
            at += taken
        return found

    def _word(self, tokens: tuple[str, ...], at: int) -> tuple[Word, int]:
        token = tokens[at]
        if run := self._run(tokens, at):
            return run[1], len(run[0])
        if token[0].isdigit() or token in WORDS:
            return Word("NUM", token), 1
        if token in _BREAKS:
            return Word(BREAK, token), 1
        if len(token) >= _LEAST_TO_CORRECT:
            meant = self._corrector.read([token])
            if meant != token and (run := self._run((meant,), 0)):
                return Word(run[1].kind, meant, slip=token != f"{meant}s"), 1
        return Word("", token), 1

    def _run(self, tokens: tuple[str, ...], at: int) -> tuple[tuple[str, ...], Word] | None:
        for found in self._runs.get(tokens[at], ()):
            run = found[0]
            if len(run) == 1 or tokens[at : at + len(run)] == run:
                return found
        return None
