"""Which programs fit and why, in the words that the parent would get, in English; and what would
tell more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from flows.flow import Flow
from flows.model.session import Session
from flows.programs.matching import mentions
from flows.programs.program import Program
from flows.programs.reasons import in_words
from flows.programs.rules.kleene import State
from flows.programs.verdict import Reason, Verdict
from staff.frame import labels as english

_OF_OTHERS = (
    (re.compile(r"\byou're\b", re.IGNORECASE), "they're"),
    (re.compile(r"\byours\b", re.IGNORECASE), "theirs"),
    (re.compile(r"\byour\b", re.IGNORECASE), "their"),
    (re.compile(r"\b(with|for|to|of|from|about|near) you\b", re.IGNORECASE), r"\1 them"),
    (re.compile(r"\byou\b", re.IGNORECASE), "they"),
)
VERDICTS = {"FITS": "fits", "MAY_FIT": "may fit", "NO_FIT": "may not fit"}


class Because(Struct, frozen=True):
    """One reason. `state` is met, unknown or not_met; a `hard` one that is not met excludes. `slot`
    is what was looked at."""

    words: str
    state: str
    hard: bool
    slot: str


class Match(Struct, frozen=True):
    """One program. `instead` names one that does the same and is told in its place; `ends` is the
    last day to enrol by, and `late` whether that is over by now."""

    id: str
    name: str
    short: str
    verdict: str
    fits: bool
    reasons: Sequence[Because]
    instead: str = ""
    ends: date | None = None
    late: bool = False


class Matches(Struct, frozen=True):
    """`told` in the parent's order, then what may not fit. `open` are the questions that could
    still change something."""

    told: Sequence[Match]
    rest: Sequence[Match]
    open: Sequence[str]
    mentioned: Sequence[str]


def matches(flow: Flow, session: Session, then: date, today: date) -> Matches:
    """As the answers stood `then`."""
    found = [_match(flow, verdict, today) for verdict in flow.judge.verdicts(session.answers, then)]
    shown = [match for match in found if match.fits and not match.instead]
    still = flow.judge.open_slots(session.answers, then, frozenset(session.raised))
    asked = dict.fromkeys(step.slot for step in flow.steps.values())
    names = [english.place(flow.prompts, slot) for slot in asked if slot in still]
    return Matches(
        shown, [match for match in found if match not in shown], names, _mentioned(flow, session)
    )


def short_name(flow: Flow, program_id: str) -> str:
    """Its short name; of a program that is no longer in the catalogue its id."""
    program = flow.catalogue.by_id.get(program_id)
    return _short(program) if program else program_id


def _match(flow: Flow, verdict: Verdict, today: date) -> Match:
    program = flow.catalogue.by_id[verdict.program]
    return Match(
        id=program.id,
        name=program.said(flow.languages.first).name,
        short=_short(program),
        verdict=VERDICTS[verdict.fit.name],
        fits=bool(verdict.fit),
        reasons=list(_reasons(flow, verdict.reasons)),
        instead=short_name(flow, verdict.covered_by) if verdict.covered_by else "",
        ends=verdict.ends,
        late=verdict.ends is not None and verdict.ends < today,
    )


def _short(program: Program) -> str:
    return program.short or program.name


def _reasons(flow: Flow, reasons: Iterable[Reason]) -> Iterable[Because]:
    """What was met first, then what is open, then what stands in the way; each once."""
    said: dict[str, Because] = {}
    for reason in sorted(reasons, key=lambda reason: -reason.state):
        words = third_person(in_words(flow.catalogue, reason, flow.languages.first))
        said.setdefault(
            words, Because(words, State(reason.state).name.lower(), reason.hard, reason.slot)
        )
    return said.values()


def third_person(words: str) -> str:
    """A reason as staff read it of somebody else: "you live in Hartford" is "they live in
    Hartford"."""
    for pattern, instead in _OF_OTHERS:
        words = pattern.sub(instead, words)
    return words


def _mentioned(flow: Flow, session: Session) -> Sequence[str]:
    return [
        program.said(flow.languages.first).name
        for program in mentions(flow.catalogue, session.answers, frozenset(session.raised))
    ]
