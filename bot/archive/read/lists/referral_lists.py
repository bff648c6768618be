"""Referrals as staff read them: of one conversation, those that are due, and how far they come by
program and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, func, select

from bot.archive.database import Archive
from bot.archive.models import Contact, Session
from bot.archive.read.day_spans import Span, day_of, hour_of
from bot.archive.read.lists.listing import COLUMNS, Row, row_of
from bot.archive.referral_tables import Referral, ReferralStep
from flows.model.referrals import ENROLLED, REACHED, REFUSED, WAITING

MOST_DUE = 200
# Who was reached, whatever came of it.
GOT_THROUGH = (REACHED, WAITING, ENROLLED, REFUSED)


class KeptStep(Struct, frozen=True):
    """One step; `by` is `bot`, `parent` or an e-mail address."""

    program: str
    state: str
    at: datetime
    by: str
    note: str


class KeptReferral(Struct, frozen=True):
    program: str
    state: str
    at: datetime
    by: str
    due: datetime | None
    steps: Sequence[KeptStep]


class Due(Struct, frozen=True):
    """A referral that somebody is to look after."""

    program: str
    state: str
    at: datetime
    due: datetime
    row: Row


def of_session(connection: Connection, session_id: str) -> list[KeptReferral]:
    """In the order in which they were told."""
    steps: dict[str, list[KeptStep]] = {}
    columns = [getattr(ReferralStep, name) for name in KeptStep.__struct_fields__]
    mine = (
        select(*columns)
        .where(ReferralStep.session_id == session_id)
        .order_by(ReferralStep.at, ReferralStep.id)
    )
    for row in connection.execute(mine):
        steps.setdefault(row.program, []).append(KeptStep(*row))
    rows = (
        select(Referral.__table__)
        .where(Referral.session_id == session_id)
        .order_by(Referral.told_at, Referral.program)
    )
    return [
        KeptReferral(row.program, row.state, row.at, row.by, row.due, steps.get(row.program, []))
        for row in connection.execute(rows)
    ]


def due(connection: Connection, until: datetime, most: int = MOST_DUE) -> list[Due]:
    """Those to be looked after until then, the longest overdue first. Practice is left out."""
    own = (Referral.program, Referral.state.label("stands"), Referral.at, Referral.due)
    rows = select(*own, *COLUMNS).join_from(Referral, Session, Session.id == Referral.session_id)
    rows = rows.join(Contact, Contact.id == Session.contact_id).where(
        Referral.due <= until, ~Session.simulated
    )
    found = connection.execute(rows.order_by(Referral.due, Referral.session_id).limit(most))
    return [Due(row.program, row.stands, row.at, row.due, row_of(row)) for row in found]


@dataclass
class Way:
    """How far the people came who were told of a program in a month: each conversation counts
    once."""

    program: str
    month: str
    states: Counter[str] = field(default_factory=Counter)

    @property
    def told(self) -> int:
        return self.states.total()

    @property
    def reached(self) -> int:
        return sum(self.states[state] for state in GOT_THROUGH)

    @property
    def enrolled(self) -> int:
        return self.states[ENROLLED]


def ways(archive: Archive, span: Span) -> list[Way]:
    """By program, then by the month in which they were told. Raises ArchiveAway."""
    hour = hour_of(Referral.told_at, archive.is_sqlite)
    rows = _told(Referral.program, hour, Referral.state, func.count(), span=span)
    found: dict[tuple[str, str], Way] = {}
    with archive.reading() as connection:
        for program, at, state, count in connection.execute(
            rows.group_by(Referral.program, hour, Referral.state)
        ):
            month = f"{day_of(at):%Y-%m}"
            found.setdefault((program, month), Way(program, month)).states[state] += count
    return [way for _, way in sorted(found.items())]


def ways_by(archive: Archive, span: Span, what: str) -> Mapping[str, Way]:
    """The same over all programs, by `town`, `language` or `needs`: who wants several kinds of help
    counts in each."""
    column: Any = {"town": Session.town, "language": Session.language}.get(what)
    found: dict[str, Way] = {}
    with archive.reading() as connection:
        if column is not None:
            for name, state, count in connection.execute(
                _told(column, Referral.state, func.count(), span=span).group_by(
                    column, Referral.state
                )
            ):
                found.setdefault(name, Way("", name)).states[state] += count
            return found
        for record, state in connection.execute(_told(Session.record, Referral.state, span=span)):
            for need in _needs(record):
                found.setdefault(need, Way("", need)).states[state] += 1
    return found


def _told(*columns: Any, span: Span) -> Any:
    rows = select(*columns).join_from(Referral, Session, Session.id == Referral.session_id)
    return rows.where(
        Referral.told_at >= span.since, Referral.told_at < span.until, ~Session.simulated
    )


def _needs(record: Mapping[str, Any]) -> Sequence[str]:
    value = record["session"].get("answers", {}).get("needs", {}).get("value")
    return [str(each) for each in value] if isinstance(value, list) else []
