"""What plain words ask for, also as a question ("what's the number?"): phrases only, no numbers and
no near misses."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.options import Option
from flows.understanding.parsers.shared.hits import ParserDataError, book, negated, outermost
from flows.understanding.text.utterance import Said


class _Data(Struct, forbid_unknown_fields=True):
    options: list[Option]


class Plainly:
    """The option whose phrase is the longest in the text."""

    def __init__(self, options: list[Option]) -> None:
        self._options = options
        self._says = book(
            {str(n): (f"$.options[{n}].says", option.says) for n, option in enumerate(options)}
        )

    def hear(self, said: Said, today: date) -> Heard | None:
        hits = [
            hit
            for hit in outermost(self._says.find(said))
            if hit.start == 0 or not negated(said, hit)
        ]
        if not hits:
            return None
        longest = max(hits, key=lambda hit: hit.end - hit.start)
        option = self._options[int(longest.name)]
        return Heard(option.value, label=option.label)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        return None


def build(data: Any) -> Plainly:
    try:
        return Plainly(msgspec.convert(data, _Data).options)
    except msgspec.ValidationError as reason:
        raise ParserDataError(str(reason)) from reason
