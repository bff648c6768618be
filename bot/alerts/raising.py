"""Finds what somebody must know of now, once for each thing, and ends what is settled without
anybody having taken it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, func, or_, select, update

from bot.accounts.audit import Action
from bot.alerts.alert_kinds import DANGER, DUE, LATE, LOST, POSSIBLE
from bot.archive.alert_tables import Alert
from bot.archive.models import CLAIMED, CLOSED, OPEN, Delivery, Fact, Handoff, Session
from bot.archive.read.lists.need_queries import LOST as NOT_ARRIVED
from bot.archive.staff_tables import Audit
from bot.archive.write.upsert import add

BEFORE_DUE = timedelta(hours=1)
UNSEEN = timedelta(minutes=10)
# What is older is in the inbox; switching alerts on calls nobody out of bed for last month.
RECENT = timedelta(days=1)
# That a danger may be meant, and was asked about; and that they answered: then it is none, or a
# danger of its own.
PERHAPS, ANSWERED = "DangerAsked", ("DangerDenied", "DangerConfirmed")
_LOOKED = (Action.CASE_SEEN.value, Action.CASE_PRINTED.value)

Row = Mapping[str, Any]


def raise_all(connection: Connection, now: datetime) -> None:
    """In the caller's transaction; what was raised before stays as it is."""
    found = [
        *_dangers(connection, now),
        *_promises(connection, now),
        *_lost(connection, now),
        *_perhaps(connection, now),
    ]
    rows = [
        {"opened": now, "next_at": now, "rounds": 0, "handoff_id": None, **row} for row in found
    ]
    known = set(
        connection.execute(
            select(Alert.subject).where(Alert.subject.in_([row["subject"] for row in rows]))
        ).scalars()
    )
    add(connection, Alert, [row for row in rows if row["subject"] not in known])
    _end_what_is_settled(connection, now)


def _tasks(*which: Any) -> Any:
    rows = select(Handoff.id, Handoff.session_id, Handoff.end, Handoff.again_at, Handoff.state)
    return rows.join(Session, Session.id == Handoff.session_id).where(
        ~Session.simulated, Handoff.state != CLOSED, *which
    )


def _dangers(connection: Connection, now: datetime) -> Iterable[Row]:
    fresh = _tasks(
        Handoff.reason.startswith("safety"), Handoff.opened > now - RECENT, Handoff.state == OPEN
    )
    for row in connection.execute(fresh):
        yield {
            "session_id": row.session_id,
            "kind": DANGER,
            "subject": f"danger:{row.id}",
            "handoff_id": row.id,
        }


def _promises(connection: Connection, now: datetime) -> Iterable[Row]:
    """An hour before its window ends, and when that is over; one that was tried waits until it is
    to be tried again."""
    near = (Handoff.start.is_not(None), Handoff.end <= now + BEFORE_DUE, Handoff.end > now - RECENT)
    put_off = or_(Handoff.again_at.is_(None), Handoff.again_at <= now)
    for row in connection.execute(_tasks(*near, put_off, ~Handoff.reason.startswith("safety"))):
        kind = LATE if row.end <= now else DUE
        yield {
            "session_id": row.session_id,
            "kind": kind,
            "subject": f"{kind}:{row.id}",
            "handoff_id": row.id,
        }


def _lost(connection: Connection, now: datetime) -> Iterable[Row]:
    """A text that did not arrive, where a call is promised and not made yet."""
    promised = (
        Handoff.contact_id == Delivery.contact_id,
        Handoff.start.is_not(None),
        Handoff.state != CLOSED,
    )
    rows = select(
        Delivery.id,
        func.max(Handoff.session_id).label("session_id"),
        func.max(Handoff.id).label("handoff"),
    )
    rows = rows.join(Handoff, promised[0]).join(Session, Session.id == Handoff.session_id)
    lost = (Delivery.status.in_(NOT_ARRIVED), Delivery.at > now - RECENT, ~Session.simulated)
    for row in connection.execute(rows.where(*promised[1:], *lost).group_by(Delivery.id)):
        yield {
            "session_id": row.session_id,
            "kind": LOST,
            "subject": f"lost:{row.id}",
            "handoff_id": row.handoff,
        }


def _perhaps(connection: Connection, now: datetime) -> Iterable[Row]:
    looked = exists().where(
        Audit.target == Fact.session_id, Audit.at >= Fact.at, Audit.action.in_(_LOOKED)
    )
    later = Fact.__table__.alias("later")
    answered = exists().where(
        later.c.session_id == Fact.session_id, later.c.seq > Fact.seq, later.c.kind.in_(ANSWERED)
    )
    unseen = (
        Fact.kind == PERHAPS,
        ~answered,
        Fact.at > now - RECENT,
        Fact.at <= now - UNSEEN,
        ~Fact.simulated,
        ~looked,
    )
    for row in connection.execute(select(Fact.session_id, Fact.seq).where(*unseen)):
        yield {
            "session_id": row.session_id,
            "kind": POSSIBLE,
            "subject": f"possible:{row.session_id}:{row.seq}",
        }


def _end_what_is_settled(connection: Connection, now: datetime) -> None:
    """The call was made; it was claimed; the conversation was looked at: nobody is told again."""
    open_ = (Alert.taken_at.is_(None), Alert.closed_at.is_(None))
    of = Handoff.id == Alert.handoff_id
    done = exists().where(of, Handoff.state == CLOSED)
    begun = exists().where(of, Handoff.state == CLAIMED)
    put_off = exists().where(of, Handoff.again_at > now)
    seen = exists().where(
        Audit.target == Alert.session_id, Audit.at >= Alert.opened, Audit.action.in_(_LOOKED)
    )
    over = or_(
        done,
        (Alert.kind == DANGER) & begun,
        Alert.kind.in_((DUE, LATE)) & put_off,
        (Alert.kind == POSSIBLE) & seen,
        (Alert.kind == DUE) & exists().where(of, Handoff.end <= now),
    )
    connection.execute(update(Alert).where(*open_, over).values(closed_at=now))
