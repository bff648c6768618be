"""Rules about the person: what they answered, where they live, what they want. `Rule` is what every
rule promises."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from flows.programs.rules.kleene import MET, NOT_MET, SETTLED, UNKNOWN, Span, State, undecided
from flows.programs.rules.subjects import Facts, Subject

Basis = Literal["seed", "found", "assumed", "ours"]


class _Unasked(dict[str, Span]):
    """The span of a rule whose slot is not asked yet, by slot."""

    def __missing__(self, slot: str) -> Span:
        self[slot] = undecided(slot)
        return self[slot]


UNASKED = _Unasked()
UNASKABLE = undecided()


def among(value: Any, wanted: Collection[Any]) -> State:
    if value is None:
        return UNKNOWN
    named = value if isinstance(value, list | tuple) else (value,)
    return NOT_MET if set(wanted).isdisjoint(named) else MET


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="rule"):
    """One rule. `basis` says where it is from; a hard rule that is not in the seed says
    `because`."""

    id: str
    basis: Basis
    because: str = ""

    @property
    def slot(self) -> str:
        return "stage"

    @property
    def wanted(self) -> tuple[Any, ...]:
        """The answers that would meet the rule."""
        return ()

    def state(self, facts: Facts, subject: Subject) -> State:
        return UNKNOWN

    def span(self, facts: Facts, subject: Subject) -> Span:
        slot = self.slot
        return SETTLED[self.state(facts, subject)] if slot in facts.asked else UNASKED[slot]

    def evidence(self, facts: Facts, subject: Subject) -> tuple[str, Any]:
        """The slot that was looked at, and its value."""
        return self.slot, facts.values.get(self.slot)

    def ends(self, facts: Facts, subject: Subject) -> date | None:
        """The day on which the rule stops being met, if it is one that runs out."""
        return None


class OneOf(Rule, frozen=True, tag="one_of"):
    """One of these answers to any question (of several, one is enough). `after` is the question
    without which this one cannot be put."""

    ask: str
    values: tuple[str | bool, ...]
    after: str = ""

    @property
    def slot(self) -> str:
        return self.ask

    @property
    def wanted(self) -> tuple[Any, ...]:
        return self.values

    def state(self, facts: Facts, subject: Subject) -> State:
        return among(facts.values.get(self.ask), self.values)

    def span(self, facts: Facts, subject: Subject) -> Span:
        if not self.after or self.ask in facts.asked:
            return Rule.span(self, facts, subject)
        if self.after in facts.asked:
            return UNASKED[self.ask] if self.after in facts.values else UNASKABLE
        return undecided(self.ask, self.after)


class Town(Rule, frozen=True, tag="town"):
    """Lives in one of the towns, or in a town of a list in places.yaml."""

    towns: frozenset[str] = frozenset()
    town_list: str = ""

    @property
    def slot(self) -> str:
        return "town"

    @property
    def wanted(self) -> tuple[Any, ...]:
        return (self.town_list,) if self.town_list else tuple(sorted(self.towns))

    def state(self, facts: Facts, subject: Subject) -> State:
        return among(facts.values.get("town"), self.towns)


class InState(Rule, frozen=True, tag="in_state"):
    """Lives in any town of the state."""

    @property
    def slot(self) -> str:
        return "town"

    def state(self, facts: Facts, subject: Subject) -> State:
        town = facts.values.get("town")
        return UNKNOWN if town is None else NOT_MET if town == "elsewhere" else MET


class Wants(Rule, frozen=True, tag="wants"):
    """Named one of these needs. A need that was asked for and not named is not met: we do not guess
    needs."""

    needs: frozenset[str]

    @property
    def slot(self) -> str:
        return "needs"

    @property
    def wanted(self) -> tuple[Any, ...]:
        return tuple(sorted(self.needs))

    def state(self, facts: Facts, subject: Subject) -> State:
        if "needs" not in facts.asked:
            return UNKNOWN
        return NOT_MET if self.needs.isdisjoint(facts.values.get("needs") or ()) else MET
