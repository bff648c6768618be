"""Carries out what the ledger says: each telling once, by e-mail, by web push or through the sender
of texts.

As with a text (docs/decisions/006): what is meant is written down first, then that it is under way,
then what became of it.
Who is killed before it is under way has lost nothing; of what was under way nobody knows, and it is
not sent again by itself.
The alert itself goes on: its next round comes all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select, update

from bot.alerts import alert_kinds as kinds
from bot.alerts.browsers import forget
from bot.alerts.escalation import EMAIL, PUSH, people, rules
from bot.alerts.mail import Mail, MailBox, NotTaken, Unsure
from bot.alerts.raising import raise_all
from bot.alerts.rounds import begin_rounds
from bot.alerts.web_push import Gone, PushBox
from bot.archive.alert_tables import (
    FAILED,
    INTENDED,
    QUEUED,
    SENDING,
    SENT,
    UNKNOWN,
    Alert,
    Telling,
)
from bot.archive.database import Archive
from bot.contacts import CipherError, contact_id
from bot.conversation.sends import Send, encode_send
from bot.conversation.turns import Desk, commit_over
from bot.redis.stored import Commit, Loaded
from bot.stored_session import TurnEntry, decode_record, encode
from flows.model.inputs import Channel

UNDER_WAY = timedelta(minutes=2)  # longer than a mail server is waited for
PAUSE = timedelta(seconds=30)
MOST_TRIES = 20
NO_MAIL = "no SMTP_URL is set"
NO_PUSH = "no web push is set up"
NOT_ALLOWED = "the browser no longer allows it"

log = structlog.get_logger()


@dataclass(frozen=True)
class Alarm:
    """What telling takes. Without `mail` no e-mail can be sent, without `push` no browser is told;
    `base` is the program's own address."""

    desk: Desk
    archive: Archive
    mail: MailBox | None
    base: str
    push: PushBox | None = None


def look(alarm: Alarm) -> int:
    """One look around: raises, decides, tells. How many were told. Raises ArchiveAway, StoreAway,
    Crowded."""
    now, desk = alarm.desk.clock(), alarm.desk
    with alarm.archive.writing() as connection:
        raise_all(connection, now)
        begin_rounds(
            connection, desk.cipher, rules(connection), people(connection, desk.cipher), now
        )
    return tell_all(alarm)


def tell_all(alarm: Alarm) -> int:
    """Whatever the ledger still means to tell."""
    now = alarm.desk.clock()
    with alarm.archive.writing() as connection:
        lost = update(Telling).where(Telling.state == SENDING, Telling.try_at < now - UNDER_WAY)
        connection.execute(lost.values(state=UNKNOWN))
    return sum(_tell(alarm, row, now) for row in _meant(alarm.archive, now))


def _meant(archive: Archive, now: datetime) -> Sequence[Any]:
    columns = (
        Telling.id,
        Telling.alert_id,
        Telling.channel,
        Telling.target,
        Telling.tries,
        Alert.kind,
    )
    rows = select(*columns).join(Alert, Alert.id == Telling.alert_id)
    with archive.reading() as connection:
        meant = (
            rows.where(Telling.state == INTENDED, Telling.try_at <= now)
            .order_by(Telling.try_at, Telling.id)
            .limit(100)
        )
        return connection.execute(meant).all()


def _tell(alarm: Alarm, row: Any, now: datetime) -> bool:
    try:
        target = alarm.desk.cipher.decrypt(row.target)
    except CipherError:
        _set(
            alarm.archive,
            row.id,
            state=FAILED,
            error="its address cannot be read: a key is missing from DATA_KEYS",
        )
        return False
    words = kinds.text(row.kind, kinds.link(alarm.base, row.alert_id))
    if row.channel == EMAIL:
        return _mail(alarm, row, target, words, now)
    if row.channel == PUSH:
        return _push(alarm, row, target, now)
    _text(alarm, f"alert.{row.id}", target, words, now)
    _set(alarm.archive, row.id, state=QUEUED)
    return True


def _mail(alarm: Alarm, row: Any, target: str, words: str, now: datetime) -> bool:
    if alarm.mail is None:
        _set(alarm.archive, row.id, state=FAILED, error=NO_MAIL)
        return False
    mail, box = Mail(target, kinds.subject(row.kind), words, f"alert.{row.id}"), alarm.mail
    return _hand_over(alarm, row, now, lambda: box.send(mail))


def _push(alarm: Alarm, row: Any, endpoint: str, now: datetime) -> bool:
    """An empty push; a browser that is gone is forgotten."""
    box = alarm.push
    if box is None:
        _set(alarm.archive, row.id, state=FAILED, error=NO_PUSH)
        return False
    try:
        return _hand_over(alarm, row, now, lambda: box.push(endpoint, now))
    except Gone:
        with alarm.archive.writing() as connection:
            forget(connection, endpoint)
        _set(alarm.archive, row.id, state=FAILED, error=NOT_ALLOWED)
        return False


def _hand_over(alarm: Alarm, row: Any, now: datetime, send: Callable[[], None]) -> bool:
    """One attempt, claimed first, and what became of it."""
    if not _claim(alarm.archive, row.id, now):
        return False
    try:
        send()
    except Unsure:
        _set(alarm.archive, row.id, state=UNKNOWN)
        return False
    except NotTaken as error:
        again = {"state": INTENDED, "try_at": now + PAUSE, "tries": row.tries + 1}
        over = {"state": FAILED} if row.tries + 1 >= MOST_TRIES else again
        _set(alarm.archive, row.id, error=error.why, **over)
        log.warning("alert not handed over", telling=row.id, reason=error.why)
        return False
    _set(alarm.archive, row.id, state=SENT, error="")
    return True


def _claim(archive: Archive, telling: int, now: datetime) -> bool:
    """It is under way from here on: of two workers one has it."""
    mine = (
        update(Telling)
        .where(Telling.id == telling, Telling.state == INTENDED)
        .values(state=SENDING, try_at=now)
    )
    with archive.writing() as connection:
        return connection.execute(mine).rowcount == 1


def _set(archive: Archive, telling: int, **values: Any) -> None:
    with archive.writing() as connection:
        connection.execute(update(Telling).where(Telling.id == telling).values(**values))


def _text(alarm: Alarm, name: str, number: str, words: str, now: datetime) -> None:
    """Into the stream of the sender, once for each `name`: from there on its guarantees hold, and
    an opt-out too."""
    desk = alarm.desk

    def work_out(loaded: Loaded) -> Commit:
        record = decode_record(loaded.session) if loaded.session else None
        send = Send(
            name, desk.cipher.encrypt(number), "", words, "alert", desk.flow.languages.first
        )
        first = record.session.seq if record else 0
        return Commit(
            after=loaded,
            reply="",
            session_id=record.session.id if record else "",
            payload=encode(TurnEntry(now, Channel.SMS, first, (), record)),
            session=encode(record) if record else None,
            quiet_at=desk.quiet_at(record.session) if record else None,
            due_at=record.session.follow.due_at if record else None,
            last_due=record.session.follow.last_due if record else 0.0,
            sends=[encode_send(send)],
        )

    commit_over(desk, contact_id(number, desk.contact_key), name, now.timestamp(), work_out)
