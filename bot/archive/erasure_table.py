"""What is still to be erased outside of our own stores."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.archive.columns import CONTACT, NUMBERED, Base


class Erasure(Base):
    """What is still to be erased outside of our own stores: at Twilio, and in what a database keeps
    of deleted words.

    Of a person it has the encrypted `number`, of a recording its `reference`; only what is older
    than `before` is meant.
    The row goes when all is done. Until then `error` says why it was put off the last time.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "next_at"),)

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    contact_id: Mapped[str] = mapped_column(CONTACT)
    number: Mapped[str] = mapped_column(Text, default="")
    reference: Mapped[str] = mapped_column(default="")
    before: Mapped[datetime]
    next_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
