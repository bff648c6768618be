"""The audit log as a chain: each line carries a keyed hash of itself and of the hash before it.

Whoever has the database but not CONTACT_KEY can change, take out or put in no line without `intake
audit check` finding it.
What it cannot find by itself is that the newest lines were cut off: for that it prints how the log
ends, to be compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.archive.database import AUDIT_KEY
from bot.archive.staff_tables import Audit

START = ""
_LOCK = 0xA0D17  # any number, the same in every process
_TOLD = ("at", "staff_id", "email", "action", "target", "detail", "address", "origin")
AT_ONCE = 1000


def append(connection: Connection, **line: Any) -> None:
    """One more line, in the caller's transaction; of the same `origin` there is one only."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    whole = {
        "staff_id": None,
        "email": "",
        "target": "",
        "detail": {},
        "address": "",
        "origin": None,
        **line,
    }
    if (
        whole["origin"]
        and connection.execute(select(Audit.id).where(Audit.origin == whole["origin"])).first()
    ):
        return
    before = (
        connection.execute(select(Audit.hash).order_by(Audit.id.desc()).limit(1)).scalar() or START
    )
    key = connection.get_execution_options().get(AUDIT_KEY, b"")
    connection.execute(insert(Audit).values(**whole, hash=hash_of(key, before, whole)))


def hash_of(key: bytes, before: str, line: Mapping[str, Any]) -> str:
    """The hash of a line behind one with the hash `before`: 64 hexadecimal digits."""
    told = json.dumps(
        [before, *(_plain(line[name]) for name in _TOLD)], sort_keys=True, ensure_ascii=True
    )
    return blake2b(told.encode(), key=key, digest_size=32, person=b"audit").hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


class Broken(ValueError):
    """The log was changed behind its back, at the line with this number."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"The audit log was changed at line {line}, or taken from there: it does not follow"
            " from the line before it."
        )
        self.line = line


def check(connection: Connection) -> tuple[int, str]:
    """How many lines there are, and the hash of the last. Raises Broken."""
    key, before, count = connection.get_execution_options().get(AUDIT_KEY, b""), START, 0
    for row in _lines(connection):
        if row.hash != hash_of(key, before, row._mapping):
            raise Broken(row.id)
        before, count = row.hash, count + 1
    return count, before


def _lines(connection: Connection) -> Iterator[Any]:
    last = 0
    while rows := connection.execute(
        select(Audit.__table__).where(Audit.id > last).order_by(Audit.id).limit(AT_ONCE)
    ).all():
        yield from rows
        last = rows[-1].id


def holds(connection: Connection, ends: str) -> bool:
    """Whether there is a line with this hash."""
    return (
        connection.execute(select(Audit.id).where(Audit.hash == ends).limit(1)).first() is not None
    )
