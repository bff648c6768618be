"""Append-only audit log: who did what, when, and from where."""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from bot.archive.audit_chain import append
from bot.archive.database import Archive
from bot.archive.staff_tables import Audit


class Action(StrEnum):
    """What is written down: facts, in words that staff read. A new kind of fact is a line here."""

    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    ACCOUNT_ADDED = "account added"
    ROLE_CHANGED = "role changed"
    ACCOUNT_DISABLED = "account disabled"
    ACCOUNT_ENABLED = "account enabled"
    ACCOUNT_RESET = "account reset"
    PASSWORD_CHANGED = "password changed"
    SIGNATURE_SET = "name under texts changed"
    CODES_SET_UP = "sign-in codes set up"
    CODES_ENDED = "sign-in codes ended"
    SETTINGS_SEEN = "settings seen"
    CASE_SEEN = "transcript seen"
    CASE_PRINTED = "transcript printed"
    NUMBER_SEEN = "number seen"
    NUMBER_LOOKED_UP = "number looked up"
    RECORDING_HEARD = "recording heard"
    SEARCHED = "searched"
    HOLD_SET = "legal hold set"
    HOLD_LIFTED = "legal hold lifted"
    ERASURE_ASKED = "erasing asked for"
    ERASURE_REFUSED = "erasing refused"
    ERASED_AT_TWILIO = "erased at Twilio"
    PURGED = "purged"
    CONTACT_KEY_RENEWED = "contact key renewed"
    COPY_MADE = "copy made"
    DEMO_REMOVED = "demo removed"
    EXPORTED = "exported"
    TAKEN_OVER = "taken over"
    HANDED_BACK = "handed back"
    TEXTED = "texted"
    CALLED = "called"
    CLAIMED = "call or task claimed"
    RELEASED = "call or task released"
    TRIED = "call or task tried"
    CLOSED = "call or task closed"
    REOPENED = "call or task reopened"
    NOTED = "note added"
    ASSIGNED = "assigned"
    REVIEWED = "marked reviewed"
    REVIEW_REOPENED = "review reopened"
    CORRECTED = "answer corrected"
    REFERRAL_MOVED = "referral updated"
    ALERTS_SET = "alert settings changed"
    ALERT_TAKEN = "alert taken"
    ALERT_TESTED = "test alert sent"


@dataclass(frozen=True)
class Actor:
    """Who acts: somebody of the staff at an address, or the command line with no `staff_id`."""

    staff_id: int | None
    email: str
    address: str = ""


def command_line() -> Actor:
    """Whoever is signed in to this machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container without names
        name = str(os.getuid())
    return Actor(None, f"{name} (command line)")


@dataclass(frozen=True)
class Filter:
    """Which rows to read; what is empty lets everything through. `until` is not included."""

    email: str = ""
    action: str = ""
    target: str = ""
    since: datetime | None = None
    until: datetime | None = None


def record(
    connection: Connection,
    actor: Actor,
    action: Action,
    target: str,
    detail: dict[str, Any],
    at: datetime,
) -> None:
    """Append one row, in the caller's transaction: a change and its row are kept together, or
    neither is.

    `detail` never holds what a parent said, a full number or a secret.
    """
    who = {"staff_id": actor.staff_id, "email": actor.email, "address": actor.address}
    append(connection, at=at, action=action.value, target=target, detail=detail, **who)


def read(archive: Archive, wanted: Filter, before: int | None, most: int) -> list[Any]:
    """At most `most` rows, the newest first, from below the row `before`. Raises ArchiveAway."""
    rows = select(Audit.__table__).order_by(Audit.id.desc()).limit(most)
    equal = (
        (Audit.email, wanted.email),
        (Audit.action, wanted.action),
        (Audit.target, wanted.target),
    )
    rows = rows.where(*(column == value for column, value in equal if value))
    if before is not None:
        rows = rows.where(Audit.id < before)
    if wanted.since:
        rows = rows.where(Audit.at >= wanted.since)
    if wanted.until:
        rows = rows.where(Audit.at < wanted.until)
    with archive.reading() as connection:
        return list(connection.execute(rows))


def latest(archive: Archive, actor: Actor, action: Action, target: str) -> dict[str, Any] | None:
    """What was last written down of this kind, by this person and about this; None if nothing was.
    Raises ArchiveAway."""
    mine = (Audit.target == target, Audit.staff_id == actor.staff_id, Audit.action == action.value)
    row = select(Audit.detail).where(*mine).order_by(Audit.at.desc(), Audit.id.desc()).limit(1)
    with archive.reading() as connection:
        found: dict[str, Any] | None = connection.execute(row).scalar()
    return found
