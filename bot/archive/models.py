"""The tables of conversations: who, the sessions, their turns and facts, and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.archive.columns import CONTACT, NUMBERED, SESSION, Base

OPEN, CLAIMED, CLOSED = "open", "claimed", "closed"
NOT_CLOSED = "state != 'closed'"
# What the inbox asks of a conversation that is in a column, and is found by an index of it.
COLUMNS = ("status", "language", "town", "disposition", "assigned_to", "simulated")
# What the inbox asks of a conversation that is in no column: each has an index of those that it is
# true of.
TRAITS = {
    "texted": "channels IN ('sms', 'both')",
    "called": "channels IN ('voice', 'both')",
    "nobodys": "assigned_to IS NULL",
    "ended": "status != 'waiting'",
    "reviewed": "reviewed_at >= last_at",
    "unreviewed": "reviewed_at IS NULL OR reviewed_at < last_at",
}
# Why somebody is asked for, in the order of what matters: the same for what is open.
_REASON = "substr(reason, 1, 6)"
TASKS = {
    "safety": f"{NOT_CLOSED} AND {_REASON} = 'safety'",
    "promised": f"{NOT_CLOSED} AND {_REASON} != 'safety' AND start IS NOT NULL",
    "asked": f"{NOT_CLOSED} AND {_REASON} != 'safety' AND start IS NULL",
}
NOT_ARRIVED = "coalesce(status, '') IN ('failed', 'undelivered', 'not_sent', 'unknown')"


def partly(name: str, which: str, *columns: str) -> Index:
    """An index of the rows that this is true of."""
    return Index(name, *columns, sqlite_where=text(which), postgresql_where=text(which))


class Contact(Base):
    """A person by the keyed hash of their number. Erasing leaves the opt-out, and the epoch, below
    which all is dropped:
    with either, the row must stay.

    `opted_entry` is the place in the outbox of what they last said about texts, `opted_at` its
    time.
    """

    __tablename__ = "contacts"

    id: Mapped[str] = mapped_column(CONTACT, primary_key=True)
    number: Mapped[str] = mapped_column(Text, default="")  # encrypted
    epoch: Mapped[int] = mapped_column(default=0)
    erased_at: Mapped[datetime | None]
    opted_out: Mapped[bool] = mapped_column(default=False)
    opted_at: Mapped[datetime | None]
    opted_entry: Mapped[int] = mapped_column(BigInteger, default=0)
    legal_hold: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime]


class Session(Base):
    """A conversation as it was after its last turn. `record` is bot.record.Record; `seq` says how
    many facts it has.

    Four dates: it `opened`, the person's last word (`last_at`), staff's last act (`acted_at`), its
    end (`ended_at`). Only staff write `assigned_to`, `reviewed_at`, `reviewed_by` and `legal_hold`.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        Index(None, "last_at", "id"),
        *(Index(None, column) for column in ("acted_at", "opened")),
        Index(None, "contact_id", "last_at"),
        *(Index(None, column, "last_at", "id") for column in COLUMNS),
        *(partly(f"ix_sessions_{name}", which, "last_at", "id") for name, which in TRAITS.items()),
    )

    id: Mapped[str] = mapped_column(SESSION, primary_key=True)
    contact_id: Mapped[str] = mapped_column(ForeignKey(Contact.id))
    epoch: Mapped[int]
    simulated: Mapped[bool]
    opened: Mapped[datetime]
    last_at: Mapped[datetime]
    acted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    channels: Mapped[str]  # sms, voice, both; nothing before anybody said anything
    language: Mapped[str]
    town: Mapped[str]
    stage: Mapped[str]
    step: Mapped[str]
    status: Mapped[str]
    disposition: Mapped[str]
    keyword: Mapped[str]
    flow_version: Mapped[int]
    seq: Mapped[int]
    programs: Mapped[list[str]]  # those that fit or may fit
    programs_seq: Mapped[int]  # of the fact that told it
    safety: Mapped[bool]
    record: Mapped[Any] = mapped_column(JSON)
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    legal_hold: Mapped[bool] = mapped_column(default=False)


