"""Kinds of answers that read a sentence as facts about a family: from a kind's name to the parser
that hears it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flows.understanding.family.family import Family
from flows.understanding.parsers.base import Parser
from flows.understanding.parsers.choices import choice, yesno
from flows.understanding.parsers.choices.first_baby import FirstBaby
from flows.understanding.parsers.choices.stage import Stage
from flows.understanding.parsers.due_date.due_date import Due
from flows.understanding.parsers.shared.leading import Leading
from flows.understanding.text.answer_words import AnswerWords


def _stage(data: Any, family: Family, words: AnswerWords) -> Parser:
    return Stage(choice.build(data), family)


def _first_baby(data: Any, family: Family, words: AnswerWords) -> Parser:
    return FirstBaby(yesno.build(data, words), Leading(words), family)


def _due(data: Any, family: Family, words: AnswerWords) -> Parser:
    return Due(family.holidays)


FAMILY_BUILDERS: dict[str, Callable[[Any, Family, AnswerWords], Parser]] = {
    "stage": _stage,
    "first_baby": _first_baby,
    "due": _due,
}
