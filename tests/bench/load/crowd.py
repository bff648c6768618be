"""People without end, each with a number of their own, who go through one of the scripts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Post(NamedTuple):
    """One request of Twilio's: where to, with what, and the whole answer where there is only one
    right one."""

    path: str
    form: Mapping[str, str]
    answer: bytes = b""


# A whole conversation, for the number of whoever goes through it.
Script = Callable[[str], list[Post]]


def phone_numbers() -> Iterator[str]:
    """None of them twice."""
    return (
        f"+1{203 + number // 8_000_000}{2_000_000 + number % 8_000_000}"
        for number in itertools.count()
    )


class Crowd:
    """Somebody new for each conversation; the scripts take turns. Crowds at one server share their
    `numbers`."""

    def __init__(self, numbers: Iterator[str], scripts: Sequence[Script]) -> None:
        self._numbers = numbers
        self._scripts = itertools.cycle(scripts)

    def conversations(self, posts: int) -> list[list[Post]]:
        """Whole conversations, together of at least so many requests."""
        made: list[list[Post]] = []
        while sum(map(len, made)) < posts:
            made.append(next(self._scripts)(next(self._numbers)))
        return made
