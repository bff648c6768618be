"""Kinds of answers that read a sentence as facts about a family: from a kind's name to the parser that hears it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flows.understanding.family.family import Family
from flows.understanding.parsers import choice
from flows.understanding.parsers.base import Parser
from flows.understanding.parsers.stage import Stage


def _stage(data: Any, family: Family) -> Parser:
    return Stage(choice.build(data), family)


FAMILY_BUILDERS: dict[str, Callable[[Any, Family], Parser]] = {"stage": _stage}
