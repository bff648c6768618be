"""Which phrases that cover danger (idioms, denials, what is long ago) have a text that they alone
keep from being danger; `python -m tests.flows.understanding.text.mask_rows` writes the rows.

The rows of safety_mask_rows.yaml are near misses of `training/data` where one shows the phrase at
work, and else made from the phrase itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import yaml

from bot.intake import read_files
from flows.understanding.danger.safety import Safety
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.text.spelling import SHORT_FORMS
from flows.understanding.text.utterance import Said
from tests.flows.understanding.text.phrase_rows import HERE, made_of
from training.sentences import read

MADE = HERE / "safety_mask_rows.yaml"
PARTS = ("idioms", "denials", "earlier")
# What is tried before and behind a phrase, where its own words are no danger without it.
BEFORE = {
    "en": (
        *(
            "",
            "i am ",
            "i will ",
            "i want to ",
            "i just ",
            "i could ",
            "i got ",
            "my baby ",
            "he is ",
        ),
        *(
            "this is ",
            "we ",
            "i have a ",
            "she ",
            "my husband ",
            "i feel like ",
            "i lost ",
            "he got ",
        ),
        *("i think about ", "they ", "the baby ", "i took ", "going to ", "i am scared of "),
    ),
    "es": (
        *(
            "",
            "me ",
            "estoy ",
            "quiero ",
            "me quiero ",
            "se ",
            "me esta ",
            "mi bebe ",
            "el ",
            "la ",
        ),
        *(
            "tengo ",
            "me va a ",
            "me voy a ",
            "voy a ",
            "no quiero ",
            "mi esposo ",
            "siento que me ",
        ),
        *("perdi ", "tengo ganas de ", "estoy muy ", "quieren ", "nos ", "tomo ", "hay ", "le "),
    ),
}
BEHIND = {
    "en": ("", " me", " myself", " her", " on fire"),
    "es": ("", " a mi", " la bebe", " en mi casa"),
}
TRIED_AROUND = 6


class Mask(NamedTuple):
    """A phrase that covers, with its part and language."""

    part: str
    language: str
    phrase: str


class Masks:
    """The safety data, with any one covering phrase taken away."""

    def __init__(self) -> None:
        self._data = read_files()["safety"]
        self._same = {**SHORT_FORMS, **self._data["same"]}
        self._whole = Safety(self._data, tuple(self._data["idioms"]))
        self._lesser = Safety(self._data, tuple(self._data["idioms"]))
        self.phrases = [
            Mask(part, language, str(phrase))
            for part in PARTS
            for language, phrases in self._data[part].items()
            for phrase in phrases
        ]
        self._without: dict[int, PhraseBook] = {}

    @cached_property
    def _each(self) -> PhraseBook:
        return self._book({str(i): [mask.phrase] for i, mask in enumerate(self.phrases)})

    def _book(self, entries: dict[str, list[str]]) -> PhraseBook:
        return PhraseBook(entries, self._data["groups"], self._same)

    def needed_for(self, text: str) -> set[int]:
        """The places of the phrases without which something else is heard in the text."""
        said = Said(text)
        matched = self._each.find_in(self._whole._corrector.read(said.tokens))
        heard = self._whole._hear(said)
        return {i for hit in matched if self._heard_without(i := int(hit.name), said) != heard}

    def _heard_without(self, i: int, said: Said) -> object:
        part = self.phrases[i].part
        if i not in self._without:
            left = [
                mask.phrase for j, mask in enumerate(self.phrases) if mask.part == part and j != i
            ]
            self._without[i] = self._book({part: left})
        name = f"_{part}"
        setattr(self._lesser, name, self._without[i])
        heard = self._lesser._hear(said)
        setattr(self._lesser, name, getattr(self._whole, name))
        return heard

    def lacking(self, rows: Iterable[str]) -> list[int]:
        """The phrases that no row needs."""
        needed = {i for row in rows for i in self.needed_for(row)}
        return [i for i in range(len(self.phrases)) if i not in needed]

    def made(self, i: int) -> Iterator[str]:
        """Sentences of the phrase's own words, then with others around them."""
        _, language, phrase = self.phrases[i]
        own = list(made_of(phrase, self._data["groups"], random.Random(i)))
        yield from own
        if phrase.startswith("="):
            return
        for before, behind in product(BEFORE[language], BEHIND[language]):
            yield from (f"{before}{text}{behind}" for text in own[:TRIED_AROUND])


def rows() -> list[str]:
    data: dict[str, list[str]] = yaml.safe_load(MADE.read_text("utf-8"))
    return [row for part in PARTS for row in data[part]]


def main() -> None:
    """Writes safety_mask_rows.yaml anew."""
    masks = Masks()
    found: dict[int, str] = {}
    for sentence in read():
        if sentence.kind == "near":
            for i in masks.needed_for(sentence.text):
                found.setdefault(i, sentence.text)
    for i in range(len(masks.phrases)):
        if i not in found and (text := next(filter(_needs(masks, i), masks.made(i)), "")):
            found[i] = text
    made: dict[str, Any] = {part: [] for part in PARTS}
    for i, text in sorted(found.items()):
        if text not in made[masks.phrases[i].part]:
            made[masks.phrases[i].part].append(text)
    made["covers_nothing_alone"] = [
        mask.phrase for i, mask in enumerate(masks.phrases) if i not in found
    ]
    head = (
        "# Made by `python -m tests.flows.understanding.text.mask_rows`: for each phrase that"
        " covers danger a text that it\n# alone keeps from being heard as danger, or as another"
        " kind of it. `covers_nothing_alone` are phrases for\n# which none was found.\n"
    )
    MADE.write_text(
        head + yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=120), "utf-8"
    )


def _needs(masks: Masks, i: int) -> Any:
    return lambda text: i in masks.needed_for(text)


if __name__ == "__main__":
    main()
