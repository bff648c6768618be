"""The shipped option lists, built once for all parser tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.intake import read_files
from flows.understanding.family.family import Family
from flows.understanding.parsers import BUILDERS, WORDED
from flows.understanding.parsers.base import Heard, Parser
from flows.understanding.parsers.choices.family_kinds import FAMILY_BUILDERS
from flows.understanding.text.answer_words import AnswerWords
from flows.understanding.text.utterance import Said

_FILES = read_files()
OPTIONS: dict[str, Any] = _FILES["options"]
WORDS = AnswerWords(_FILES["answers"])
FAMILY = Family(_FILES["family"])
TODAY = date(2026, 11, 21)


def _kind(name: str, section: dict[str, Any]) -> str:
    if "options" not in section:
        return "benefits" if name == "benefits" else "income" if name == "income" else "yesno"
    return "several" if "all" in section else "choice"


def _built(kind: str, section: Any) -> Parser:
    return WORDED[kind](section, WORDS) if kind in WORDED else BUILDERS[kind](section)


PARSERS: dict[str, Parser] = {
    name: _built(_kind(name, section), section)
    for name, section in OPTIONS.items()
    if "says" not in section
}
PARSERS |= {name: _built(name, None) for name in ("ages", "household")}
PARSERS |= {
    name: build(OPTIONS.get(name), FAMILY, WORDS) for name, build in FAMILY_BUILDERS.items()
}


def hear(name: str, text: str) -> Heard | None:
    return PARSERS[name].hear(Said(text), TODAY)


def volunteer(name: str, text: str) -> Heard | None:
    return PARSERS[name].volunteer(Said(text), TODAY)


def short(heard: Heard | None) -> Any:
    """The value; ("?", value) for a guess; None when nothing was heard."""
    if heard is None:
        return None
    return heard.value if heard.sure else ("?", heard.value)
