"""Database engine and transactions, with one error (ArchiveAway) for every way in which the
database cannot be used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

FILE = "archive.db"
AUDIT_KEY = "audit_key"  # the execution option of every connection
_CONNECT_SECONDS = 3
_LOCK_SECONDS = 5
# Its pages are short walks along an index: workers beside one would take longer to begin than it
# takes.
_OPTIONS = f"-c lock_timeout={_LOCK_SECONDS}s -c max_parallel_workers_per_gather=0"
# What a dead network may cost before a statement is given up; a slow answer is waited for.
_KEEPALIVES = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class ArchiveAway(Exception):
    """The database cannot be used now. Names the kind of failure only, never what was being
    written."""


class ArchiveError(ValueError):
    """The archive cannot be used as it is; the message says what to do."""


def address(database_url: str, data_dir: Path) -> str:
    """DATABASE_URL as SQLAlchemy reads it; where there is none, a file in DATA_DIR."""
    scheme, mark, rest = database_url.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return f"{scheme}{mark}{rest}" if database_url else f"sqlite:///{data_dir / FILE}"


class Archive:
    """Connections to one database, made when they are needed. To be made in the process that uses
    it.

    `audit_key` is that of the chain of the audit log (bot.archive.audit_chain).
    """

    def __init__(self, url: str, audit_key: bytes = b"") -> None:
        self.is_sqlite = url.startswith("sqlite")
        options: dict[str, Any] = {
            "json_serializer": _dump,
            "json_deserializer": json.loads,
            "pool_timeout": _CONNECT_SECONDS,
        }
        options["execution_options"] = {AUDIT_KEY: audit_key}
        options["hide_parameters"] = True  # an error would quote what was said
        if self.is_sqlite:
            self.engine = create_engine(
                url, connect_args={"timeout": _LOCK_SECONDS, "isolation_level": None}, **options
            )
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            connect = {"connect_timeout": _CONNECT_SECONDS, "options": _OPTIONS, **_KEEPALIVES}
            self.engine = create_engine(url, connect_args=connect, pool_pre_ping=True, **options)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is kept at the end, or not at all. Raises ArchiveAway."""
        with told_plainly(), self.engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One moment's view, without keeping writers out. Raises ArchiveAway."""
        with told_plainly(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction with mapped objects, kept at the end. Raises ArchiveAway."""
        with self.writing() as connection, Session(connection, expire_on_commit=False) as session:
            yield session
            session.flush()

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def told_plainly() -> Iterator[None]:
    """Translates connection and operational errors to ArchiveAway; integrity and data errors pass
    as they are."""
    try:
        yield
    except (DataError, IntegrityError):
        raise
    except DBAPIError as error:
        raise ArchiveAway(type(error.orig).__name__) from None
    except NoConnection:
        raise ArchiveAway("no connection left") from None


def _dump(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """A writer keeps no reader waiting; what was written stays written, since Redis lets go of it.
    Without recursive triggers a row of the audit log could be replaced."""
    pragmas = (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "recursive_triggers = ON",
    )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once: one that had only read would be refused when it begins to
    write."""
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    )
