"""Words of an event filled into a template: `"Not understood at: {step:place}{count:times}"`.

A field of the event, and behind the colon how it is read: a plain way from PLAIN, or one of the
reader's own `Labels`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from string import Formatter
from typing import Any, Protocol


class Labels(Protocol):
    """How a reader (the console) calls the program's codes."""

    def language(self, code: str) -> str: ...
    def slot(self, slot: str) -> str: ...
    def value(self, slot: str, value: Any) -> str: ...
    def how(self, how: str) -> str: ...
    def place(self, step: str) -> str: ...
    def intent(self, intent: str) -> str: ...
    def danger(self, kind: str) -> str: ...
    def handoff(self, reason: str) -> str: ...
    def program(self, program: str) -> str: ...
    def covered_by(self, program: str) -> str: ...
    def transfer(self, outcome: str) -> str: ...
    def referral(self, state: str) -> str: ...
    def disposition(self, disposition: str) -> str: ...
    def time(self, at: datetime) -> str: ...
    def window(self, start: datetime, end: datetime) -> str: ...


def spaced(code: str) -> str:
    """A code that has no words of its own."""
    return code.replace("_", " ").replace("-", " ")


def many(count: int, one: str) -> str:
    """ "1 second", "2 seconds"."""
    return f"{count} {one if count == 1 else one + 's'}"


def joined(words: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def begun(words: str) -> str:
    """With a capital letter."""
    return words[:1].upper() + words[1:]


# Plain ways to read a value.
PLAIN: Mapping[str, Callable[[Any], str]] = {
    "": str,
    "spaced": spaced,
    "one_line": lambda words: " ".join(words.split()),
    "seconds": lambda count: many(count, "second"),
    "for": lambda count: f", {many(count, 'second')}" if count else "",
    "with_pictures": lambda count: f"with {many(count, 'picture')}" if count else "",
    "pictures": lambda count: f" ({count} pictures)" if count else "",
    "lasting": lambda count: f" ({many(count, 'second')})" if count else "",
    "times": lambda count: f" ({many(count, 'time')} in a row)" if count > 1 else "",
    "by": lambda who: f" ({who})" if who else "",
    "percent": lambda part: f"{part:.0%}",
}


_BEGUN = "begun_"  # before the name of a label: with a capital letter


class _Filling(Formatter):
    def __init__(self, labels: Labels | None) -> None:
        self._labels = labels

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in PLAIN:
            return PLAIN[format_spec](value)
        label: str = getattr(self._labels, format_spec.removeprefix(_BEGUN))(value)
        return begun(label) if format_spec.startswith(_BEGUN) else label


def fill(template: str, event: Any, labels: Labels | None = None) -> str:
    """The template with the event's fields in it. Only with `labels` may it name one of their
    ways."""
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    return _Filling(labels).vformat(template, (), fields)
