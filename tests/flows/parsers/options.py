"""The shipped option lists, built once for all parser tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.intake import read_files
from flows.understanding.parsers import BUILDERS
from flows.understanding.parsers.base import Heard, Parser
from flows.understanding.utterance import Said

OPTIONS: dict[str, Any] = read_files()["options"]
TODAY = date(2026, 11, 21)


def _kind(section: dict[str, Any]) -> str:
    if "options" not in section:
        return "yesno"
    return "several" if "all" in section else "choice"


PARSERS: dict[str, Parser] = {name: BUILDERS[_kind(section)](section) for name, section in OPTIONS.items()}
PARSERS |= {name: BUILDERS[name](None) for name in ("ages", "due", "household")}


def hear(name: str, text: str) -> Heard | None:
    return PARSERS[name].hear(Said(text), TODAY)


def volunteer(name: str, text: str) -> Heard | None:
    return PARSERS[name].volunteer(Said(text), TODAY)


def short(heard: Heard | None) -> Any:
    """The value; ("?", value) for a guess; None when nothing was heard."""
    if heard is None:
        return None
    return heard.value if heard.sure else ("?", heard.value)
