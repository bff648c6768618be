"""Subjects of the answers: the pregnancy and each child, and which questions were asked already."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from flows.model.session import Answer

Kind = Literal["pregnancy", "child", "planning", "ended"]

KINDS: Mapping[str | None, tuple[Kind, ...]] = {
    "pregnant": ("pregnancy",),
    "has_children": ("child",),
    "both": ("pregnancy", "child"),
    "caregiver": ("child",),
    "planning": ("planning",),
    "pregnancy_ended": ("ended",),
    "none": (),
    None: ("pregnancy", "child", "planning", "ended"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a program would serve: the pregnancy, one child (age in completed months, if known), a
    plan, an ended pregnancy."""

    kind: Kind
    months: int | None = None


NOBODY = Subject("planning")  # stands in where a rule is about the person and looks at no subject


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers on one day.

    `values` holds the slots with a value, `asked` also those answered with "don't know" or not at
    all. `subjects` are those the stage speaks of, or all that are possible while it is not known;
    the one with the longest time ahead comes first.
    The stage decides: ages are not looked at for someone who said they have no child.
    """

    values: Mapping[str, Any]
    asked: Set[str]
    today: date
    subjects: tuple[Subject, ...]

    @classmethod
    def of(cls, answers: Mapping[str, Answer], today: date) -> Facts:
        values = told(answers)
        return cls(
            values, answers.keys(), today, _subjects(values.get("stage"), values.get("ages"))
        )


def told(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The slots that have a value."""
    return {slot: answer.value for slot, answer in answers.items() if answer.value is not None}


def _subjects(stage: str | None, ages: list[int] | None) -> tuple[Subject, ...]:
    found: list[Subject] = []
    for kind in KINDS.get(stage, ()):
        if kind == "child" and ages:
            found += [Subject(kind, months) for months in sorted(set(ages))]
        else:
            found.append(Subject(kind))
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
