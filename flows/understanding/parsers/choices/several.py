"""Several at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.options import Menu, Option
from flows.understanding.parsers.shared.hits import ParserDataError, book, outermost
from flows.understanding.parsers.shared.numbers import digits, menu_numbers
from flows.understanding.parsers.shared.unsure import asks
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.utterance import Said

_RANGE = re.compile(r"(?:del? |from )?([0-9]{1,2}) ?(?:-|to|thru|through|al|a|hasta) ?([0-9]{1,2})")
_EITHER = frozenset({"or", "o"})
_ALL = wordset("all everything todo todos todas anything")
_BUT = wordset("but except besides menos excepto salvo")


class _Data(Struct, forbid_unknown_fields=True):
    options: list[Option]
    all: list[str] = []
    none: list[str] = []


class Several:
    """A list of values in the order of the options, without repeats; all of them, or none of them,
    in words."""

    def __init__(
        self, options: list[Option], everything: Iterable[str] = (), nothing: Iterable[str] = ()
    ) -> None:
        self.options = options
        self._menu = Menu(options)
        self._whole = book({"all": ("$.all", list(everything)), "none": ("$.none", list(nothing))})

    def hear(self, said: Said, today: date) -> Heard | None:
        numbers = self._range(said) or self._run_together(said)
        if numbers:
            return self._heard(numbers, False)
        whole = {hit.name for hit in outermost(self._whole.find(said))}
        picked = self._menu.pick(said)
        if picked is None:
            return self._all_or_none(whole) if not asks(said) else None
        if (
            whole
            or not picked.places
            or not (_ALL.isdisjoint(said.tokens) or _BUT.isdisjoint(said.tokens))
        ):
            return None  # "everything but shots" is neither everything nor shots
        return self._heard(
            picked.places,
            picked.sure and (len(picked.places) == 1 or _EITHER.isdisjoint(said.tokens)),
        )

    def volunteer(self, said: Said, today: date) -> Heard | None:
        places = self._menu.volunteered(said)
        return self._heard(places, True) if places else None

    def _all_or_none(self, whole: set[str]) -> Heard | None:
        if whole == {"all"}:
            return self._heard(range(len(self._menu.options)), True)
        return Heard([], True, "-") if whole == {"none"} else None

    def _heard(self, places: Iterable[int], sure: bool) -> Heard:
        options = [self._menu.options[place] for place in sorted(places)]
        labels = [option.label.partition(" / ") for option in options]
        english = ", ".join(label[0] for label in labels)
        spanish = ", ".join(label[2] or label[0] for label in labels)
        return Heard([option.value for option in options], sure, f"{english} / {spanish}")

    def _range(self, said: Said) -> frozenset[int] | None:
        """ "1-4": from one to four, or one and four? The guess is the whole range."""
        match = _RANGE.fullmatch(digits(said.plain))
        if not match:
            return None
        first, last = int(match[1]), int(match[2])
        return (
            frozenset(range(first - 1, last))
            if 0 < first < last <= len(self._menu.options)
            else None
        )

    def _run_together(self, said: Said) -> frozenset[int] | None:
        """ "14" for one and four, where the list has no fourteenth."""
        numbers = menu_numbers(said)
        if (
            numbers is None
            or len(numbers.picked) != 1
            or numbers.picked[0] <= len(self._menu.options)
        ):
            return None
        figures = [int(figure) for figure in str(numbers.picked[0])]
        apart = len(set(figures)) == len(figures) and all(
            0 < figure <= len(self._menu.options) for figure in figures
        )
        return frozenset(figure - 1 for figure in figures) if apart else None


def build(data: Any) -> Several:
    """Several from its data section: `options`, and the phrases for `all` and `none` of them."""
    try:
        section = msgspec.convert(data, _Data)
    except msgspec.ValidationError as reason:
        raise ParserDataError(str(reason)) from reason
    return Several(section.options, section.all, section.none)
