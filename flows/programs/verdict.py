"""What comes of judging a program: its verdict, with the reasons as data."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flows.programs.rules.criteria import NO_FIT, Fit
from flows.programs.rules.kleene import State
from flows.programs.rules.subjects import Subject


class Reason(Struct, frozen=True):
    """One rule, as it was met or not.

    `slot` and `value` are the answer that was looked at, and `about` whom it was judged for;
    `wanted` are the answers that would meet the rule: for a state other than met, what would change
    it.
    """

    rule: str
    state: State
    hard: bool
    slot: str
    value: Any
    about: Subject | None
    wanted: tuple[Any, ...]


class Verdict(Struct, frozen=True):
    """A program's verdict: the best over those it could serve.

    `ends` is the day on which its time to enrol runs out, if it has one and it is known.
    `covered_by` names a program that fits and does the same: then this one is not shown.
    """

    program: str
    fit: Fit
    about: Subject | None
    reasons: tuple[Reason, ...]
    ends: date | None = None
    covered_by: str = ""


def fitting(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """What is shown: the programs that fit or may fit, in order."""
    return tuple(v for v in verdicts if v.fit is not NO_FIT and not v.covered_by)


def without(verdicts: Iterable[Verdict], has: Container[str]) -> tuple[Verdict, ...]:
    """The same, with the programs that they are in already covered, so that these are not shown."""
    return tuple(replace(v, covered_by=v.program) if v.program in has else v for v in verdicts)
