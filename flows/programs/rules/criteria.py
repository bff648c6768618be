"""Criteria: one rule, or several of which any or all must be met; hard ones exclude, soft ones only
lower."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum

from msgspec import Struct

from flows.programs.rules.kleene import MET, NOT_MET, Span, State, all_of, any_of
from flows.programs.rules.person_rules import InState, OneOf, Town, Wants
from flows.programs.rules.subject_rules import Age, FirstTime, OnlyTheyKnow, Parent, Window
from flows.programs.rules.subjects import Facts, Kind, Subject

Leaf = OneOf | Town | InState | Wants | Age | Window | FirstTime | Parent | OnlyTheyKnow


class AnyOf(Struct, frozen=True, forbid_unknown_fields=True, tag_field="rule", tag="any"):
    """One of these is enough."""

    of: tuple[Criterion, ...]

    def state(self, facts: Facts, subject: Subject) -> State:
        return max(rule.state(facts, subject) for rule in self.of)

    def span(self, facts: Facts, subject: Subject) -> Span:
        return any_of([rule.span(facts, subject) for rule in self.of])


class AllOf(Struct, frozen=True, forbid_unknown_fields=True, tag_field="rule", tag="all"):
    """Every one of these is needed."""

    of: tuple[Criterion, ...]

    def state(self, facts: Facts, subject: Subject) -> State:
        return min(rule.state(facts, subject) for rule in self.of)

    def span(self, facts: Facts, subject: Subject) -> Span:
        return all_of([rule.span(facts, subject) for rule in self.of])


Criterion = Leaf | AnyOf | AllOf


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """`hard` rules exclude; `soft` ones, which are not in the seed or not ours to judge, only lower
    to "may fit"."""

    hard: tuple[Criterion, ...] = ()
    soft: tuple[Criterion, ...] = ()


class Criteria(Rules, frozen=True, forbid_unknown_fields=True):
    """A program's rules: those for everybody, and `serves` with those for each it can serve.

    `stage` is the key of the words for "it is for ...", when there is nobody it could serve.
    """

    stage: str = ""
    serves: dict[Kind, Rules] = {}

    def rules(self) -> Iterator[Leaf]:
        """Every single rule."""
        for part in (self, *self.serves.values()):
            yield from leaves((*part.hard, *part.soft))


class Fit(IntEnum):
    NO_FIT = 0
    MAY_FIT = 1
    FITS = 2


NO_FIT, MAY_FIT, FITS = Fit

# What the lowest hard and the lowest soft state mean together.
WEIGH = (
    (NO_FIT, NO_FIT, NO_FIT),
    (MAY_FIT, MAY_FIT, MAY_FIT),
    (MAY_FIT, MAY_FIT, FITS),
)


def lowest(rules: Iterable[Criterion], facts: Facts, subject: Subject) -> State:
    """The state of all the rules together."""
    state = MET
    for rule in rules:
        if (its_state := rule.state(facts, subject)) < state:
            state = its_state
    return state


def span(rules: Iterable[Criterion], facts: Facts, subject: Subject) -> Span:
    """The span of all the rules together."""
    spans = []
    for rule in rules:
        if (its_span := rule.span(facts, subject))[1] is NOT_MET:
            return its_span
        spans.append(its_span)
    return spans[0] if len(spans) == 1 else all_of(spans)


def leaves(rules: Iterable[Criterion]) -> Iterator[Leaf]:
    """Every single rule, in order."""
    for rule in rules:
        if isinstance(rule, AnyOf | AllOf):
            yield from leaves(rule.of)
        else:
            yield rule


def decisive(
    rules: Iterable[Criterion], facts: Facts, subject: Subject
) -> list[tuple[Leaf, State]]:
    """The single rules that made the criteria what they are: of a group, those that share its
    state."""
    found: list[tuple[Leaf, State]] = []
    for rule in rules:
        state = rule.state(facts, subject)
        if isinstance(rule, AnyOf | AllOf):
            found += decisive(
                [part for part in rule.of if part.state(facts, subject) is state], facts, subject
            )
        else:
            found.append((rule, state))
    return found


def ends(rules: Iterable[Criterion], facts: Facts, subject: Subject) -> date | None:
    """The first day on which one of the rules runs out."""
    return min((day for rule in leaves(rules) if (day := rule.ends(facts, subject))), default=None)
