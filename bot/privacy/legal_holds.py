"""A legal hold: what must be kept, a person or one conversation, is neither erased nor purged."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from sqlalchemy import Connection, func, select, update

from bot.accounts.audit import Action, Actor, record
from bot.archive.database import Archive
from bot.archive.models import Contact, Session
from bot.archive.staff_tables import Audit
from bot.archive.write.contact_erasure import erase_withheld

_CONTACT_LENGTH = 24


class NoSuchRecord(LookupError):
    """There is no such person or conversation; the message says so."""


def hold(archive: Archive, target: str, reason: str, actor: Actor, at: datetime) -> None:
    """Keep this person (a contact id) or this conversation (a session id) until the hold is lifted.
    Raises NoSuchRecord."""
    with archive.writing() as connection:
        _set(connection, target, True)
        record(connection, actor, Action.HOLD_SET, target, {"reason": reason}, at)


def lift(archive: Archive, target: str, reason: str, actor: Actor, at: datetime) -> None:
    """What this person asked to have erased meanwhile is erased, once no other hold keeps it.
    Raises NoSuchRecord."""
    with archive.writing() as connection:
        contact = _set(connection, target, False)
        record(connection, actor, Action.HOLD_LIFTED, target, {"reason": reason}, at)
        if not held(connection, contact, 1):
            erase_withheld(connection, contact, at, actor.email)


class Held(Struct, frozen=True):
    """One legal hold: its `target`, a conversation to look at, why it was set, by whom (an e-mail
    address) and when."""

    target: str
    of: str
    session: str
    reason: str
    by: str
    since: datetime | None


def held(connection: Connection, contact: str = "", most: int = 200) -> list[Held]:
    """Every legal hold, or those on this person and on conversations of theirs; the person's
    first."""
    latest = select(func.max(Session.id)).where(Session.contact_id == Contact.id).scalar_subquery()
    people = select(Contact.id, latest).where(Contact.legal_hold)
    conversations = (
        select(Session.id, Session.id).where(Session.legal_hold).order_by(Session.last_at)
    )
    if contact:
        people, conversations = (
            people.where(Contact.id == contact),
            conversations.where(Session.contact_id == contact),
        )
    found = [(row, "this person") for row in connection.execute(people.limit(most))]
    found += [(row, "a conversation") for row in connection.execute(conversations.limit(most))]
    return [_held(connection, target, of, session or "") for (target, session), of in found]


def why_held(connection: Connection, contact: str) -> str:
    """Why this person may not be erased, in words; nothing if they may."""
    return next(
        (
            f"A legal hold on {each.of} keeps the record: {each.reason}"
            for each in held(connection, contact, 1)
        ),
        "",
    )


def _held(connection: Connection, target: str, of: str, session: str) -> Held:
    set_ = (Audit.target == target, Audit.action == Action.HOLD_SET.value)
    latest = (
        select(Audit.detail, Audit.email, Audit.at).where(*set_).order_by(Audit.id.desc()).limit(1)
    )
    row = connection.execute(latest).first()
    reason = row.detail.get("reason") if row else ""
    return Held(
        target,
        of,
        session,
        reason or "no reason was noted",
        row.email if row else "",
        row.at if row else None,
    )


def _set(connection: Connection, target: str, held: bool) -> str:
    """The contact whose record it is."""
    table, contact = (
        (Contact, Contact.id) if len(target) == _CONTACT_LENGTH else (Session, Session.contact_id)
    )
    changed = update(table).where(table.id == target).values(legal_hold=held).returning(contact)
    if (found := connection.execute(changed).scalar()) is None:
        raise NoSuchRecord(f"There is no {table.__name__.lower()} {target}.")
    return str(found)