class SessionProgram(Base):
    """A program that fits or may fit: one of the conversation's `programs`, to be found by.
    `last_at` is the conversation's."""

    __tablename__ = "session_programs"
    __table_args__ = (Index(None, "program", "last_at", "session_id"),)

    session_id: Mapped[str] = mapped_column(
        ForeignKey(Session.id, ondelete="CASCADE"), primary_key=True
    )
    program: Mapped[str] = mapped_column(primary_key=True)
    last_at: Mapped[datetime]


class Turn(Base):
    """One turn, or facts beside the conversation. `first` numbers its first fact; `entry` is its
    place in the outbox.

    `events` are as bot.record encodes them. `words` are those of `heard`, folded for the full-text
    search, `said_words` those of `said`.
    """

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("session_id", "first"), Index(None, "at"))

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    first: Mapped[int]
    entry: Mapped[int] = mapped_column(BigInteger)
    delivery: Mapped[str]
    at: Mapped[datetime]
    channel: Mapped[str]
    step: Mapped[str]
    language: Mapped[str]
    events: Mapped[Any] = mapped_column(JSON)
    heard: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    said_words: Mapped[str] = mapped_column(default="")


class Fact(Base):
    """One event without any words: what the figures are counted from. `turn` is the `first` of its
    turn, `key` its subject."""

    __tablename__ = "facts"
    __table_args__ = (Index(None, "kind", "at"),)

    session_id: Mapped[str] = mapped_column(
        ForeignKey(Session.id, ondelete="CASCADE"), primary_key=True
    )
    seq: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int]
    at: Mapped[datetime]
    channel: Mapped[str]
    kind: Mapped[str]
    step: Mapped[str]
    key: Mapped[str]
    simulated: Mapped[bool]


class Handoff(Base):
    """A person is asked to take over. With `start` and `end` it is a promise; `due` is when staff
    should have acted."""

    __tablename__ = "handoffs"
    __table_args__ = (
        UniqueConstraint("session_id", "seq"),
        Index(None, "contact_id"),
        partly("ix_handoffs_open", NOT_CLOSED, "due", "id"),
        *(partly(f"ix_handoffs_{name}", which, "due", "id") for name, which in TASKS.items()),
    )

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(ForeignKey(Contact.id))
    seq: Mapped[int]
    reason: Mapped[str]
    opened: Mapped[datetime]
    start: Mapped[datetime | None]
    end: Mapped[datetime | None]
    due: Mapped[
        datetime
    ]  # the end of the window, else when it was opened; of one to be tried again, when
    name: Mapped[str]
    state: Mapped[str] = mapped_column(default=OPEN)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    claimed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Text, default="")
    tries: Mapped[int] = mapped_column(default=0)
    again_at: Mapped[datetime | None]


class Delivery(Base):
    """A text that we sent and what became of it. One without `send_id` answered a webhook: only
    Twilio's SID names it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        *(
            Index(None, *columns)
            for columns in (("contact_id", "at"), ("session_id",), ("status", "at"))
        ),
        partly("ix_deliveries_lost", NOT_ARRIVED, "at", "id"),
    )

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(ForeignKey(Contact.id))
    send_id: Mapped[str | None] = mapped_column(unique=True)
    sid: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    status: Mapped[str]
    error: Mapped[str]
    text_of: Mapped[int | None]  # the `first` of the turn that has its words


class Recording(Base):
    """A message that a caller left, as Twilio's reference to it."""

    __tablename__ = "recordings"
    __table_args__ = (Index(None, "contact_id"), Index(None, "session_id"))

    reference: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    contact_id: Mapped[str] = mapped_column(ForeignKey(Contact.id))
    at: Mapped[datetime]
    seconds: Mapped[int]
    state: Mapped[str]
