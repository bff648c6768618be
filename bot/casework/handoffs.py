"""What a person is asked for: a call, or a look. Somebody claims it, does it, and says how it
went."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.accounts.audit import Action, Actor, record
from bot.alerts.taking import take_all_of
from bot.archive.database import Archive
from bot.archive.models import CLAIMED, CLOSED, OPEN, Handoff
from bot.archive.staff_tables import Note, Staff
from bot.archive.write.session_rows import acted
from bot.casework.conversations import ERASED, NEWER, OVER, NotDone, Think, change, find
from bot.casework.reviews import whole_note
from bot.conversation.turns import Desk
from bot.office import ZONE
from bot.stored_session import Record
from flows.dialogue import hold as holding
from flows.dialogue.turn import Turn
from flows.model.context import Context, Window

OUTCOMES: Mapping[str, str] = {
    "reached": "Reached",
    "no_answer": "No answer",
    "left_message": "Left a message",
    "wrong_number": "Wrong number",
    "other": "Other",
}
SOONEST, LATEST = timedelta(minutes=1), timedelta(days=60)  # when a call can be tried again
ERASE = "erase"  # the reason by which a parent asks to be erased


def claim(archive: Archive, actor: Actor, session_id: str, handoff_id: int, now: datetime) -> None:
    """They will see to it. Raises NotDone if somebody else will, with the name."""
    with archive.writing() as connection:
        handoff = _open_one(connection, session_id, handoff_id, actor)
        if handoff.state == OPEN:
            _set(connection, handoff_id, state=CLAIMED, claimed_by=actor.staff_id, claimed_at=now)
            acted(connection, session_id, now)
            take_all_of(connection, actor, session_id, now)
            record(connection, actor, Action.CLAIMED, session_id, {"reason": handoff.reason}, now)


def release(
    archive: Archive,
    actor: Actor,
    session_id: str,
    handoff_id: int,
    now: datetime,
    anybodys: bool = False,
) -> None:
    """Somebody else may see to it. Raises NotDone unless it is theirs, or they may release
    `anybodys`."""
    with archive.writing() as connection:
        handoff = _find(connection, session_id, handoff_id)
        if handoff.state != CLAIMED or not (anybodys or handoff.claimed_by == actor.staff_id):
            raise NotDone("not_claimed")
        _set(connection, handoff_id, state=OPEN, claimed_by=None, claimed_at=None)
        acted(connection, session_id, now)
        record(connection, actor, Action.RELEASED, session_id, {"reason": handoff.reason}, now)


def close(
    desk: Desk,
    archive: Archive,
    actor: Actor,
    session_id: str,
    handoff_id: int,
    outcome: str,
    note: str,
    once: str,
    decides: bool = False,
) -> None:
    """It was seen to, with this outcome. A promised call is promised no longer. Who asked to be
    erased is told no only by somebody who `decides` about that.

    Raises NotDone; ArchiveAway, StoreAway or Crowded, and then it may be closed again.
    """
    if outcome not in OUTCOMES:
        raise NotDone("no_outcome")
    now, note = desk.clock(), whole_note(note)
    with archive.writing() as connection:
        handoff = _open_one(connection, session_id, handoff_id, actor)
        if handoff.reason == ERASE and not decides:
            raise NotDone("not_theirs")

        def think(before: Record, context: Context) -> Turn:
            return holding.close(
                desk.flow, before.session, context, actor.email, handoff.reason, outcome
            )

        acted(connection, session_id, now)
        _set(
            connection,
            handoff_id,
            state=CLOSED,
            closed_by=actor.staff_id,
            closed_at=now,
            outcome=outcome,
            note=note,
        )
        record(
            connection,
            actor,
            Action.CLOSED,
            session_id,
            {"reason": handoff.reason, "outcome": outcome},
            now,
        )
        _tell(desk, connection, session_id, once, think)


def try_again(
    archive: Archive,
    actor: Actor,
    session_id: str,
    handoff_id: int,
    outcome: str,
    note: str,
    again: datetime,
    now: datetime,
) -> None:
    """It was tried, with this outcome, and is to be tried `again`: until then it moves down the
    list. A note says so.

    What was promised to the parent stays promised. Raises NotDone, ArchiveAway.
    """
    if outcome not in OUTCOMES:
        raise NotDone("no_outcome")
    if not now + SOONEST <= again <= now + LATEST:
        raise NotDone("no_again")
    with archive.writing() as connection:
        handoff = _open_one(connection, session_id, handoff_id, actor)
        tries = handoff.tries + 1
        local = again.astimezone(ZONE)
        when = f"{local:%a %b} {local.day}, {local.hour % 12 or 12}:{local:%M %p}"
        text = whole_note(f"Try {tries}: {OUTCOMES[outcome].lower()}. Again {when}. {note.strip()}")
        connection.execute(
            insert(Note).values(session_id=session_id, staff_id=actor.staff_id, at=now, text=text)
        )
        _set(connection, handoff_id, tries=tries, again_at=again, due=again)
        acted(connection, session_id, now)
        detail = {"reason": handoff.reason, "outcome": outcome, "tries": tries}
        record(connection, actor, Action.TRIED, session_id, detail, now)


def reopen(
    desk: Desk, archive: Archive, actor: Actor, session_id: str, handoff_id: int, once: str
) -> None:
    """It was not seen to after all: whatever was promised stands again. Raises like `close`."""
    with archive.writing() as connection:
        handoff = _find(connection, session_id, handoff_id)
        if handoff.state != CLOSED:
            raise NotDone("not_closed")
        promised = Window(handoff.start, handoff.end) if handoff.start and handoff.end else None

        def think(before: Record, context: Context) -> Turn:
            return holding.reopen(
                desk.flow, before.session, context, actor.email, handoff.reason, promised
            )

        unclaimed = {"claimed_by": None, "claimed_at": None, "closed_by": None, "closed_at": None}
        _set(connection, handoff_id, state=OPEN, outcome="", **unclaimed)
        detail = {"reason": handoff.reason, "outcome": handoff.outcome}
        record(connection, actor, Action.REOPENED, session_id, detail, desk.clock())
        _tell(desk, connection, session_id, once, think)


def _tell(desk: Desk, connection: Connection, session_id: str, once: str, think: Think) -> None:
    """The conversation learns of it, if it still goes on."""
    try:
        change(desk, find(connection, session_id), once, think)
    except NotDone as refusal:
        if refusal.why not in (ERASED, NEWER, OVER):
            raise


def _find(connection: Connection, session_id: str, handoff_id: int) -> Row[Any]:
    mine = select(Handoff.__table__).where(
        Handoff.id == handoff_id, Handoff.session_id == session_id
    )
    row = connection.execute(mine.with_for_update()).one_or_none()
    if row is None:
        raise NotDone("gone")
    return row


def _open_one(connection: Connection, session_id: str, handoff_id: int, actor: Actor) -> Row[Any]:
    """One that is not closed, and not somebody else's."""
    handoff = _find(connection, session_id, handoff_id)
    if handoff.state == CLOSED:
        raise NotDone("closed")
    if handoff.state == CLAIMED and handoff.claimed_by != actor.staff_id:
        who = connection.execute(select(Staff.name).where(Staff.id == handoff.claimed_by)).scalar()
        raise NotDone("claimed", name=who or "Somebody else")
    return handoff


def _set(connection: Connection, handoff_id: int, **values: Any) -> None:
    connection.execute(update(Handoff).where(Handoff.id == handoff_id).values(**values))
