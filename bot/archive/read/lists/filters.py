"""Filters of the inbox: each is answered by an index of its own; of several the most selective one
is scanned, and the others are checked on each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, case, exists, func, literal_column, or_, select

from bot.archive.models import CLOSED, Fact, Handoff, Session, SessionProgram, Turn

BEGAN, ACTED, ENDED = "began", "acted", "ended"
BY: Mapping[str, Any] = {BEGAN: Session.opened, ACTED: Session.acted_at, ENDED: Session.ended_at}
NOBODY = 0  # as `assigned`: those that are nobody's
NONE = "none"  # as language, town or program: those of which none is known, or that have none
ONLY, WITHOUT = "only", "without"
KEPT, LATE, MISSED, AHEAD = "kept", "late", "missed", "ahead"
STATES = ("needs", "open", "ended", "unreviewed", "reviewed")
# Written out, not bound: only so is an index of a part of the rows used.
NOT_CLOSED = Handoff.state != literal_column("'closed'")
HANDED_OVER = exists().where(Handoff.session_id == Session.id, NOT_CLOSED)
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_CHANNELS: Mapping[str, Sequence[ColumnElement[str]]] = {
    channel: [literal_column(f"'{value}'") for value in values]
    for channel, values in {
        "sms": ("sms", "both"),
        "voice": ("voice", "both"),
        "sms_only": ("sms",),
        "voice_only": ("voice",),
        "both": ("both",),
        NONE: ("",),
    }.items()
}

Clause = ColumnElement[bool]


class Wanted(Struct, frozen=True, omit_defaults=True):
    """What is empty lets everything through. `until` is not included; `practice` are conversations
    of the simulator.

    `by` says which of the four dates is meant by `since` and `until`: the parent's last word if
    empty, or one of BY. `reached` are steps, parted by spaces, of which it came to one, `promise`
    is what became of a call that was promised in these days.
    """

    state: str = ""
    channel: str = ""
    language: str = ""
    town: str = ""
    program: str = ""
    disposition: str = ""
    assigned: int | None = None
    contact: str = ""
    practice: str = ""
    since: datetime | None = None
    until: datetime | None = None
    by: str = ""
    step: str = ""
    danger: str = ""
    missed: str = ""
    reached: str = ""
    need: str = ""
    promise: str = ""
    now: datetime | None = None


class Filter(Struct, frozen=True):
    """One filter, as its index answers it and as it is looked at in a row that was found by another
    one's index."""

    indexed: Clause
    looked_at: Clause
    by_program: bool = False


def dates(wanted: Wanted, last_at: Any) -> list[Clause]:
    """What an index by the last word can tell about the dates. Nobody's last word is before the
    beginning."""
    if wanted.promise:
        return []
    if wanted.by:
        return [last_at >= wanted.since] if wanted.since and wanted.by == BEGAN else []
    return _between(last_at, wanted)


def _between(column: Any, wanted: Wanted) -> list[Clause]:
    found = [column >= wanted.since] if wanted.since else []
    return found + ([column < wanted.until] if wanted.until else [])


def filters(wanted: Wanted) -> list[Filter]:
    """Without the dates that every index can tell."""
    return [*_columns(wanted), *_traits(wanted), *_programs(wanted)]


def other_dates(wanted: Wanted) -> list[Clause]:
    """The days, where they are not those of the last word: looked at in each conversation."""
    if wanted.promise:
        return [promised(wanted), *_happened(wanted)]
    return [*(_between(BY[wanted.by], wanted) if wanted.by else []), *_happened(wanted)]


def promise_state(now: Any) -> Any:
    """What became of a promised call: closed before the end of its window, later, not at all, or
    still ahead."""
    return case(
        (and_(Handoff.state == CLOSED, Handoff.closed_at <= Handoff.end), KEPT),
        (Handoff.state == CLOSED, LATE),
        (Handoff.end < now, MISSED),
        else_=AHEAD,
    )


