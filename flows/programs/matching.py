"""Which programs fit: every verdict with its reasons as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.criteria import FITS, NO_FIT, WEIGH, Criteria, Fit, Rules, decisive, ends, lowest
from flows.programs.kleene import NOT_MET, State
from flows.programs.program import Program
from flows.programs.subject_rules import presence
from flows.programs.subjects import NOBODY, Facts, Subject, told


class Reason(Struct, frozen=True):
    """One rule, as it was met or not.

    `slot` and `value` are the answer that was looked at, and `about` whom it was judged for; `wanted` are the answers that
    would meet the rule: for a state other than met, what would change it.
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

    `ends` is the day on which its time to enrol runs out, if it has one and it is known. `covered_by` names a program that
    fits and does the same: then this one is not shown.
    """

    program: str
    fit: Fit
    about: Subject | None
    reasons: tuple[Reason, ...]
    ends: date | None = None
    covered_by: str = ""


def match(catalogue: Catalogue, answers: Mapping[str, Answer], today: date) -> tuple[Verdict, ...]:
    """A verdict on every program that is matched.

    Those that fit come first, then those that may; within each, those for the needs they named, then as in the catalogue.
    What is covered by another, and what may not fit, comes at the end.
    """
    facts = Facts.of(answers, today)
    there = [(subject, presence(facts, subject)) for subject in facts.subjects]
    given = {program.id: _judge(program, facts, there, program.id in catalogue.closing) for program in catalogue.matched}
    needs = set(facts.values.get("needs") or ())
    ranked: list[tuple[int, int, Verdict]] = []
    for program in catalogue.matched:
        verdict = given[program.id]
        if verdict.fit and program.unless_fits and given[program.unless_fits].fit is FITS:
            verdict = replace(verdict, covered_by=program.unless_fits)
        ranked.append((_place(verdict), -len(needs.intersection(program.needs)), verdict))
    return tuple(row[2] for row in sorted(ranked, key=lambda row: row[:2]))


def _place(verdict: Verdict) -> int:
    if not verdict.fit:
        return 3
    return 2 if verdict.covered_by else 0 if verdict.fit is FITS else 1


def fitting(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """What is shown: the programs that fit or may fit, in order."""
    return tuple(v for v in verdicts if v.fit is not NO_FIT and not v.covered_by)


def _judge(program: Program, facts: Facts, there: Sequence[tuple[Subject, State]], closes: bool) -> Verdict:
    """The verdict on the subject that it fits best; of equals the first, which has the longest time ahead."""
    criteria = program.criteria
    hard, soft = lowest(criteria.hard, facts, NOBODY), lowest(criteria.soft, facts, NOBODY)
    fit, about, own = NO_FIT, None, Rules()
    for subject, present in there:
        rules = criteria.serves.get(subject.kind)
        if rules is None:
            continue
        its_hard = min(hard, present, lowest(rules.hard, facts, subject))
        its_fit = WEIGH[its_hard][min(soft, lowest(rules.soft, facts, subject))]
        if about is None or its_fit > fit:
            fit, about, own = its_fit, subject, rules
    day = ends(own.hard, facts, about) if about and closes else None
    return Verdict(program.id, fit, about, _reasons(criteria, facts, about, own), day)


def _reasons(criteria: Criteria, facts: Facts, about: Subject | None, own: Rules) -> tuple[Reason, ...]:
    present = presence(facts, about) if about else NOT_MET
    reasons = [Reason(criteria.stage, present, True, "stage", facts.values.get("stage"), about, tuple(criteria.serves))]
    if about is None:
        return tuple(reasons)
    for is_hard, rules in ((True, own.hard), (True, criteria.hard), (False, own.soft), (False, criteria.soft)):
        for rule, state in decisive(rules, facts, about):
            slot, value = rule.evidence(facts, about)
            reasons.append(Reason(rule.id, state, is_hard, slot, value, about, rule.wanted))
    return tuple(reasons)


def mentions(catalogue: Catalogue, answers: Mapping[str, Answer], raised: Set[str] = frozenset()) -> tuple[Program, ...]:
    """The programs worth a mention besides those matched, in catalogue order; each says `through` whom to ask."""
    values = told(answers)
    return tuple(program for program, when in catalogue.mentioned if when.holds(values, raised))
