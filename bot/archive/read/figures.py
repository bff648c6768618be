"""Aggregates for the figures page, by the day a conversation began or a promise was made; simulated
sessions are excluded."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from bot.archive.database import Archive
from bot.archive.models import Fact, Handoff, Session
from bot.archive.read.day_spans import Span, day_of, hour_of
from bot.archive.read.lists.filters import AHEAD, KEPT, LATE, MISSED, promise_state
from flows.model.danger_events import DangerConfirmed, DangerDenied, SafetyRaised
from flows.model.events import HandoffOpened, ProgramsMatched, SessionOpened

AT_ONCE = 1000  # rows read from the database at a time


def happened(event: type, span: Span) -> ColumnElement[bool]:
    """The facts of this kind in these days."""
    return and_(
        Fact.kind == event.__name__, Fact.at >= span.since, Fact.at < span.until, ~Fact.simulated
    )


def begun(*columns: Any, span: Span) -> Select[Any]:
    """These columns of the conversations that began in these days."""
    return (
        select(*columns)
        .join_from(Fact, Session, Fact.session_id == Session.id)
        .where(happened(SessionOpened, span))
    )


@dataclass(frozen=True)
class Volume:
    """How many conversations began on a day; `channels` is sms, voice or both, `language` empty if
    it was never known."""

    day: date
    channels: str
    language: str
    count: int


def volumes(archive: Archive, span: Span) -> list[Volume]:
    """In order of the days; a day without any is left out. Raises ArchiveAway, as all of these
    do."""
    hour = hour_of(Fact.at, archive.is_sqlite)
    rows = begun(hour, Session.channels, Session.language, func.count(), span=span)
    counted: Counter[tuple[date, str, str]] = Counter()
    with archive.reading() as connection:
        for at, channels, language, count in connection.execute(
            rows.group_by(hour, Session.channels, Session.language)
        ):
            counted[day_of(at), channels, language] += count
    return [Volume(*of, count) for of, count in sorted(counted.items())]


@dataclass(frozen=True)
class Matches:
    """`told` conversations came to a result, `none` of them to no program at all; `programs` are
    those that fit or may fit."""

    told: int
    none: int
    programs: dict[str, int]


def matches(archive: Archive, span: Span) -> Matches:
    """The latest result of each conversation counts; the most frequent program comes first."""
    told = Session.programs_seq >= 0
    each = func.json_each if archive.is_sqlite else func.jsonb_array_elements_text
    program = each(Session.programs).table_valued("value")
    by_program = (
        begun(program.c.value, func.count(), span=span)
        .join(program, told)
        .group_by(program.c.value)
    )
    length = func.json_array_length if archive.is_sqlite else func.jsonb_array_length
    none = func.count().filter(length(Session.programs) == 0)
    with archive.reading() as connection:
        programs: list[tuple[str, int]] = [
            (row[0], row[1]) for row in connection.execute(by_program)
        ]
        count, empty = connection.execute(begun(func.count(), none, span=span).where(told)).one()
    return Matches(count, empty, dict(sorted(programs, key=lambda row: (-row[1], row[0]))))


@dataclass(frozen=True)
class Danger:
    """How often a kind of danger was heard, and in how many conversations.

    Of its moments `confirmed` were asked about first and said to be danger; `denied` were asked
    about and are no moments.
    """

    kind: str
    moments: int
    conversations: int
    confirmed: int = 0
    denied: int = 0

    @property
    def certain(self) -> int:
        return self.moments - self.confirmed


def dangers(archive: Archive, span: Span) -> list[Danger]:
    """The most frequent first."""
    counts = select(Fact.key, func.count(), func.count(Fact.session_id.distinct())).group_by(
        Fact.key
    )
    with archive.reading() as connection:
        raised, confirmed, denied = (
            {
                row[0]: (row[1], row[2])
                for row in connection.execute(counts.where(happened(event, span)))
            }
            for event in (SafetyRaised, DangerConfirmed, DangerDenied)
        )
    none = (0, 0)
    found = [
        Danger(
            kind, *raised.get(kind, none), confirmed.get(kind, none)[0], denied.get(kind, none)[0]
        )
        for kind in raised.keys() | denied.keys()
    ]
    return sorted(found, key=lambda danger: (-danger.moments, danger.kind))


def promises(archive: Archive, span: Span, now: datetime) -> dict[str, int]:
    """The calls promised in these days: `kept` before the end of their window, `late`, `missed`
    (nobody called), `ahead`."""
    state = promise_state(now)
    same = and_(Handoff.session_id == Fact.session_id, Handoff.seq == Fact.seq)
    rows = select(state, func.count()).join_from(Fact, Handoff, same)
    rows = rows.where(happened(HandoffOpened, span), Handoff.end.is_not(None)).group_by(state)
    with archive.reading() as connection:
        found: dict[str, int] = {row[0]: row[1] for row in connection.execute(rows)}
    return {name: found.get(name, 0) for name in (KEPT, LATE, MISSED, AHEAD)}


@dataclass(frozen=True)
class Pace:
    """How long it takes from the first word to the result, in seconds: half of those who got there
    took less."""

    channels: str  # sms, voice, both; empty for all of them
    finished: int
    median: float


def paces(archive: Archive, span: Span) -> list[Pace]:
    """By channel, then for all together; only the first result of a conversation counts."""
    result = aliased(Fact)
    # Among the facts of its own conversation: by the index of kinds SQLite would read all results
    # for each of them.
    same = and_(
        result.session_id == Session.id, func.coalesce(result.kind, "") == ProgramsMatched.__name__
    )
    rows = (
        begun(Session.channels, Session.opened, func.min(result.at), span=span)
        .join(result, same)
        .group_by(Session.id)
    )
    taken: dict[str, array[float]] = {}
    with archive.reading() as connection:
        for channels, opened, at in connection.execution_options(yield_per=AT_ONCE).execute(rows):
            for of in (channels, ""):
                taken.setdefault(of, array("d")).append((at - opened).total_seconds())
    return [
        Pace(of, len(seconds), _median(seconds))
        for of, seconds in sorted(taken.items(), key=lambda row: row[0] or "~")
    ]


def _median(seconds: array[float]) -> float:
    ordered, middle = sorted(seconds), len(seconds) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
