"""The browsers of staff that may be pushed to: added and taken away by whoever sits at them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.accounts.audit import Action, Actor, record
from bot.alerts.escalation import AlertsRefused
from bot.alerts.web_push import is_service
from bot.archive.alert_tables import PushBrowser
from bot.archive.database import Archive
from bot.archive.staff_tables import Staff
from bot.archive.write.upsert import put

MOST_EACH = 5


def add(archive: Archive, actor: Actor, endpoint: str, now: datetime) -> None:
    """This browser is whoever's sits at it now. Raises AlertsRefused, ArchiveAway."""
    if not is_service(endpoint):
        raise AlertsRefused("This browser's push service is not known here.")
    mine = PushBrowser.staff_id == actor.staff_id
    with archive.writing() as connection:
        oldest = (
            select(PushBrowser.endpoint)
            .where(mine, PushBrowser.endpoint != endpoint)
            .order_by(PushBrowser.added.desc())
            .offset(MOST_EACH - 1)
        )
        spare = connection.execute(oldest).scalars().all()
        connection.execute(delete(PushBrowser).where(PushBrowser.endpoint.in_(spare)))
        row = {"endpoint": endpoint, "staff_id": actor.staff_id, "added": now}
        put(connection, PushBrowser, [row], ["staff_id", "added"])
        record(connection, actor, Action.ALERTS_SET, "", {"notifications": "on"}, now)


def remove(archive: Archive, actor: Actor, endpoint: str, now: datetime) -> None:
    mine = delete(PushBrowser).where(
        PushBrowser.endpoint == endpoint, PushBrowser.staff_id == actor.staff_id
    )
    with archive.writing() as connection:
        if connection.execute(mine).rowcount:
            record(connection, actor, Action.ALERTS_SET, "", {"notifications": "off"}, now)


def forget(connection: Connection, endpoint: str) -> None:
    """It is gone: nobody pushes to it again."""
    connection.execute(delete(PushBrowser).where(PushBrowser.endpoint == endpoint))


def by_email(connection: Connection) -> Mapping[str, list[str]]:
    """The browsers of each account that may sign in, by its e-mail address."""
    rows = (
        select(func.lower(Staff.email), PushBrowser.endpoint)
        .join_from(PushBrowser, Staff, Staff.id == PushBrowser.staff_id)
        .where(~Staff.disabled)
        .order_by(PushBrowser.added)
    )
    found: dict[str, list[str]] = {}
    for email, endpoint in connection.execute(rows):
        found.setdefault(email, []).append(endpoint)
    return found
