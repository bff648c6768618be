"""The tables of those who work here: accounts, notes, and the audit log, which only grows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.archive.columns import NUMBERED, Base
from bot.archive.models import Session


class Staff(Base):
    """An account. `email` is lower case, `password` an argon2 hash, `totp` encrypted.

    A `temporary` password was made for somebody, who must change it. `code_step` is the 30 seconds
    of the last code used.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]  # reader, reviewer, administrator
    password: Mapped[str]
    totp: Mapped[str | None]
    totp_on: Mapped[bool] = mapped_column(default=False)
    disabled: Mapped[bool] = mapped_column(default=False)
    created: Mapped[datetime]
    last_seen: Mapped[datetime | None]
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    temporary: Mapped[bool] = mapped_column(default=False)
    code_step: Mapped[int] = mapped_column(BigInteger, default=0)
    signs_as: Mapped[str] = mapped_column(
        default=""
    )  # the name under a text; the first name where there is none


class KnownBrowser(Base):
    """A browser in which this person has signed in before: wrong passwords from elsewhere do not
    keep it waiting."""

    __tablename__ = "known_browsers"
    __table_args__ = (Index(None, "staff_id"),)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id, ondelete="CASCADE"))
    seen: Mapped[datetime]


class SignInPlace(Base):
    """A place from where somebody tried to sign in to this account: a line of the internet, or a
    known browser, hashed.

    Failures are counted for each by itself, so that no stranger keeps the owner waiting. `untold`
    are those that the owner has not been told of yet.
    """

    __tablename__ = "sign_in_places"

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int]
    untold: Mapped[int]
    locked_until: Mapped[datetime | None]
    seen: Mapped[datetime]


class SignIn(Base):
    """One browser in which somebody is signed in. `token` is a hash: whoever reads this table
    cannot use it."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "staff_id"),)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id, ondelete="CASCADE"))
    begun: Mapped[datetime]
    seen: Mapped[datetime]


class Note(Base):
    """What somebody of the staff wrote down about a conversation."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "session_id", "at"),)

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(Session.id, ondelete="CASCADE"))
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class Audit(Base):
    """Who did what, and when. The database itself refuses to change or delete a row, and each
    carries the `hash` of a chain (bot.archive.audit_chain). `origin` names the fact that a row
    follows from, so that it is written once.

    No foreign key leads out of here: the log outlives what it tells of. Without `staff_id` nobody
    was signed in.
    """

    __tablename__ = "audit"
    __table_args__ = (
        *(Index(None, column, "at") for column in ("target", "staff_id")),
        *(Index(None, column, "id") for column in ("action", "email")),
        Index(None, "at"),
        Index(None, "origin", unique=True),
    )

    id: Mapped[int] = mapped_column(NUMBERED, primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    email: Mapped[str] = mapped_column(default="")
    action: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    address: Mapped[str] = mapped_column(default="")
    hash: Mapped[str] = mapped_column(String(64), default="")
    origin: Mapped[str | None] = mapped_column()
