"""Somebody says "I have it": nobody else is told of it again. And what the page of a conversation
tells about its alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from msgspec import Struct
from sqlalchemy import Connection, func, insert, select, update

from bot.accounts.audit import Action, Actor, record
from bot.alerts.alert_kinds import TEST
from bot.alerts.escalation import AlertsRefused, Person
from bot.alerts.rounds import telling
from bot.archive.alert_tables import QUEUED, Alert, Telling
from bot.archive.database import Archive
from bot.archive.models import Delivery
from bot.archive.staff_tables import Staff
from bot.contacts import Cipher


class Told(Struct, frozen=True):
    """One telling; `state` is that of the ledger, or of the text once the sender has it."""

    name: str
    channel: str
    at: datetime
    state: str
    error: str


class KeptAlert(Struct, frozen=True):
    """An alert with who was told of it, in order."""

    id: int
    session_id: str | None
    kind: str
    opened: datetime
    taken_by: str
    taken_at: datetime | None
    closed_at: datetime | None
    told: Sequence[Told]

    @property
    def over(self) -> bool:
        return self.taken_at is not None or self.closed_at is not None


def take(archive: Archive, actor: Actor, alert: int, now: datetime) -> str | None:
    """The conversation it is about, empty for a test; None if there is no such alert. Taken twice
    it stays the first one's."""
    with archive.writing() as connection:
        found = connection.execute(
            select(Alert.session_id, Alert.kind).where(Alert.id == alert)
        ).one_or_none()
        if found is None:
            return None
        mine = update(Alert).where(
            Alert.id == alert, Alert.taken_at.is_(None), Alert.closed_at.is_(None)
        )
        if connection.execute(mine.values(taken_by=actor.staff_id, taken_at=now)).rowcount:
            record(
                connection,
                actor,
                Action.ALERT_TAKEN,
                found.session_id or "",
                {"kind": found.kind},
                now,
            )
        return found.session_id or ""


def take_all_of(connection: Connection, actor: Actor, session_id: str, now: datetime) -> None:
    """Whoever takes on the call or the conversation has its alerts too."""
    mine = update(Alert).where(
        Alert.session_id == session_id, Alert.taken_at.is_(None), Alert.closed_at.is_(None)
    )
    connection.execute(mine.values(taken_by=actor.staff_id, taken_at=now))


def of_session(connection: Connection, session_id: str) -> list[KeptAlert]:
    return _read(connection, Alert.session_id == session_id)


def one(connection: Connection, alert: int) -> KeptAlert | None:
    return next(iter(_read(connection, Alert.id == alert)), None)


def latest(connection: Connection, most: int = 20) -> list[KeptAlert]:
    newest = select(Alert.id).order_by(Alert.id.desc()).limit(most)
    return _read(connection, Alert.id.in_(newest.subquery().select()))


def _read(connection: Connection, which: Any) -> list[KeptAlert]:
    rows = select(Alert.__table__, func.coalesce(Staff.name, "").label("taker")).outerjoin(
        Staff, Staff.id == Alert.taken_by
    )
    found = connection.execute(rows.where(which).order_by(Alert.id.desc())).all()
    told = _told(connection, [row.id for row in found])
    return [
        KeptAlert(
            row.id,
            row.session_id,
            row.kind,
            row.opened,
            row.taker,
            row.taken_at,
            row.closed_at,
            told.get(row.id, []),
        )
        for row in found
    ]


def _told(connection: Connection, alerts: Sequence[int]) -> dict[int, list[Told]]:
    rows = connection.execute(
        select(Telling.__table__).where(Telling.alert_id.in_(alerts)).order_by(Telling.id)
    ).all()
    names = [f"alert.{row.id}" for row in rows if row.state == QUEUED]
    texts = select(Delivery.send_id, Delivery.status, Delivery.error).where(
        Delivery.send_id.in_(names)
    )
    sent = {row.send_id: row for row in connection.execute(texts)} if names else {}
    found: dict[int, list[Told]] = {}
    for row in rows:
        text = sent.get(f"alert.{row.id}")
        state, error = (text.status, text.error) if text else (row.state, row.error)
        found.setdefault(row.alert_id, []).append(Told(row.name, row.channel, row.at, state, error))
    return found


def test(archive: Archive, cipher: Cipher, actor: Actor, person: Person, now: datetime) -> int:
    """A test to this person by all of their ways; its number. Raises AlertsRefused, ArchiveAway."""
    if not person.ways:
        raise AlertsRefused("There is no address to send a test to.")
    with archive.writing() as connection:
        row = {
            "kind": TEST,
            "subject": f"test:{uuid4().hex}",
            "opened": now,
            "next_at": now,
            "rounds": 1,
            "closed_at": now,
        }
        alert = connection.execute(insert(Alert).values(**row).returning(Alert.id)).scalar_one()
        connection.execute(
            insert(Telling),
            [telling(cipher, alert, 0, person, way, at, now) for way, at in person.ways],
        )
        record(connection, actor, Action.ALERT_TESTED, "", {"to": person.name}, now)
    return int(alert)


def untaken(connection: Connection) -> tuple[int, int, str]:
    """How many alerts nobody has yet, and the number and kind of the newest; 0 and nothing without
    one."""
    open_ = (Alert.taken_at.is_(None), Alert.closed_at.is_(None), Alert.kind != TEST)
    count = connection.execute(select(func.count(Alert.id)).where(*open_)).scalar_one()
    newest = connection.execute(
        select(Alert.id, Alert.kind).where(*open_).order_by(Alert.id.desc()).limit(1)
    ).first()
    return (count, newest.id, newest.kind) if newest else (0, 0, "")
