"""Which conversations are looked for, and how they are picked out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, cast, exists, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from bot.archive.models import Handoff, Session

NOBODY = 0  # as `assigned`: those that are nobody's
ONLY, WITHOUT = "only", "without"
WAITING = "waiting"
STATES = ("needs", "open", "ended", "unreviewed", "reviewed")
# Written out, not bound: only so is the index of what is open used.
NOT_CLOSED = Handoff.state != literal_column("'closed'")
HANDED_OVER = exists().where(Handoff.session_id == Session.id, NOT_CLOSED)

Clause = ColumnElement[bool]


class Wanted(Struct, frozen=True, omit_defaults=True):
    """What is empty lets everything through. `until` is not included; `practice` are conversations of the simulator."""

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


def indexed(wanted: Wanted) -> list[Clause]:
    """The one filter whose index finds the fewest, and the dates: what follows the order of that index."""
    dates = [Session.last_at >= wanted.since] if wanted.since else []
    dates += [Session.last_at < wanted.until] if wanted.until else []
    return [*dates, *list(_by_index(wanted).values())[:1]]


def others(wanted: Wanted, is_sqlite: bool) -> list[Clause]:
    """All the other filters."""
    found = list(_by_index(wanted).values())[1:] + list(_by_looking(wanted).values())
    return [*found, _has_program(wanted.program, is_sqlite)] if wanted.program else found


def every(wanted: Wanted, is_sqlite: bool) -> list[Clause]:
    return indexed(wanted) + others(wanted, is_sqlite)


def _by_index(wanted: Wanted) -> Mapping[str, Clause]:
    """By the columns that have an index, the most telling first."""
    equal: dict[str, Any] = {
        "contact_id": wanted.contact,
        "assigned_to": wanted.assigned or "",
        "town": wanted.town,
        "disposition": wanted.disposition,
        "status": WAITING if wanted.state == "open" else "",
        "language": wanted.language,
    }
    return {name: getattr(Session, name) == value for name, value in equal.items() if value != ""}


def _by_looking(wanted: Wanted) -> Mapping[str, Clause]:
    seen = Session.reviewed_at >= Session.last_at
    unseen = or_(Session.reviewed_at.is_(None), Session.reviewed_at < Session.last_at)
    states = {"ended": Session.status != WAITING, "unreviewed": unseen, "reviewed": seen}
    found = {"state": states[wanted.state]} if wanted.state in states else {}
    if wanted.channel:
        found["channel"] = Session.channels.in_((wanted.channel, "both"))
    if wanted.assigned == NOBODY:
        found["assigned"] = Session.assigned_to.is_(None)
    if wanted.practice:
        found["practice"] = Session.simulated == (wanted.practice == ONLY)
    return found


def _has_program(program: str, is_sqlite: bool) -> Clause:
    if is_sqlite:
        each = func.json_each(Session.programs).table_valued("value")
        return exists(select(each.c.value).where(each.c.value == program))
    return cast(Session.programs, JSONB).contains([program])
