"""What the staff of the demo have done: most promises kept, some late, a few forgotten; notes, and
what they reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update

from bot.accounts import accounts
from bot.accounts.accounts import AccountRefused, Role
from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.archive.models import CLOSED, Handoff, Session
from bot.archive.staff_tables import Staff
from bot.casework import handoffs, replies, reviews
from bot.casework.conversations import NotDone
from bot.conversation.turns import Desk

# Nobody can sign in as them: their passwords were never told.
STAFF = {"luz@demo.invalid": "Luz (demo)", "denise@demo.invalid": "Denise (demo)"}
ERASE = "erase"
RECENT = timedelta(hours=20)
NOTES = (
    "She has an appointment at WIC on Tuesday.",
    "Speaks Spanish at home; her sister can interpret.",
    "Sent the referral to Nurturing Families.",
    "Works nights, call after 2 PM.",
)
HELLO = {
    "en": (
        "Hi, this is Luz, a person at MCH. I read what you wrote. What would help you most right"
        " now?"
    ),
    "es": (
        "Hola, soy Luz, una persona de MCH. Leí lo que escribió. ¿Qué le ayudaría más en este"
        " momento?"
    ),
}
HOLD_MINUTES = 240
OUTCOMES = ("reached", "reached", "reached", "left_message", "no_answer", "wrong_number")


def work(desk: Desk, archive: Archive, contacts: Sequence[str], now: datetime) -> None:
    """All that is older than a day or so. Raises ArchiveAway, StoreAway, Crowded."""
    staff = _staff(archive, now)
    chance = Random("demo staff")
    with archive.reading() as connection:
        columns: tuple[Any, ...] = (
            Handoff.id,
            Handoff.session_id,
            Handoff.due,
            Handoff.opened,
            Session.last_at,
        )
        mine = Handoff.contact_id.in_(contacts)
        tasks = (
            select(*columns)
            .join(Session, Session.id == Handoff.session_id)
            .where(mine, Handoff.due < now - RECENT)
        )
        todo = connection.execute(
            tasks.where(Handoff.reason != ERASE, Handoff.state != CLOSED).order_by(Handoff.opened)
        ).all()
        ended = select(Session.id, Session.last_at).where(
            Session.contact_id.in_(contacts), Session.last_at < now - RECENT
        )
        conversations = connection.execute(ended.order_by(Session.last_at)).all()
    for task in todo:
        if chance.random() < 0.88:
            _see_to(desk, archive, chance.choice(staff), task, chance, now)
    for session in conversations:
        at = min(session.last_at + timedelta(hours=chance.randint(1, 20)), now)
        if chance.random() < 0.08:
            reviews.add_note(archive, chance.choice(staff), session.id, chance.choice(NOTES), at)
        if chance.random() < 0.5:
            reviews.mark_reviewed(archive, chance.choice(staff), session.id, at)


def answer_one(desk: Desk, archive: Archive, contacts: Sequence[str]) -> None:
    """Somebody of the staff has the latest conversation that goes on by text, and has written to
    that parent."""
    going_on = select(Session.id, Session.language).where(
        Session.contact_id.in_(contacts), Session.channels == "sms"
    )
    going_on = going_on.where(Session.status == "waiting", Session.disposition == "").order_by(
        Session.last_at.desc()
    )
    with archive.reading() as connection:
        sessions = connection.execute(going_on.limit(10)).all()
    person = _staff(archive, desk.clock())[0]
    for session in sessions:
        words = HELLO.get(session.language, HELLO["en"])
        with suppress(NotDone):  # who wants no texts, or gets none
            replies.answer(
                desk, archive, person, session.id, words, HOLD_MINUTES, f"demo:{session.id}", ""
            )
            return


def _see_to(
    desk: Desk, archive: Archive, actor: Actor, task: Any, chance: Random, now: datetime
) -> None:
    """One call: before it is due, or late."""
    soonest = max(task.opened, task.last_at) + timedelta(minutes=5)
    left = max(task.due - soonest, timedelta(minutes=30))
    late = chance.random() < 0.15
    at = (
        task.due + timedelta(hours=chance.randint(1, 12))
        if late
        else soonest + left * chance.uniform(0.3, 0.95)
    )
    at = min(at, now)
    with suppress(NotDone):  # whoever began a newer conversation since
        handoffs.claim(archive, actor, task.session_id, task.id, at - timedelta(minutes=4))
        then = replace(desk, clock=lambda: at)
        outcome = chance.choice(OUTCOMES)
        handoffs.close(
            then,
            archive,
            actor,
            task.session_id,
            task.id,
            outcome,
            "",
            f"demo:{task.session_id}:{task.id}",
        )


def _staff(archive: Archive, now: datetime) -> list[Actor]:
    """The accounts of the demo, disabled."""
    maker = Actor(None, "demo")
    for email, name in STAFF.items():
        with suppress(AccountRefused):  # there already
            accounts.add(archive, maker, email, name, Role.REVIEWER, now)
    with archive.writing() as connection:
        connection.execute(update(Staff).where(Staff.email.in_(STAFF)).values(disabled=True))
        found = connection.execute(
            select(Staff.id, Staff.email).where(Staff.email.in_(STAFF)).order_by(Staff.email)
        )
        return [Actor(row.id, row.email) for row in found]
