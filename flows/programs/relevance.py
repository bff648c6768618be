"""Which question can still change a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date

from flows.model.session import Answer
from flows.programs.catalogue import Catalogue
from flows.programs.program import Program
from flows.programs.rules.criteria import FITS, NO_FIT, WEIGH, Fit, span
from flows.programs.rules.kleene import NOT_MET, Span, all_of, slots_of
from flows.programs.rules.subject_rules import presence_span
from flows.programs.rules.subjects import NOBODY, Facts, Subject


def open_slots(
    catalogue: Catalogue, answers: Mapping[str, Answer], today: date, raised: Set[str] = frozenset()
) -> frozenset[str]:
    """The slots not asked yet whose answer could still change a verdict, its closing day, or a
    mention.

    The order of the results does not count. Monotone: an answer only ever closes slots, so "at most
    3 more" never rises.
    What can be inferred is not asked (an older child: not the first), but a person's own word about
    it still counts.
    """
    facts = Facts.of(answers, today)
    there = [(subject, presence_span(facts, subject)) for subject in facts.subjects]
    lowest: dict[str, Fit] = {}
    bits = 0
    for program in catalogue.matched:
        if program.unless_fits and lowest[program.unless_fits] is FITS:
            continue
        lowest[program.id], its_bits = _reach(
            program, facts, there, program.id in catalogue.closing
        )
        bits |= its_bits
    for when in catalogue.asks_for_mention:
        bits |= when.asks(facts.values, facts.asked, raised)
    return slots_of(bits)


def _reach(
    program: Program, facts: Facts, there: Sequence[tuple[Subject, Span]], closes: bool
) -> tuple[Fit, int]:
    """The lowest verdict still possible, and the slots that can decide which it becomes."""
    criteria = program.criteria
    hard = span(criteria.hard, facts, NOBODY)
    if hard[1] is NOT_MET:
        return NO_FIT, 0
    soft = span(criteria.soft, facts, NOBODY)
    least, reached = NO_FIT, []
    for subject, presence in there:
        own = criteria.serves.get(subject.kind)
        if own is None or (its_hard := span(own.hard, facts, subject))[1] is NOT_MET:
            continue
        its_hard = all_of((presence, hard, its_hard))
        its_soft = all_of((soft, span(own.soft, facts, subject))) if own.soft else soft
        low, high = WEIGH[its_hard[0]][its_soft[0]], WEIGH[its_hard[1]][its_soft[1]]
        least = max(least, low)
        # Soft rules decide only between "fits" and "may fit".
        reached.append(
            (high, 0 if low is high else its_hard[2] | its_soft[2] if high is FITS else its_hard[2])
        )
    # Another subject's verdict matters if it can be better than what is certain; or as good, where
    # it has a closing day.
    enough = least if closes else least + 1
    bits = 0
    for high, its_bits in reached:
        if high >= enough:
            bits |= its_bits
    return least, bits
