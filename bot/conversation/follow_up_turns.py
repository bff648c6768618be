"""The texts that we send by ourselves: what is due becomes a turn, once, in whichever worker."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from bot.conversation.turns import Desk, commit_of, commit_over
from bot.redis.stored import Commit, Loaded
from bot.stored_session import decode_record, readable_record
from flows import engine
from flows.dialogue.follow_up import due
from flows.dialogue.turn import Turn
from flows.model.inputs import Channel


class DueText(Struct, frozen=True):
    """What is due of a contact: the session, and the how-manieth text of its own it is."""

    contact: str
    session_id: str
    number: int

    @property
    def delivery(self) -> str:
        """The name under which its turn is committed: two workers have the same one."""
        return f"followup:{self.session_id}:{self.number}"


def what_is_due(desk: Desk, contact: str) -> DueText | None:
    """None where this contact has no plan any more, and then it is taken off the schedule. Raises
    StoreAway."""
    record = readable_record(desk.store.read(contact, "followup").session)
    if record is None or record.session.follow.next is None:
        desk.store.schedule.drop(contact)
        return None
    return DueText(contact, record.session.id, record.session.follow.taken)


def take_due(desk: Desk, text: DueText, barred: str = "") -> Turn | None:
    """The turn of what is due, committed; None if it was taken already, or is not due any more.

    `barred` is why this person may not be written to now. Raises StoreAway, Crowded.
    """
    moved: list[Turn] = []

    def work_out(loaded: Loaded) -> Commit | None:
        moved.clear()
        record = decode_record(loaded.session) if loaded.session else None
        if record is None or not _is_same(text, record.session.id, record.session.follow.taken):
            return None
        context = desk.context(Channel.SMS, loaded.opted_out is not None)
        turn = engine.follow_up(desk.flow, record.session, context, barred)
        if turn is None:
            return None
        moved.append(turn)
        return commit_of(desk, loaded, turn, "", Channel.SMS, record)

    now = desk.clock().timestamp()
    commit_over(desk, text.contact, text.delivery, now, work_out)
    return moved[0] if moved else None


def _is_same(text: DueText, session_id: str, taken: int) -> bool:
    return (text.session_id, text.number) == (session_id, taken)


def still_wanted(desk: Desk, contact: str, name: str, now: datetime) -> bool:
    """Whether a queued text of our own may still be posted. Raises StoreAway."""
    record = readable_record(desk.store.read(contact, "followup").session)
    return record is not None and due.may_go(record.session, name, now)
