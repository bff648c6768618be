"""The tables of alerts: who is on call, what cannot wait, and the ledger of who was told of it,
when and how."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.archive.columns import NUMBERED, Base
from bot.archive.models import Session, partly

UNTAKEN = "taken_at IS NULL AND closed_at IS NULL"
# A telling: meant, under way, and what became of it. A text is `queued` once the sender has it,
# whose own ledger goes on.
INTENDED, SENDING, SENT, QUEUED, FAILED, UNKNOWN = (
    "intended",
    "sending",
    "sent",
    "queued",
    "failed",
    "unknown",
)


class OnCall(Base):
    """Somebody who is told, in the order of `position`. `number` is encrypted; either address may
    be empty."""

    __tablename__ = "on_call"

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    email: Mapped[str]
    number: Mapped[str] = mapped_column(Text)


class PushBrowser(Base):
    """A browser that is told also while no page is open: its address at a push service, and whose
    it is."""

    __tablename__ = "push_browsers"
    __table_args__ = (Index(None, "staff_id"),)

    endpoint: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    added: Mapped[datetime]


class AlertRules(Base):
    """How alerts are told: one row. Quiet hours are Hartford's, as "21:00"; the same twice:
    none."""

    __tablename__ = "alert_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    repeat_minutes: Mapped[int]
    climb_after: Mapped[int]  # rounds until the next person is told too
    quiet_from: Mapped[str] = mapped_column(String(5))
    quiet_until: Mapped[str] = mapped_column(String(5))
    on: Mapped[bool]


class Alert(Base):
    """Something that somebody must know of now. `subject` names what it is about, so that it is
    raised once.

    It is over when somebody has it (`taken_at`) or it is settled (`closed_at`); until then it is
    told again at `next_at`.
    """

    __tablename__ = "alerts"
    __table_args__ = (Index(None, "session_id"), partly("ix_alerts_open", UNTAKEN, "next_at", "id"))

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    session_id: Mapped[str | None] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(unique=True)
    handoff_id: Mapped[int | None] = mapped_column(NUMBERED)
    opened: Mapped[datetime]
    next_at: Mapped[datetime]
    rounds: Mapped[int] = mapped_column(default=0)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Telling(Base):
    """One person told once, in one round by one channel. `target` is their address, encrypted."""

    __tablename__ = "alert_tells"
    __table_args__ = (Index(None, "alert_id"), Index(None, "state", "try_at"))

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey(Alert.id, ondelete="CASCADE"))
    round: Mapped[int]
    channel: Mapped[str]
    name: Mapped[str]
    target: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    state: Mapped[str]
    error: Mapped[str] = mapped_column(default="")