def promised(wanted: Wanted) -> Clause:
    """A call was promised in these days, and this became of it."""
    mine = exists().where(Handoff.session_id == Session.id, Handoff.end.is_not(None))
    state = promise_state(wanted.now or datetime.now(UTC))
    mine = mine.where(state == wanted.promise, *_between(Handoff.opened, wanted))
    return mine.correlate(Session)


def _happened(wanted: Wanted) -> list[Clause]:
    """Where it stands, the danger that was heard, the question at which an answer was not
    understood."""
    found = [Session.step == wanted.step] if wanted.step else []
    facts = {"SafetyRaised": wanted.danger, "NotUnderstood": wanted.missed}
    of = Fact.session_id == Session.id
    if wanted.reached:
        far = _aside(Turn.step).in_(wanted.reached.split())
        found.append(exists().where(Turn.session_id == Session.id, far).correlate(Session))
    if wanted.need:
        needs = Session.record["session"]["answers"]["needs"]["value"].as_string()
        found.append(needs.contains(f'"{wanted.need}"', autoescape=True))
    return found + [
        exists().where(of, _aside(Fact.kind) == kind, Fact.key == key).correlate(Session)
        for kind, key in facts.items()
        if key
    ]


def every(wanted: Wanted) -> list[Clause]:
    """All of it, for whoever has the rows already or wants them all."""
    return [
        *dates(wanted, Session.last_at),
        *other_dates(wanted),
        *(each.looked_at for each in filters(wanted)),
    ]


def _columns(wanted: Wanted) -> list[Filter]:
    equal = {
        "contact_id": wanted.contact or None,
        "assigned_to": None if wanted.assigned == NOBODY else wanted.assigned,
        "town": _named(wanted.town),
        "disposition": wanted.disposition or None,
        "status": "waiting" if wanted.state == "open" else None,
        "language": _named(wanted.language),
        "simulated": wanted.practice == ONLY if wanted.practice else None,
    }
    found = {getattr(Session, name): value for name, value in equal.items() if value is not None}
    return [Filter(column == value, _aside(column) == value) for column, value in found.items()]


def _named(asked: str) -> str | None:
    return "" if asked == NONE else asked or None


def _traits(wanted: Wanted) -> list[Filter]:
    """As they stand in bot.archive.models.TRAITS."""
    status, reviewed, last = Session.status, Session.reviewed_at, Session.last_at
    states = {
        "ended": Filter(status != _WAITING, _aside(status) != _WAITING),
        "reviewed": Filter(reviewed >= last, _aside(reviewed) >= last),
        "unreviewed": Filter(_unreviewed(reviewed), _unreviewed(_aside(reviewed))),
    }
    found = [states[wanted.state]] if wanted.state in states else []
    if wanted.assigned == NOBODY:
        found.append(Filter(Session.assigned_to.is_(None), _aside(Session.assigned_to).is_(None)))
    if kinds := _CHANNELS.get(wanted.channel):
        found.append(Filter(Session.channels.in_(kinds), _aside(Session.channels).in_(kinds)))
    return found


def _unreviewed(reviewed: Any) -> Clause:
    return or_(reviewed.is_(None), reviewed < Session.last_at)


def _programs(wanted: Wanted) -> Sequence[Filter]:
    if not wanted.program:
        return ()
    if wanted.program == NONE:
        any_ = exists().where(SessionProgram.session_id == Session.id).correlate(Session)
        nothing = and_(Session.programs_seq >= 0, ~any_)
        return (Filter(nothing, nothing),)
    is_it = SessionProgram.program == wanted.program
    # Not as EXISTS, which PostgreSQL might turn into reading all that have this program.
    its = (
        select(SessionProgram.program)
        .where(SessionProgram.session_id == Session.id, is_it)
        .scalar_subquery()
    )
    return (Filter(is_it, its.is_not(None), by_program=True),)


def _aside(column: Any) -> Any:
    """The same value, for which no index is used."""
    return func.coalesce(column, column)
