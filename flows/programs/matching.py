"""Which programs fit: the rules of every program applied to the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from msgspec.structs import replace

from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.program import Program
from flows.programs.ranking import rank
from flows.programs.rules.criteria import (
    FITS,
    NO_FIT,
    WEIGH,
    Criteria,
    Rules,
    decisive,
    ends,
    lowest,
)
from flows.programs.rules.kleene import NOT_MET, State
from flows.programs.rules.subject_rules import presence
from flows.programs.rules.subjects import NOBODY, Facts, Subject, told
from flows.programs.verdict import Reason, Verdict


def match(catalogue: Catalogue, answers: Mapping[str, Answer], today: date) -> tuple[Verdict, ...]:
    """A verdict on every program that is matched, in the order in which `ranking.rank` shows
    them."""
    facts = Facts.of(answers, today)
    there = [(subject, presence(facts, subject)) for subject in facts.subjects]
    given = {
        program.id: _judge(program, facts, there, program.id in catalogue.closing)
        for program in catalogue.matched
    }
    for program in catalogue.matched:
        verdict = given[program.id]
        if verdict.fit and program.unless_fits and given[program.unless_fits].fit is FITS:
            given[program.id] = replace(verdict, covered_by=program.unless_fits)
    return rank(catalogue, tuple(given.values()), facts.values.get("needs") or (), today)


def _judge(
    program: Program, facts: Facts, there: Sequence[tuple[Subject, State]], closes: bool
) -> Verdict:
    """The verdict on the subject that it fits best; of equals the first, which has the longest time
    ahead."""
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


def _reasons(
    criteria: Criteria, facts: Facts, about: Subject | None, own: Rules
) -> tuple[Reason, ...]:
    present = presence(facts, about) if about else NOT_MET
    reasons = [
        Reason(
            criteria.stage,
            present,
            True,
            "stage",
            facts.values.get("stage"),
            about,
            tuple(criteria.serves),
        )
    ]
    if about is None:
        return tuple(reasons)
    for is_hard, rules in (
        (True, own.hard),
        (True, criteria.hard),
        (False, own.soft),
        (False, criteria.soft),
    ):
        for rule, state in decisive(rules, facts, about):
            slot, value = rule.evidence(facts, about)
            reasons.append(Reason(rule.id, state, is_hard, slot, value, about, rule.wanted))
    return tuple(reasons)


def mentions(
    catalogue: Catalogue, answers: Mapping[str, Answer], raised: Set[str] = frozenset()
) -> tuple[Program, ...]:
    """The programs worth a mention besides those matched, in catalogue order; each says `through`
    whom to ask."""
    values = told(answers)
    return tuple(program for program, when in catalogue.mentioned if when.holds(values, raised))
