"""A conversation as somebody of the staff changes it: found in the archive, moved like any turn by
one commit to Redis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import uuid4

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, select

from bot.archive.database import Archive
from bot.archive.models import Session
from bot.archive.staff_tables import Staff
from bot.conversation.turns import Desk, commit_of, commit_over
from bot.office import ZONE
from bot.outage.restore import GAP
from bot.redis.stored import Commit, Loaded
from bot.stored_session import Record, decode_record
from flows.dialogue.hold import is_held
from flows.dialogue.turn import Turn
from flows.model.context import Context
from flows.model.inputs import Channel

Think = Callable[[Record, Context], Turn]

BY_TEXT = ("sms", "both")
ERASED, NEWER, OVER = "erased", "newer", "over"
WHY: Mapping[str, str] = {
    "gone": "This conversation is not in the records: it was erased, or it is not there yet.",
    ERASED: "This person has asked to be forgotten: nobody can write to them from here.",
    NEWER: "This person has begun a newer conversation since then: go on in that one.",
    OVER: (
        "This conversation is over, so there is nothing to take over or hand back. You can still"
        " write to this person."
    ),
    "held": "{name} has this conversation until {until}. Ask them to hand it back.",
    "not_held": (
        "Nobody had this conversation any more: the time was up, and the automatic helper goes on."
    ),
    "opted_out": "This person wants no more texts. Only they can change that, by texting START.",
    "textless": (
        "No text arrives at this number: it is a landline, or the carrier does not know it."
    ),
    "withheld": "This caller hid their number, so no text can reach them.",
    "call_withheld": "This caller hid their number, so nobody can call them.",
    "no_phone": "Write the number of your own phone with its area code, like 860 555 0142.",
    "no_calls": (
        "Calls are made from here once TWILIO_ACCOUNT_SID is set. Until then use the number."
    ),
    "own_line": "That is the number of the bot's own line. Write the number of your own phone.",
    "not_rung": "Your phone was not rung: {reason}",
    "unreadable": "This person's number cannot be read: the key for it is missing from DATA_KEYS.",
    "no_yes": (
        "This person has not texted us in this conversation, or it is over: ask whether we may"
        " text, and record the yes."
    ),
    "empty": "There are no words to send.",
    "long_note": (
        "The note has {has} characters, and {most} are the most: shorten it, or make two of it."
        " Nothing was cut off."
    ),
    "empty_note": "There are no words in the note.",
    "long": "The text is too long: {most} characters are the most.",
    "claimed": "{name} has taken this on.",
    "not_claimed": "You have not taken this on.",
    "closed": "This is closed already.",
    "not_closed": "This is open already.",
    "no_again": (
        "Say on which day and at what time it is to be tried again: later than now, within 60 days."
    ),
    "no_state": "Say which program it is, and where it stands.",
    "no_due": "The day to look again must be from today on, and within a year.",
    "no_slot": "There is no such question.",
    "not_heard": (
        "That is no answer to this question. Write it as a parent would say it, like the examples"
        " below the field."
    ),
    "no_outcome": "Say how it went.",
    "not_theirs": "An administrator decides about erasing.",
    "no_reviewer": "It can be assigned only to somebody who may follow up.",
}


class NotDone(ValueError):
    """Nothing was changed; the message says why, in words for whoever asked. `why` is a key of WHY;
    `session` is where to go instead, if there is such a place."""

    def __init__(self, why: str, session: str = "", **fields: object) -> None:
        super().__init__(WHY[why].format(**fields))
        self.why = why
        self.session = session


class Conversation(Struct, frozen=True):
    """What the archive knows of it. `newest` is the same person's latest one; `texted`: they have
    sent texts in it."""

    id: str
    contact: str
    epoch: int
    newest: str
    texted: bool
    record: Record


def find(connection: Connection, session_id: str) -> Conversation:
    """Raises NotDone."""
    wanted = (Session.contact_id, Session.epoch, Session.channels, Session.record)
    row = connection.execute(select(*wanted).where(Session.id == session_id)).one_or_none()
    if row is None:
        raise NotDone("gone")
    latest = select(Session.id).where(Session.contact_id == row.contact_id)
    newest = connection.execute(
        latest.order_by(Session.opened.desc(), Session.id).limit(1)
    ).scalar_one()
    record = msgspec.convert(row.record, Record)
    return Conversation(
        session_id, row.contact_id, row.epoch, newest, row.channels in BY_TEXT, record
    )


def change(
    desk: Desk,
    conversation: Conversation,
    once: str,
    think: Think,
    *,
    revive: bool = False,
    acted_from: str = "",
) -> bool:
    """One move by staff, under the name `once`. False if it was made before. Raises NotDone,
    StoreAway, Crowded.

    Where only the archive still has the conversation, it is put back into Redis to be changed, if
    that is to `revive` it.
    """
    mine = uuid4().hex

    def work_out(loaded: Loaded) -> Commit:
        record = present(conversation, loaded, revive)
        turn = think(record, desk.context(Channel.SMS, loaded.opted_out is not None))
        return commit_of(desk, loaded, turn, mine, Channel.SMS, record, acted_from)

    answer = commit_over(
        desk, conversation.contact, f"staff:{once}", desk.clock().timestamp(), work_out
    )
    if not answer:
        raise NotDone(ERASED)
    return answer == mine


def present(conversation: Conversation, loaded: Loaded, revive: bool) -> Record:
    """The conversation as it is now. Raises NotDone."""
    if loaded.epoch != conversation.epoch:
        raise NotDone(ERASED)
    record = decode_record(loaded.session) if loaded.session else None
    if record:
        if record.session.id != conversation.id:
            raise NotDone(NEWER, record.session.id)
        return record
    if conversation.newest != conversation.id:
        raise NotDone(NEWER, conversation.newest)
    if not revive:
        raise NotDone(OVER)
    record = conversation.record
    # Facts that the archive has not got yet keep their numbers for themselves.
    return replace(record, session=replace(record.session, seq=record.session.seq + GAP))


def refuse_if_held(archive: Archive, record: Record, now: datetime, by: str) -> None:
    """Raises NotDone if somebody else of the staff has it: it says who, and until when. Raises
    ArchiveAway."""
    session = record.session
    if is_held(session, now) and session.held_by != by and session.held_until:
        until = session.held_until.astimezone(ZONE)
        with archive.reading() as connection:
            name = name_of(connection, session.held_by)
        raise NotDone("held", name=name, until=f"{until.hour % 12 or 12}:{until:%M %p}")


def name_of(connection: Connection, email: str) -> str:
    """Who has this e-mail address; the address itself if nobody has it any more."""
    return connection.execute(select(Staff.name).where(Staff.email == email)).scalar() or email
