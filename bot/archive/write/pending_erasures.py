"""Work queue (SQL table) of erasures at Twilio and in SQLite's free pages, with leases and
retries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.archive.database import Archive, told_plainly
from bot.archive.erasure_table import Erasure

# Twilio deletes no text that it may still be busy with. Source:
# https://www.twilio.com/docs/api/errors/20009
FIRST_AFTER = timedelta(minutes=2)
_LEASE = timedelta(minutes=10)  # so long a worker has one to itself


def queue(
    connection: Connection, contact: str, number: str, references: Iterable[str], at: datetime
) -> None:
    """Have this person's texts and calls erased, and these recordings, as far as they are from
    before `at`."""
    same = {
        "contact_id": contact,
        "before": at,
        "next_at": at + FIRST_AFTER,
        "tries": 0,
        "error": "",
    }
    rows = [same | {"number": number, "reference": ""}]
    rows += [same | {"number": "", "reference": reference} for reference in references]
    connection.execute(insert(Erasure), rows)


def queue_recordings(
    connection: Connection, found: Iterable[tuple[str, str]], at: datetime
) -> None:
    """Have recordings erased, each given as its contact and its reference."""
    same = {"number": "", "before": at, "next_at": at, "tries": 0, "error": ""}
    if rows := [
        same | {"contact_id": contact, "reference": reference} for contact, reference in found
    ]:
        connection.execute(insert(Erasure), rows)


def take(archive: Archive, now: datetime, most: int = 20) -> Sequence[Any]:
    """Leases what is due, oldest first: no other worker gets it until the lease ends. Raises
    ArchiveAway."""
    with archive.writing() as connection:
        due = select(Erasure.id).where(Erasure.next_at <= now).order_by(Erasure.next_at).limit(most)
        ids = connection.execute(due.with_for_update(skip_locked=True)).scalars().all()
        mine = update(Erasure).where(Erasure.id.in_(ids)).values(next_at=now + _LEASE)
        return connection.execute(mine.returning(Erasure.__table__)).all() if ids else ()


def done(connection: Connection, erasure: int) -> None:
    connection.execute(delete(Erasure).where(Erasure.id == erasure))


def put_off(archive: Archive, erasure: int, until: datetime, error: str) -> None:
    """Schedules a retry. Raises ArchiveAway."""
    again = update(Erasure).where(Erasure.id == erasure)
    with archive.writing() as connection:
        connection.execute(again.values(next_at=until, tries=Erasure.tries + 1, error=error))


def waiting(archive: Archive) -> Sequence[Any]:
    """All that is not done yet, with how often it was tried and why it failed. Raises
    ArchiveAway."""
    columns = (
        Erasure.id,
        Erasure.contact_id,
        Erasure.reference,
        Erasure.before,
        Erasure.next_at,
        Erasure.tries,
        Erasure.error,
    )
    with archive.reading() as connection:
        return connection.execute(select(*columns).order_by(Erasure.before, Erasure.id)).all()


def scrub(archive: Archive) -> bool:
    """Purges deleted text from SQLite's files: rebuilds the FTS index, vacuums, truncates the
    write-ahead log.

    In PostgreSQL's files the bytes of a deleted row stay until a page is used again or `VACUUM
    FULL` has written its table anew, which locks it: that is left to whoever operates it. False if
    a reader keeps the log from being truncated: try again.
    Raises ArchiveAway.
    """
    if not archive.is_sqlite:
        return True
    with archive.writing() as connection:
        for index in ("turns_words", "turns_said"):
            connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    with (
        told_plainly(),
        archive.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
    ):
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    return not busy
