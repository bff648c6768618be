"""The tables of referrals: what became of each program that somebody was told about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.archive.columns import NUMBERED, Base
from bot.archive.models import Session

# The `seq` of steps that staff wrote down count down from here: those of events are never negative.
FIRST_OF_STAFF = -1


class Referral(Base):
    """A program in a conversation, where it stands now. `by` is `bot`, `parent` or the e-mail
    address of an account; `due` is when somebody is to look after it."""

    __tablename__ = "referrals"
    __table_args__ = (Index(None, "due", "session_id"), Index(None, "told_at"))

    session_id: Mapped[str] = mapped_column(
        ForeignKey(Session.id, ondelete="CASCADE"), primary_key=True
    )
    program: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    told_at: Mapped[datetime]
    due: Mapped[datetime | None]


class ReferralStep(Base):
    """One step of a referral. `seq` is that of its event, or negative for what staff wrote down."""

    __tablename__ = "referral_steps"
    __table_args__ = (UniqueConstraint("session_id", "program", "seq"),)

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    program: Mapped[str]
    seq: Mapped[int]
    state: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
