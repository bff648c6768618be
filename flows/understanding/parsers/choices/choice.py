"""One of several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.options import Menu, Option
from flows.understanding.parsers.shared.hits import ParserDataError
from flows.understanding.parsers.shared.numbers import Numbers
from flows.understanding.parsers.shared.unsure import declines
from flows.understanding.text.utterance import Said

# In a longer text what is plainly meant counts before single words: "5 meses de embarazo ... mi
# primer bebe" is no child yet.
SENTENCE = 6


class Combine(Struct, frozen=True, forbid_unknown_fields=True):
    """Several values that, said together, mean one: pregnant and has_children are both; with
    `guess` it is asked."""

    of: list[Any]
    to: Any
    guess: bool = False


class _Data(Struct, forbid_unknown_fields=True):
    options: list[Option]
    combine: list[Combine] = []


class Choice:
    """One option, by its number, its words or a near miss (confirmed). Two options at once are no
    answer, unless `combine` says what they mean together."""

    def __init__(self, options: list[Option], combine: Sequence[Combine] = ()) -> None:
        self._menu = Menu(options)
        places = {option.value: place for place, option in enumerate(options)}
        self._combine: dict[frozenset[int], int] = {}
        self._guessed: set[frozenset[int]] = set()
        for n, rule in enumerate(combine):
            for value in [*rule.of, rule.to]:
                if value not in places:
                    raise ParserDataError(f"$.combine[{n}]: {value!r} is none of the options")
            of = frozenset(places[value] for value in rule.of)
            self._combine[of] = self._combine[of | {places[rule.to]}] = places[rule.to]
            self._guessed |= {of, of | {places[rule.to]}} if rule.guess else set()

    def hear(self, said: Said, today: date) -> Heard | None:
        # "none of your business" is no "none"; "next" alone may be an option
        if len(said.tokens) > 2 and declines(said):
            return None
        if len(said.tokens) > SENTENCE and (meant := self.volunteer(said, today)):
            return meant
        picked = self._menu.pick(said)
        if picked is None or (
            picked.numbers and len(picked.places) > 1 and not self._may_join(picked.numbers)
        ):
            return None
        return self._one(picked.places, picked.sure)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        return self._one(self._menu.volunteered(said), True)

    def at(self, number: int) -> str:
        """The value with this number in the menu, or nothing."""
        options = self._menu.options
        return str(options[number - 1].value) if 0 < number <= len(options) else ""

    def label(self, value: str) -> str:
        """How an option is called in our languages."""
        return next(option.label for option in self._menu.options if option.value == value)

    @staticmethod
    def _may_join(numbers: Numbers) -> bool:
        return numbers.joined and not numbers.either

    def _one(self, places: frozenset[int], sure: bool) -> Heard | None:
        place = next(iter(places)) if len(places) == 1 else self._combine.get(places)
        if place is None:
            return None
        option = self._menu.options[place]
        return Heard(option.value, sure and places not in self._guessed, option.label)


def build(data: Any) -> Choice:
    """A choice from its data section: `options`, and `combine` where two together mean a third."""
    try:
        section = msgspec.convert(data, _Data)
    except msgspec.ValidationError as reason:
        raise ParserDataError(str(reason)) from reason
    return Choice(section.options, section.combine)
