"""The real catalogue, and answers to try it with."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import msgspec

from bot.intake import read_files
from flows.flow_data import FlowData, questions
from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.matching import match
from flows.programs.verdict import Verdict
from flows.understanding.text.language_id import Languages

FILES = read_files()
TODAY = date(2026, 11, 21)


def read(name: str) -> Any:
    return copy.deepcopy(FILES[name])


LISTS = {name: frozenset(entry["towns"]) for name, entry in read("places")["lists"].items()}
LANGUAGES = Languages(read("languages"))
QUESTIONS = questions(msgspec.convert(FILES["flow"], FlowData), FILES["options"])
CATALOGUE = Catalogue(read("programs"), LISTS, LANGUAGES, QUESTIONS)


def answers(**values: Any) -> dict[str, Answer]:
    """Slots as told; None stands for "don't know"."""
    return {
        slot: Answer(value, how="unknown" if value is None else "told")
        for slot, value in values.items()
    }


def verdicts(**values: Any) -> dict[str, Verdict]:
    return {verdict.program: verdict for verdict in match(CATALOGUE, answers(**values), TODAY)}
