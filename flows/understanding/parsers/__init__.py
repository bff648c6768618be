"""Kinds of answers: from a kind's name, and its section of the data, to the parser that hears
it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers import call_time, name
from flows.understanding.parsers.age.ages import Ages
from flows.understanding.parsers.base import Parser
from flows.understanding.parsers.choices import choice, several, yesno
from flows.understanding.parsers.choices import plain_words as plainly
from flows.understanding.parsers.choices.needs import Needs
from flows.understanding.parsers.home.benefits import Benefits
from flows.understanding.parsers.home.household import Household
from flows.understanding.parsers.home.income import Income
from flows.understanding.parsers.place import town
from flows.understanding.parsers.shared.hits import ParserDataError
from flows.understanding.text.answer_words import AnswerWords


class _Nothing(Struct, forbid_unknown_fields=True):
    """These kinds take no data; a section must be absent or empty."""


def _without_data(kind: Callable[[], Parser]) -> Callable[[Any], Parser]:
    def build(data: Any) -> Parser:
        try:
            msgspec.convert({} if data is None else data, _Nothing)
        except msgspec.ValidationError as reason:
            raise ParserDataError(str(reason)) from reason
        return kind()

    return build


def _needs(data: Any, words: AnswerWords) -> Parser:
    plain = several.build(data)
    return Needs(plain.options, plain, words)


BUILDERS: dict[str, Callable[[Any], Parser]] = {
    "call_time": call_time.build,
    "choice": choice.build,
    "plainly": plainly.build,
    "several": several.build,
    "ages": _without_data(Ages),
    "name": name.build,
    "town": town.build,
}

WORDED: dict[str, Callable[[Any, AnswerWords], Parser]] = {
    "yesno": yesno.build,
    "confirm": yesno.build_lenient,
    "benefits": lambda data, words: Benefits(words, yesno.build(data, words)),
    "needs": _needs,
    "household": lambda data, words: Household(words),
    "income": lambda data, words: Income(words, yesno.build(data, words)),
}

__all__ = ["BUILDERS", "WORDED", "ParserDataError"]
