"""Erasure of one contact: Redis, archive and search index, spool; Twilio's part is queued for the
worker.

A tombstone keeps them erased: whatever is of before it and comes late is dropped. A legal hold
wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.models import CLOSED, Handoff
from bot.archive.write.contact_erasure import erase
from bot.casework.handoffs import ERASE
from bot.contacts import contact_id
from bot.conversation.turns import Desk, commit_over
from bot.outage.spool import Spool
from bot.privacy.legal_holds import why_held
from bot.redis.stored import Commit, Loaded
from bot.stored_session import TurnEntry, decode_record, encode
from flows.model.events import ErasureConfirmed
from flows.model.inputs import Channel

NEVER_TOO_LATE = float("inf")


class ErasureRefused(ValueError):
    """Nothing was erased; the message says why, for whoever asked."""


@dataclass(frozen=True)
class Eraser:
    """Dependencies of an erasure."""

    desk: Desk
    archive: Archive
    spool: Spool


def erase_contact(eraser: Eraser, contact: str, by: Actor, reason: str = "") -> None:
    """`reason` goes into the audit log. Raises ErasureRefused under a legal hold; StoreAway,
    Crowded or ArchiveAway, and then it may be asked for again."""
    at = eraser.desk.clock()
    with eraser.archive.writing() as connection:
        refusal = why_held(connection, contact)
        action = Action.ERASURE_REFUSED if refusal else Action.ERASURE_ASKED
        why = refusal or reason
        record(connection, by, action, contact, {"reason": why} if why else {}, at)
    if refusal:
        raise ErasureRefused(refusal)
    epoch, number = forget_in_store(eraser.desk, contact, at)
    with eraser.archive.writing() as connection:
        erase(connection, contact, epoch, at, by.email, number)
    forget_in_spool(eraser.desk, eraser.spool, contact, at)


def approve_erasure(eraser: Eraser, session_id: str, handoff: int, by: Actor) -> None:
    """Does what a parent asked for in this conversation by FORGET, where ERASE is `request`. Raises
    like erase_contact."""
    asked = select(Handoff.contact_id).where(
        Handoff.id == handoff, Handoff.session_id == session_id
    )
    asked = asked.where(Handoff.reason == ERASE, Handoff.state != CLOSED)
    with eraser.archive.reading() as connection:
        contact = connection.execute(asked).scalar()
    if contact is None:
        raise ErasureRefused("This request is not open any more.")
    erase_contact(eraser, contact, by)


def forget_in_store(
    desk: Desk, contact: str, at: datetime, opt_out: str | None = None
) -> tuple[int, str]:
    """Forgets the conversation, what waits to be archived or sent, and the replies; `opt_out` as in
    a Commit. The new epoch, and the encrypted number if it was there. Raises StoreAway, Crowded."""
    found: tuple[int, str] = (0, "")

    def work_out(loaded: Loaded) -> Commit:
        nonlocal found
        before = decode_record(loaded.session) if loaded.session else None
        found = (loaded.epoch + 1, before.number if before else "")
        first, name = (before.session.seq, before.session.id) if before else (0, "")
        entry = TurnEntry(at, Channel.SMS, first, (ErasureConfirmed("staff"),), None, found[1])
        return Commit(
            loaded, "", name, encode(entry), None, opt_out=opt_out, erase_at=at.timestamp()
        )

    commit_over(desk, contact, f"erase:{uuid4().hex}", NEVER_TOO_LATE, work_out)
    return found


def forget_in_spool(desk: Desk, spool: Spool, contact: str, at: datetime) -> int:
    """Removes what this person sent before `at` while Redis was away; how much."""

    def belongs(kept: dict[str, Any]) -> bool:
        sender, call = kept.get("sender") or "", kept.get("call") or {}
        who = sender or f"withheld:{call.get('sid', '')}"
        return (
            contact_id(who, desk.contact_key) == contact
            and kept.get("received", 0) <= at.timestamp()
        )

    return spool.remove(belongs)
