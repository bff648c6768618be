"""Answers by the keys of a telephone: one key for a menu, a few and pound for a number, one part
after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import Struct

from flows.model.session import Entry
from flows.understanding.parsers.base import Heard, Parser
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.parsers.shared.vocabulary import wordlist
from flows.understanding.text.utterance import Said

POUND = "#"
BACK = "9"
_MONTHS = wordlist(
    "january february march april may june july august september october november december"
)


class KeypadError(ValueError):
    """keypad.yaml cannot be used. The message says where and why."""


class Part(Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from", "most": "to"}):
    """One thing to key: see keypad.yaml."""

    menu: dict[str, Any] = {}
    go: dict[str, str] = {}
    number: Literal["", "month", "count"] = ""
    least: int = 0
    most: int = 0
    times: int = 1
    digits: int = 0
    then: str = ""
    done: str = ""
    words_first: bool = False

    @property
    def keys(self) -> int:
        """How many keys are a whole answer; 0 where only pound tells."""
        return 0 if self.number else self.digits or 1

    @property
    def pound(self) -> bool:
        """Whether the pound key ends the keys."""
        return self.keys != 1

    def way(self, word: str) -> str:
        """The key for `another` value, for `done`, or for `more` choices; nothing where there is
        none."""
        if self.done:
            return {
                "done": self.done,
                "another": next(iter(self.go)),
                "more": next(iter(self.go)),
            }.get(word, "")
        return next(reversed(self.go)) if self.menu and word == "more" else ""


ONE_KEY = Part()


class Keypad:
    """The parts of every question that takes more than the number of its option."""

    def __init__(self, data: Any, questions: Iterable[str]) -> None:
        try:
            self._parts = msgspec.convert(data, dict[str, Part])
        except msgspec.ValidationError as error:
            raise KeypadError(str(error)) from None
        self._check(frozenset(questions))

    def _check(self, questions: frozenset[str]) -> None:
        named = {
            name for part in self._parts.values() for name in (*part.go.values(), part.then)
        } - {""}
        if unknown := sorted(named - self._parts.keys()):
            raise KeypadError(f"there is no part {unknown[0]!r}")
        if dead := sorted(self._parts.keys() - named - questions):
            raise KeypadError(f"{dead[0]}: neither a question nor a part that a key leads to")

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def part(self, question: str, entry: Entry | None) -> Part:
        """What is to be keyed now for a question (its `asks` in flow.yaml)."""
        return self._parts.get(entry.part if entry and entry.part else question, ONE_KEY)

    def press(
        self, question: str, entry: Entry | None, keys: str, parser: Parser, today: date
    ) -> Heard | Entry | None:
        """The answer; or what of it is still to be keyed; or None for keys that mean nothing
        here."""
        part, picked = self.part(question, entry), entry.picked if entry else ()
        if keys in part.go:
            return Entry(part.go[keys], picked)
        if part.done and keys == part.done:
            return Heard(list(picked)) if picked else Entry()
        values = _values(part, keys, parser, today)
        if not values or not part.then:
            return values[0] if values else None
        if not all(heard.sure for heard in values):
            return Heard([heard.value for heard in values], sure=False)
        return kept(part, entry, [heard.value for heard in values])


def kept(part: Part, entry: Entry | None, values: list[Any]) -> Entry:
    """The values join what was keyed before, and the question goes on: `then`, or the part itself
    once more."""
    picked = entry.picked if entry else ()
    asked = part.then or (entry.part if entry else "")
    return Entry(asked, (*picked, *(value for value in values if value not in picked)))


def _values(part: Part, keys: str, parser: Parser, today: date) -> list[Heard]:
    if part.number:
        heard = _number(part, keys, parser, today)
        return [heard] if heard else []
    if part.menu:
        known = all(key in part.menu for key in keys) and (len(keys) == 1 or part.then)
        return [Heard(part.menu[key]) for key in keys] if known else []
    heard = parser.hear(Said(keys.rstrip(POUND)), today)
    return [heard] if heard else []


def _number(part: Part, keys: str, parser: Parser, today: date) -> Heard | None:
    """A number within its bounds. A lone 9 without pound may have meant "back": it is a guess."""
    digits = keys.removesuffix(POUND)
    if not digits.isdigit() or not part.least <= int(digits) <= part.most:
        return None
    number = int(digits)
    if part.number == "month":
        heard = parser.hear(Said(_MONTHS[number - 1]), today)
    elif part.then:
        heard = Heard(number * part.times)
    else:
        heard = parser.hear(Said(str(number)), today)
    return msgspec.structs.replace(heard, sure=heard.sure and keys != BACK) if heard else None


def as_keys(part: Part, said: Said) -> str:
    """The keys that a spoken number stands for ("two", "oprima el dos"), or nothing."""
    numbers = menu_numbers(said)
    if numbers is None or numbers.either:
        return ""
    if part.number:
        return f"{numbers.picked[0]}{POUND}" if len(numbers.picked) == 1 else ""
    return "".join(str(number) for number in numbers.picked) if max(numbers.picked) < 10 else ""
