"""What every parser promises."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from msgspec import Struct

from flows.understanding.utterance import Said


class Heard(Struct, frozen=True):
    """An answer as understood.

    `value` is what JSON can hold: text, a number, true or false, a list of them. `sure=False` means a good guess that the
    person must confirm first ("Did you mean East Hartford?"); `label` is then how to say the guess, in either language.
    """

    value: Any
    sure: bool = True
    label: str = ""


class Parser(Protocol):
    """One kind of answer. Wrong is worse than unsure: when in doubt, `None`."""

    def hear(self, said: Said, today: date) -> Heard | None:
        """The answer in a reply to this very question ("2", "yes", "Manchester"), or None."""

    def volunteer(self, said: Said, today: date) -> Heard | None:
        """The same answer inside a text about something else ("im 5 months pregnant in 06106"): only when plainly meant."""
