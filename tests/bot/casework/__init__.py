"""A parent in conversation, the archive that knows of it, and people of the staff who act on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import redis
from sqlalchemy import insert, select

from bot.accounts.audit import Actor
from bot.archive.database import Archive
from bot.archive.models import Handoff, Session
from bot.archive.read.stored_turns import kept_turns
from bot.archive.staff_tables import Audit, Staff
from bot.casework.holds import hand_back, take_over
from bot.casework.replies import answer
from bot.contacts import partition
from bot.conversation.turns import Desk
from flows.model.call_events import TextQueued
from flows.model.events import AnyEvent
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday, 10 in the morning
MINUTES = 30
_numbers = count(1)


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Casework:
    desk: Desk
    archive: Archive
    redis_url: str
    clock: Clock
    parent: Person
    _written_before: int = field(init=False)

    def __post_init__(self) -> None:
        self._written_before = len(self._audit())

    def archived(self) -> str:
        """Everything so far is in the archive; the id of the latest conversation."""
        archive_all(self.desk, self.archive, self.redis_url)
        with self.archive.reading() as connection:
            return str(
                connection.execute(
                    select(Session.id).order_by(Session.opened.desc()).limit(1)
                ).scalar_one()
            )

    def staff(self, name: str, role: str = "reviewer", disabled: bool = False) -> Actor:
        email = f"{name.split()[0].lower()}{next(_numbers)}@example.org"
        row = {
            "email": email,
            "name": name,
            "role": role,
            "password": "",
            "created": NOW,
            "disabled": disabled,
        }
        with self.archive.writing() as connection:
            number = connection.execute(insert(Staff).values(row).returning(Staff.id)).scalar_one()
        return Actor(number, email)

    def takes_over(self, actor: Actor, session: str, once: str = "") -> datetime:
        return take_over(
            self.desk, self.archive, actor, session, MINUTES, once or f"take{next(_numbers)}"
        )

    def hands_back(self, actor: Actor, session: str) -> None:
        hand_back(self.desk, self.archive, actor, session, f"back{next(_numbers)}")

    def writes(
        self,
        actor: Actor,
        session: str,
        words: str = "Hi, it is Ana from MCH.",
        once: str = "",
        yes: str = "",
    ) -> None:
        answer(
            self.desk,
            self.archive,
            actor,
            session,
            words,
            MINUTES,
            once or f"text{next(_numbers)}",
            yes,
        )

    def lapse(self) -> None:
        """Redis has let go of the session, as it does after SESSION_DAYS; the archive keeps it."""
        with redis.Redis.from_url(self.redis_url) as client:
            contact = self.parent.contact
            assert client.delete(f"{{{partition(contact)}}}:session:{contact}")

    def handoff(self) -> dict[str, object]:
        """The latest."""
        return rows(self.archive, Handoff)[-1]

    @property
    def texts(self) -> list[str]:
        """What was queued for the parent, beside the answers."""
        return [event.text for event in self.transcript if isinstance(event, TextQueued)]

    @property
    def transcript(self) -> list[AnyEvent]:
        """All that is in the archive and behind it."""
        kept = [
            event for turn in kept_turns(self.archive, self.parent.contact) for event in turn.events
        ]
        return kept + self.parent.facts

    def audit(self) -> list[tuple[str, str]]:
        """Who did what, since the test began: some of it follows from the conversation when that is
        archived."""
        self.archived()
        return self._audit()[self._written_before :]

    def _audit(self) -> list[tuple[str, str]]:
        with self.archive.reading() as connection:
            return [
                (row.email, row.action)
                for row in connection.execute(select(Audit.email, Audit.action).order_by(Audit.id))
            ]
