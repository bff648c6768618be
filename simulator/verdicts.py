"""The programs as they stand for a simulated phone: every verdict, with its reasons in the person's
own language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.matching import match
from flows.programs.reasons import in_words
from flows.programs.rules.kleene import State
from flows.programs.verdict import Reason


class Because(Struct, frozen=True):
    """One reason. `hard` ones exclude; the others only say "ask"."""

    rule: str
    state: str
    hard: bool
    words: str


class Judged(Struct, frozen=True):
    """One program; `covered_by` names the one that is shown in its place."""

    id: str
    name: str
    verdict: str
    covered_by: str
    reasons: list[Because]


def judge(
    catalogue: Catalogue, answers: Mapping[str, Answer], language: str, today: date
) -> Iterator[Judged]:
    """In the order in which the person gets them, then those that may not fit."""
    for verdict in match(catalogue, answers, today):
        program = catalogue.by_id[verdict.program]
        reasons = [_because(catalogue, reason, language) for reason in verdict.reasons]
        yield Judged(
            program.id,
            program.said(language).name,
            verdict.fit.name.lower(),
            verdict.covered_by,
            reasons,
        )


def _because(catalogue: Catalogue, reason: Reason, language: str) -> Because:
    return Because(
        reason.rule,
        State(reason.state).name.lower(),
        reason.hard,
        in_words(catalogue, reason, language),
    )
