"""What became of a program that somebody was told about, as staff write it down."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.models import Session
from bot.archive.referral_tables import FIRST_OF_STAFF, ReferralStep
from bot.archive.write.referral_rows import Step, keep_steps
from bot.archive.write.session_rows import acted
from bot.casework.conversations import ERASED, NEWER, OVER, NotDone, change, find
from bot.casework.reviews import whole_note
from bot.conversation.turns import Desk
from bot.stored_session import Record
from flows.dialogue import staff_corrections
from flows.dialogue.turn import Turn
from flows.model.context import Context
from flows.model.referrals import STATES

FARTHEST = timedelta(days=366)


def move(
    desk: Desk,
    archive: Archive,
    actor: Actor,
    session_id: str,
    program: str,
    state: str,
    note: str,
    due: datetime | None,
    once: str,
) -> None:
    """Writes the step down, with who and when; `due` is when somebody looks after it again. The
    conversation learns of it, if it still goes on, so that the bot asks nothing that is known.
    Raises NotDone, ArchiveAway, StoreAway, Crowded."""
    now, note = desk.clock(), whole_note(note)
    if state not in STATES or program not in desk.flow.catalogue.by_id:
        raise NotDone("no_state")
    if due is not None and not now - timedelta(days=1) <= due <= now + FARTHEST:
        raise NotDone("no_due")
    with archive.writing() as connection:
        if (
            connection.execute(select(Session.id).where(Session.id == session_id)).one_or_none()
            is None
        ):
            raise NotDone("gone")
        lowest = select(func.min(ReferralStep.seq)).where(ReferralStep.session_id == session_id)
        seq = min(connection.execute(lowest).scalar() or 0, FIRST_OF_STAFF + 1) - 1
        keep_steps(connection, [Step(session_id, program, seq, state, now, actor.email, note)], due)
        acted(connection, session_id, now)
        record(
            connection,
            actor,
            Action.REFERRAL_MOVED,
            session_id,
            {"program": program, "state": state},
            now,
        )
    _tell(desk, archive, session_id, program, state, actor.email, once)


def _tell(
    desk: Desk, archive: Archive, session_id: str, program: str, state: str, by: str, once: str
) -> None:
    def think(before: Record, context: Context) -> Turn:
        return staff_corrections.refer(desk.flow, before.session, context, program, state, by)

    with archive.reading() as connection:
        conversation = find(connection, session_id)
    try:
        change(desk, conversation, once, think)
    except NotDone as refusal:
        if refusal.why not in (ERASED, NEWER, OVER):
            raise
