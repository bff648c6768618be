"""Who is on call, in which order, and how often and when they are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, delete, func, insert, select, update

from bot.accounts.audit import Action, Actor, record
from bot.archive.alert_tables import AlertRules, OnCall
from bot.archive.database import Archive
from bot.archive.write.upsert import put
from bot.config import value_kinds as kinds
from bot.contacts import Cipher, CipherError, mask
from bot.office import ZONE

EMAIL, TEXT, PUSH = "email", "text", "push"
MOST_PEOPLE = 10
_ADDRESS = re.compile(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:]{1,189}")
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class AlertsRefused(ValueError):
    """Cannot be set so; the message says why."""


class Rules(Struct, frozen=True):
    """`repeat_minutes` lie between two rounds; after `climb_after` rounds the next on the list is
    told too."""

    repeat_minutes: int = 5
    climb_after: int = 2
    quiet_from: str = "21:00"
    quiet_until: str = "07:00"
    on: bool = True

    def quiet_end(self, now: datetime) -> datetime | None:
        """When the quiet hours end that it is now in; None outside of them."""
        begins, ends = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until)
        local = now.astimezone(ZONE)
        clock = local.time().replace(second=0, microsecond=0)
        inside = (
            begins <= clock < ends
            if begins < ends
            else begins != ends and (clock >= begins or clock < ends)
        )
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if clock >= ends else 0)
        return datetime.combine(day, ends, ZONE).astimezone(now.tzinfo)


class Person(Struct, frozen=True):
    """Somebody on the list; `number` is encrypted, `masked` is how it is shown. `browsers` are
    those of the account with this e-mail."""

    id: int
    name: str
    email: str
    number: str
    masked: str
    browsers: Sequence[str] = ()

    @property
    def ways(self) -> Sequence[tuple[str, str]]:
        """The channels by which they are told, with the address for each."""
        ways = ((TEXT, self.number), (EMAIL, self.email))
        return [*((way, at) for way, at in ways if at), *((PUSH, at) for at in self.browsers)]


def rules(connection: Connection) -> Rules:
    row = connection.execute(select(AlertRules.__table__)).first()
    return (
        Rules(**{name: getattr(row, name) for name in Rules.__struct_fields__}) if row else Rules()
    )


def people(connection: Connection, cipher: Cipher) -> list[Person]:
    rows = connection.execute(select(OnCall.__table__).order_by(OnCall.position, OnCall.id))
    return [
        Person(row.id, row.name, row.email, row.number, _masked(cipher, row.number)) for row in rows
    ]


def _masked(cipher: Cipher, number: str) -> str:
    try:
        return mask(cipher.decrypt(number)) if number else ""
    except CipherError:
        return "not readable"


def set_rules(archive: Archive, actor: Actor, wanted: Rules, now: datetime) -> None:
    """Raises AlertsRefused, ArchiveAway."""
    if not (1 <= wanted.repeat_minutes <= 60 and 1 <= wanted.climb_after <= 10):
        raise AlertsRefused(
            "Repeat every 1 to 60 minutes, and tell the next person after 1 to 10 rounds."
        )
    if not all(_HOUR.fullmatch(hour) for hour in (wanted.quiet_from, wanted.quiet_until)):
        raise AlertsRefused("Write the quiet hours like 21:00.")
    values = msgspec.structs.asdict(wanted)
    with archive.writing() as connection:
        put(connection, AlertRules, [{"id": 1, **values}], list(values))
        record(connection, actor, Action.ALERTS_SET, "", values, now)


def add(
    archive: Archive,
    cipher: Cipher,
    actor: Actor,
    name: str,
    email: str,
    number: str,
    now: datetime,
) -> None:
    """At the end of the list. Raises AlertsRefused, ArchiveAway."""
    name, email, number = " ".join(name.split())[:80], email.strip().lower(), number.strip()
    if not name or not (email or number):
        raise AlertsRefused("Give a name, and an e-mail address or a number for texts.")
    if email and not _ADDRESS.fullmatch(email):
        raise AlertsRefused("The e-mail address must be like ana@hartford.gov.")
    encrypted = cipher.encrypt(_phone(number)) if number else ""
    with archive.writing() as connection:
        count, last = connection.execute(select(func.count(), func.max(OnCall.position))).one()
        if count >= MOST_PEOPLE:
            raise AlertsRefused(f"{MOST_PEOPLE} people are the most.")
        row = {"position": (last or 0) + 1, "name": name, "email": email, "number": encrypted}
        connection.execute(insert(OnCall).values(**row))
        record(connection, actor, Action.ALERTS_SET, "", {"added": name}, now)


def _phone(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    try:
        return str(kinds.phone(number if number.startswith("+") else f"+1{digits[-10:]}"))
    except ValueError:
        raise AlertsRefused(
            "That is not a telephone number. Write it like (860) 555-0142."
        ) from None


def remove(archive: Archive, actor: Actor, person: int, now: datetime) -> None:
    with archive.writing() as connection:
        name = connection.execute(
            delete(OnCall).where(OnCall.id == person).returning(OnCall.name)
        ).scalar()
        if name:
            record(connection, actor, Action.ALERTS_SET, "", {"removed": name}, now)


def first(archive: Archive, actor: Actor, person: int, now: datetime) -> None:
    """From now on they are told first."""
    with archive.writing() as connection:
        lowest = connection.execute(select(func.min(OnCall.position))).scalar() or 0
        moved = (
            update(OnCall)
            .where(OnCall.id == person)
            .values(position=lowest - 1)
            .returning(OnCall.name)
        )
        if name := connection.execute(moved).scalar():
            record(connection, actor, Action.ALERTS_SET, "", {"first": name}, now)
