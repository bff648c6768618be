"""A legal hold: what must be kept, a person or one conversation, is neither erased nor purged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.archive.database import Archive
from bot.archive.models import Contact, Session
from bot.archive.people import Audit
from bot.audit import Action, Actor, record

_CONTACT_LENGTH = 24


class NoSuchRecord(LookupError):
    """There is no such person or conversation; the message says so."""


def hold(archive: Archive, target: str, reason: str, actor: Actor, at: datetime) -> None:
    """Keep this person (a contact id) or this conversation (a session id) until the hold is lifted. Raises NoSuchRecord."""
    _set(archive, target, True, Action.HOLD_SET, reason, actor, at)


def lift(archive: Archive, target: str, reason: str, actor: Actor, at: datetime) -> None:
    """Raises NoSuchRecord."""
    _set(archive, target, False, Action.HOLD_LIFTED, reason, actor, at)


def why_held(connection: Connection, contact: str) -> str:
    """Why this person may not be erased, in words; nothing if they may."""
    mine = Session.contact_id == contact
    person = select(Contact.id).where(Contact.id == contact, Contact.legal_hold)
    conversations = select(Session.id).where(mine, Session.legal_hold).order_by(Session.last_at)
    for of, found in (("this person", person), ("a conversation", conversations)):
        if held := connection.execute(found.limit(1)).scalar():
            set_ = (Audit.target == held, Audit.action == Action.HOLD_SET.value)
            latest = select(Audit.detail).where(*set_).order_by(Audit.id.desc()).limit(1)
            detail = connection.execute(latest).scalar() or {}
            return f"A legal hold on {of} keeps the record: {detail.get('reason') or 'no reason was noted'}"
    return ""


def _set(archive: Archive, target: str, held: bool, action: Action, reason: str, actor: Actor, at: datetime) -> None:
    table = Contact if len(target) == _CONTACT_LENGTH else Session
    with archive.writing() as connection:
        if not connection.execute(update(table).where(table.id == target).values(legal_hold=held)).rowcount:
            raise NoSuchRecord(f"There is no {table.__name__.lower()} {target}.")
        record(connection, actor, action, target, {"reason": reason}, at)
