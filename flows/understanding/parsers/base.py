"""What every parser promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, TypeGuard

from msgspec import Struct

from flows.understanding.text.utterance import Said


class Heard(Struct, frozen=True):
    """An answer as understood.

    `value` is what JSON can hold: text, a number, true or false, a list of them. `sure=False` means
    a good guess that the person must confirm first ("Did you mean East Hartford?"); `label` is then
    how to say the guess, in either language.
    `open` names what the answer left open and only what is known already can settle (see
    `Weighing`).
    `beside` is what was wanted besides the value.
    """

    value: Any
    sure: bool = True
    label: str = ""
    open: str = ""
    beside: tuple[str, ...] = ()


class Parser(Protocol):
    """One kind of answer. Wrong is worse than unsure: when in doubt, `None`."""

    def hear(self, said: Said, today: date) -> Heard | None:
        """The answer in a reply to this very question ("2", "yes", "Manchester"), or None."""

    def volunteer(self, said: Said, today: date) -> Heard | None:
        """The same answer inside a text about something else ("im 5 months pregnant in 06106"):
        only when plainly meant."""


class Weighing(Protocol):
    """A parser whose answer must be weighed with what is known already: the income limit, a
    pregnancy."""

    def weigh(self, heard: Heard, known: Mapping[str, Any]) -> Heard | None:
        """The answer to keep. `known`: `stage`, and `limit`, the income limit of this household in
        dollars a year."""


class Reticent(Protocol):
    """A parser with its own words for "I don't know" and "I'd rather not say"."""

    def nothing(self, said: Said) -> str:
        """`unknown`, `declined`, or nothing."""


def weighs(parser: Parser | None) -> TypeGuard[Weighing]:
    """Whether it is a Weighing parser; `isinstance` with a protocol costs as much as an answer."""
    return hasattr(parser, "weigh")


def is_reticent(parser: Parser | None) -> TypeGuard[Reticent]:
    """Whether it is a Reticent parser."""
    return hasattr(parser, "nothing")
