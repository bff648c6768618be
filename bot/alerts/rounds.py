"""Whom the next round of an alert tells: the first on the list, and after some rounds the next one
too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection, insert, select, update

from bot.alerts.alert_kinds import ALWAYS
from bot.alerts.browsers import by_email
from bot.alerts.escalation import Person, Rules
from bot.archive.alert_tables import INTENDED, Alert, Telling
from bot.contacts import Cipher

AT_ONCE = 50
# After so many rounds nobody answers soon: then once an hour, so that it is never given up.
OFTEN, SELDOM = 24, timedelta(hours=1)


def begin_rounds(
    connection: Connection, cipher: Cipher, rules: Rules, people: Sequence[Person], now: datetime
) -> int:
    """Writes down whom each alert that is due tells now, before anybody is; how many tellings.

    In the caller's transaction: who is killed after it has lost none, and none is written down
    twice.
    """
    if not (rules.on and people):
        return 0
    due = select(Alert.id, Alert.kind, Alert.rounds).where(
        Alert.taken_at.is_(None), Alert.closed_at.is_(None)
    )
    due = (
        due.where(Alert.next_at <= now)
        .order_by(Alert.next_at, Alert.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    told, browsers = 0, by_email(connection)
    for alert in connection.execute(due).all():
        quiet = None if alert.kind in ALWAYS else rules.quiet_end(now)
        if quiet:
            _put_off(connection, alert.id, quiet)
            continue
        rows = _tellings(cipher, alert, rules, people, browsers, now)
        connection.execute(insert(Telling), rows)
        again = now + (timedelta(minutes=rules.repeat_minutes) if alert.rounds < OFTEN else SELDOM)
        connection.execute(
            update(Alert).where(Alert.id == alert.id).values(rounds=alert.rounds + 1, next_at=again)
        )
        told += len(rows)
    return told


def _tellings(
    cipher: Cipher,
    alert: Any,
    rules: Rules,
    people: Sequence[Person],
    browsers: Mapping[str, Sequence[str]],
    now: datetime,
) -> list[dict[str, Any]]:
    climbed = [
        replace(person, browsers=browsers.get(person.email, ()))
        for person in people[: 1 + alert.rounds // rules.climb_after]
    ]
    return [
        telling(cipher, alert.id, alert.rounds, person, way, at, now)
        for person in climbed
        for way, at in person.ways
    ]


def telling(
    cipher: Cipher, alert: int, number: int, person: Person, way: str, at: str, now: datetime
) -> dict[str, Any]:
    """A row of the ledger. A number comes encrypted already, an e-mail address does not."""
    target = at if at == person.number else cipher.encrypt(at)
    same = {
        "alert_id": alert,
        "round": number,
        "channel": way,
        "name": person.name,
        "target": target,
    }
    return same | {"at": now, "try_at": now, "tries": 0, "state": INTENDED, "error": ""}


def _put_off(connection: Connection, alert: int, until: datetime) -> None:
    connection.execute(update(Alert).where(Alert.id == alert).values(next_at=until))
