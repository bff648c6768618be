"""Rules about whom a program would serve: the pregnancy, or one child."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flows.programs.rules.kleene import MET, NOT_MET, SETTLED, UNKNOWN, Span, State, undecided
from flows.programs.rules.person_rules import UNASKABLE, UNASKED, Rule
from flows.programs.rules.subjects import Facts, Subject, add_months


def presence(facts: Facts, subject: Subject) -> State:
    """Whether there is this subject at all: the stage says so, or else an age or a due date
    does."""
    known = facts.values.get("stage") or subject.months is not None or _is_due(facts, subject)
    return MET if known else UNKNOWN


def presence_span(facts: Facts, subject: Subject) -> Span:
    """As `presence`, with the questions that would tell."""
    if facts.values.get("stage"):
        return SETTLED[MET]
    tells = {"child": "ages", "pregnancy": "due"}.get(subject.kind, "stage")
    still_open = {tells} - facts.asked
    if "stage" not in facts.asked:
        return undecided("stage", *still_open)
    state = presence(facts, subject)
    return (state, MET, UNASKED[tells][2]) if still_open and state is UNKNOWN else SETTLED[state]


def _is_due(facts: Facts, subject: Subject) -> bool:
    return subject.kind == "pregnancy" and "due" in facts.values


class Age(Rule, frozen=True, tag="age"):
    """The child's age in completed months, first and last included. `closes`: it is the time to
    enrol, which runs out."""

    months: tuple[int, int]
    closes: bool = False

    @property
    def slot(self) -> str:
        return "ages"

    @property
    def wanted(self) -> tuple[Any, ...]:
        return self.months

    def state(self, facts: Facts, subject: Subject) -> State:
        if subject.months is None:
            return UNKNOWN
        return MET if self.months[0] <= subject.months <= self.months[1] else NOT_MET

    def evidence(self, facts: Facts, subject: Subject) -> tuple[str, Any]:
        return "ages", subject.months

    def ends(self, facts: Facts, subject: Subject) -> date | None:
        if not self.closes or subject.months is None:
            return None
        # A child of 6 completed months may turn 7 tomorrow: the earliest day is the one to go by.
        return add_months(facts.today, self.months[1] - subject.months) + timedelta(days=1)


class Window(Rule, frozen=True, tag="window"):
    """The pregnancy's side of `Age`: there is time until the baby is `months` old. Without a due
    date there is."""

    months: int

    @property
    def slot(self) -> str:
        return "due"

    def state(self, facts: Facts, subject: Subject) -> State:
        ends = self.ends(facts, subject)
        return NOT_MET if ends and ends <= facts.today else MET

    def ends(self, facts: Facts, subject: Subject) -> date | None:
        due = facts.values.get("due")
        return add_months(date.fromisoformat(due), self.months) if due else None


class FirstTime(Rule, frozen=True, tag="first_time"):
    """A first-time parent: as they say; else not when there is another, older child. Twins are both
    the first."""

    @property
    def slot(self) -> str:
        return "first_baby"

    @property
    def wanted(self) -> tuple[Any, ...]:
        return (True,)

    def state(self, facts: Facts, subject: Subject) -> State:
        said = facts.values.get("first_baby")
        if said is not None:
            return MET if said else NOT_MET
        return NOT_MET if _inferred_from(facts, subject) else UNKNOWN

    def span(self, facts: Facts, subject: Subject) -> Span:
        if "first_baby" in facts.asked:
            return SETTLED[self.state(facts, subject)]
        # What can be inferred is not asked; but their own word, if it comes, still counts.
        return UNASKABLE if _inferred_from(facts, subject) else UNASKED["first_baby"]

    def evidence(self, facts: Facts, subject: Subject) -> tuple[str, Any]:
        slot = (
            "first_baby"
            if "first_baby" in facts.values
            else _inferred_from(facts, subject) or "first_baby"
        )
        return slot, facts.values.get(slot)


class Parent(Rule, frozen=True, tag="parent"):
    """The child's own parent, not someone who cares for another's child."""

    @property
    def wanted(self) -> tuple[Any, ...]:
        return ("has_children", "both")

    def state(self, facts: Facts, subject: Subject) -> State:
        stage = facts.values.get("stage")
        return UNKNOWN if stage is None else NOT_MET if stage == "caregiver" else MET


class OnlyTheyKnow(Rule, frozen=True, tag="only_they_know"):
    """What we do not ask and the program decides: always unknown."""

    def span(self, facts: Facts, subject: Subject) -> Span:
        return SETTLED[UNKNOWN]


def _inferred_from(facts: Facts, subject: Subject) -> str:
    """The slot that shows another child before this one, or nothing."""
    if subject.kind == "pregnancy":
        return "stage" if facts.values.get("stage") == "both" else ""
    return "ages" if len(set(facts.values.get("ages") or ())) > 1 else ""
