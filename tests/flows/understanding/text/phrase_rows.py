"""Which phrases of danger have a sentence that they alone catch; `python -m
tests.flows.understanding.text.phrase_rows` adds rows.

The rows that nobody wrote stand in safety_phrase_rows.yaml, made from the phrases themselves: they
notice a phrase that was taken away or broken, not how parents write.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.intake import read_files
from flows.understanding.danger.safety import Safety
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS
from flows.understanding.text.utterance import Said

HERE = Path(__file__).parent
SAFETY_ROWS = HERE.parent / "danger" / "safety_rows.yaml"
MADE = HERE / "safety_phrase_rows.yaml"
TRIES = 150
_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\.\.\.)|(\S+)")
_GROUP = re.compile(r"<([^<>]*)>")
Row = tuple[str, str, str]
"""The kind, the language, and the phrase or a sentence."""


class Lone:
    """Every phrase on its own, behind the same corrections, idioms and denials as in `Safety`."""

    def __init__(self) -> None:
        data = read_files()["safety"]
        self.phrases: list[Row] = [
            (kind, language, str(phrase))
            for kind, by_language in data["kinds"].items()
            for language, phrases in by_language.items()
            for phrase in phrases
        ]
        self._groups = {name: list(words) for name, words in data["groups"].items()}
        self._safety = Safety(data, tuple(data["idioms"]))
        entries = {str(i): [phrase] for i, (_, _, phrase) in enumerate(self.phrases)}
        self._book = PhraseBook(entries, data["groups"], {**SHORT_FORMS, **data["same"]})

    def caught_by(self, text: str) -> set[int]:
        """The places of the phrases that find something in it."""
        said, safety = Said(text), self._safety
        read = safety._corrector.read(said.tokens)
        covered = safety._without_denials(said, safety._idioms.mask(read))
        return {int(hit.name) for hit in self._book.find_in(covered)}

    def lacking(self, rows: Iterable[str]) -> list[int]:
        """The phrases that no row tells from the others."""
        alone = {next(iter(caught)) for row in rows if len(caught := self.caught_by(row)) == 1}
        return [i for i in range(len(self.phrases)) if i not in alone]

    def sentence(self, i: int) -> str:
        """A sentence that this phrase alone catches, made of its own words; nothing where another
        one always does too."""
        for text in made_of(self.phrases[i][2], self._groups, random.Random(i)):
            heard = self._safety.hear(Said(text))
            if self.caught_by(text) == {i} and heard and heard.kind == self.phrases[i][0]:
                return text
        return ""


def made_of(
    phrase: str, groups: Mapping[str, Sequence[str]], chance: random.Random
) -> Iterator[str]:
    """Sentences made of the words of a phrase."""
    parts = _PART.findall(phrase.removeprefix("= "))
    for _ in range(TRIES):
        words = []
        for group, optional, gap, word in parts:
            if gap or (optional and chance.random() < 0.5):
                continue
            words.append(_one_of(group or optional or word, groups, chance))
        yield " ".join(words).replace("*", "")


def _one_of(text: str, groups: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    chosen = chance.choice(text.split("|"))
    while found := _GROUP.search(chosen):
        chosen = chosen.replace(found[0], chance.choice(groups[found[1]]), 1)
    return chosen


def rows_of(*paths: Path) -> list[Row]:
    """The rows of these files that must be caught."""
    found: list[Row] = []
    for path in paths:
        data: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8")) or {}
        for kind, by_language in data.items():
            if kind not in ("nothing", "always_with_others"):
                found += [
                    (kind, language, str(row))
                    for language, rows in by_language.items()
                    for row in rows
                ]
    return found


def add_missing() -> None:
    """Writes safety_phrase_rows.yaml anew: a row for each phrase that no row written by hand
    catches alone."""
    lone = Lone()
    made: dict[str, Any] = {}
    others: list[str] = []
    for i in lone.lacking(row for _, _, row in rows_of(SAFETY_ROWS)):
        kind, language, phrase = lone.phrases[i]
        if text := lone.sentence(i):
            made.setdefault(kind, {}).setdefault(language, []).append(text)
        else:
            others.append(phrase)
    made["always_with_others"] = others
    head = (
        "# Made by `python -m tests.flows.understanding.text.phrase_rows`: for each phrase of"
        " danger a sentence that it alone\n"
    )
    head += (
        "# catches. `always_with_others` are phrases whose every sentence another one catches"
        " too.\n"
    )
    MADE.write_text(
        head + yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=120), "utf-8"
    )


if __name__ == "__main__":
    add_missing()
