"""What staff write down about a conversation, whose it is, and that somebody has looked at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.accounts.accounts import Role
from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.models import Session
from bot.archive.staff_tables import Note, Staff
from bot.archive.write.session_rows import acted
from bot.casework.conversations import NotDone

MOST_NOTE = 2000
MAY_FOLLOW_UP = (Role.REVIEWER.value, Role.ADMINISTRATOR.value)
# The same note by the same person within this time is one that was sent twice.
_TWICE = timedelta(minutes=1)


def colleagues(connection: Connection) -> list[tuple[int, str]]:
    """Whom a conversation can be assigned to, by name."""
    able = select(Staff.id, Staff.name).where(Staff.role.in_(MAY_FOLLOW_UP), ~Staff.disabled)
    return [(row.id, row.name) for row in connection.execute(able.order_by(Staff.name, Staff.id))]


def whole_note(text: str) -> str:
    """The note as it is kept, whole. Raises NotDone for one that is too long: nothing is cut off in
    silence."""
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(text) > MOST_NOTE:
        raise NotDone("long_note", most=f"{MOST_NOTE:,}", has=f"{len(text):,}")
    return text


def add_note(archive: Archive, actor: Actor, session_id: str, text: str, now: datetime) -> None:
    """Raises NotDone if there are no words or too many, or no such conversation; ArchiveAway."""
    if not (text := whole_note(text)):
        raise NotDone("empty_note")
    with archive.writing() as connection:
        _check(connection, session_id)
        mine = select(Note.text).where(
            Note.session_id == session_id, Note.staff_id == actor.staff_id, Note.at > now - _TWICE
        )
        if connection.execute(mine.order_by(Note.id.desc()).limit(1)).scalar() != text:
            connection.execute(
                insert(Note).values(
                    session_id=session_id, staff_id=actor.staff_id, at=now, text=text
                )
            )
            acted(connection, session_id, now)
            record(connection, actor, Action.NOTED, session_id, {}, now)


def assign(
    archive: Archive, actor: Actor, session_id: str, staff_id: int | None, now: datetime
) -> None:
    """It is this person's to see to, or nobody's. Raises NotDone if they may not follow up;
    ArchiveAway."""
    with archive.writing() as connection:
        names = dict(colleagues(connection))
        if staff_id is not None and staff_id not in names:
            raise NotDone("no_reviewer")
        _set(connection, session_id, assigned_to=staff_id)
        acted(connection, session_id, now)
        record(
            connection,
            actor,
            Action.ASSIGNED,
            session_id,
            {"to": names[staff_id] if staff_id else ""},
            now,
        )


def mark_reviewed(archive: Archive, actor: Actor, session_id: str, now: datetime) -> None:
    """Nothing is left to do, as far as it has come. Raises NotDone, ArchiveAway."""
    with archive.writing() as connection:
        _set(connection, session_id, reviewed_at=now, reviewed_by=actor.staff_id)
        acted(connection, session_id, now)
        record(connection, actor, Action.REVIEWED, session_id, {}, now)


def reopen(archive: Archive, actor: Actor, session_id: str, now: datetime) -> None:
    """Something is left to do after all. Raises NotDone, ArchiveAway."""
    with archive.writing() as connection:
        _set(connection, session_id, reviewed_at=None, reviewed_by=None)
        acted(connection, session_id, now)
        record(connection, actor, Action.REVIEW_REOPENED, session_id, {}, now)


def _check(connection: Connection, session_id: str) -> None:
    if connection.execute(select(Session.id).where(Session.id == session_id)).one_or_none() is None:
        raise NotDone("gone")


def _set(connection: Connection, session_id: str, **values: Any) -> None:
    changed = connection.execute(update(Session).where(Session.id == session_id).values(**values))
    if not changed.rowcount:
        raise NotDone("gone")
