"""Funnel of the questions (reached per step), and the most frequent answers that were not
understood."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select

from bot.archive.database import Archive
from bot.archive.models import Fact, Session, Turn
from bot.archive.read.day_spans import Span
from bot.archive.read.figures import AT_ONCE, begun, happened
from flows.flow import Flow
from flows.model.events import NothingHeard, NotUnderstood
from flows.understanding.text.utterance import fold

QUIET = timedelta(days=1)  # who said nothing for so long has stopped
_LONG_NUMBER = re.compile(r"\d(?:[ .()-]*\d){6,}")
_LONGEST = 80


@dataclass
class Place:
    """One step of the flow. `reached` counts whoever got this far, also where it did not need to be
    asked."""

    step: str
    asked: int = 0
    reached: int = 0
    stopped: int = 0  # here, and said nothing since for a day
    under_way: int = 0
    to_a_person: int = 0  # left here for a call back


@dataclass(frozen=True)
class Path:
    """The flow's questions in their order and last the result; `aside` are the steps of a call
    back."""

    steps: tuple[str, ...]
    aside: frozenset[str]


def path_of(flow: Flow) -> Path:
    """The steps as flow.yaml lists them: what comes after the result leads to a call back."""
    steps = tuple(flow.steps)
    end = next(at for at, step in enumerate(flow.steps.values(), 1) if step.waits)
    return Path(steps[:end], frozenset(steps[end:]))


def funnel(archive: Archive, span: Span, path: Path, now: datetime) -> list[Place]:
    """How far along the path the conversations have come that began in these days."""
    places = {step: Place(step) for step in path.steps}
    rank = case({step: at for at, step in enumerate(path.steps)}, value=Turn.step, else_=-1)
    turns = begun(Turn.session_id, func.max(rank).label("far"), span=span).join(
        Turn, Turn.session_id == Session.id
    )
    far = turns.group_by(Turn.session_id).subquery()
    quiet = (Session.last_at < now - QUIET).label("quiet")
    ends = select(far.c.far, Session.step, quiet, func.count()).join_from(
        far, Session, Session.id == far.c.session_id
    )
    asked = begun(Turn.step, func.count(Turn.session_id.distinct()), span=span).join(
        Turn, Turn.session_id == Session.id
    )
    with archive.reading() as connection:
        for step, count in connection.execute(asked.group_by(Turn.step)):
            if step in places:
                places[step].asked = count
        for furthest, stands_at, is_quiet, count in connection.execute(
            ends.group_by(far.c.far, Session.step, quiet)
        ):
            _count(places, path, max(furthest, 0), stands_at, bool(is_quiet), count)
    return list(places.values())


def _count(
    places: dict[str, Place], path: Path, furthest: int, stands_at: str, quiet: bool, count: int
) -> None:
    for step in path.steps[: furthest + 1]:
        places[step].reached += count
    if furthest == len(path.steps) - 1:
        return
    if stands_at in path.aside:
        places[path.steps[furthest]].to_a_person += count
        return
    here = places.get(stands_at, places[path.steps[furthest]])  # an older flow had other steps
    if quiet:
        here.stopped += count
    else:
        here.under_way += count


@dataclass
class Missed:
    """One step: how often an answer was not understood, how often nothing was heard; the answers,
    most frequent first."""

    step: str
    misses: int = 0
    silences: int = 0
    answers: list[tuple[str, int]] = field(default_factory=list)


def missed(archive: Archive, span: Span, most: int = 10) -> list[Missed]:
    """Where people were not understood, the worst step first, each with its `most` frequent
    answers.

    The answers are what people said: only for those who may read conversations, and long numbers
    are left out of them.
    """
    found: dict[str, Missed] = {}
    kinds = (NotUnderstood, NothingHeard)
    counts = [
        select(Fact.key, func.count()).where(happened(kind, span)).group_by(Fact.key)
        for kind in kinds
    ]
    with archive.reading() as connection:
        for step, count in connection.execute(counts[0]):
            found.setdefault(step, Missed(step)).misses = count
        for step, count in connection.execute(counts[1]):
            found.setdefault(step, Missed(step)).silences = count
    for step, answers in _answers(archive, span).items():
        found.setdefault(step, Missed(step)).answers = sorted(
            answers.items(), key=lambda row: (-row[1], row[0])
        )[:most]
    return sorted(found.values(), key=lambda each: (-each.misses, -each.silences, each.step))


def _answers(archive: Archive, span: Span) -> dict[str, Counter[str]]:
    same = and_(Turn.session_id == Fact.session_id, Turn.first == Fact.turn)
    rows = (
        select(Fact.key, Turn.heard)
        .join_from(Fact, Turn, same)
        .where(happened(NotUnderstood, span), Turn.heard != "")
    )
    counted: dict[str, Counter[str]] = {}
    with archive.reading() as connection:
        for step, heard in connection.execution_options(yield_per=AT_ONCE).execute(rows):
            counted.setdefault(step, Counter())[plain(heard)] += 1
    return counted


def plain(heard: str) -> str:
    """What was said, so that the same said twice is the same, and a number that names a person is
    not told."""
    return _LONG_NUMBER.sub("(number)", fold(heard))[:_LONGEST].rstrip("!?.,; ")
