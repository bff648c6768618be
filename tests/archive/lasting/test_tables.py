"""The tables are those of the models, whichever the database; and what only grows cannot be
changed."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.archive.columns import Base
from bot.archive.database import Archive, ArchiveAway, ArchiveError, address
from bot.archive.migrating import is_current, migrate
from bot.archive.migrations import versions
from bot.archive.models import Contact
from bot.archive.staff_tables import Audit
from tests.archive.conftest import SERVER

NOW = datetime(2026, 11, 23, 15, 0, 0, 123456, UTC)


def _is_ours(_object: Any, name: str | None, *_: Any) -> bool:
    return not (name or "").startswith(
        ("turns_words", "turns_said", "ix_turns_words", "ix_turns_said", "alembic_version")
    )


def test_the_migrations_make_the_tables_of_the_models(archive: Archive) -> None:
    with archive.reading() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_several_may_migrate_at_once(database_url: str) -> None:
    archives = [Archive(database_url) for _ in range(3)]
    threads = [threading.Thread(target=migrate, args=(archive,)) for archive in archives]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(is_current(archive) for archive in archives)
    for archive in archives:
        archive.close()


def newest() -> str:
    return max(path.name[1:4] for path in Path(versions.__path__[0]).glob("v*.py"))


def test_an_archive_of_a_newer_version_is_refused(archive: Archive) -> None:
    for revision in ("999", newest()):
        with archive.writing() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
        if revision == "999":
            assert not is_current(archive)
            with pytest.raises(ArchiveError, match="newer version"):
                migrate(archive)


def test_times_come_back_aware_and_exact(archive: Archive) -> None:
    eastern = NOW.astimezone()
    with archive.session() as session:
        session.add(Contact(id="a" * 24, created=eastern))
    with archive.session() as session:
        contact = session.get_one(Contact, "a" * 24)
        assert contact.created == NOW
        assert contact.created.tzinfo is UTC


CHANGES: dict[str, Any] = {
    "update": update(Audit).values(action="nothing"),
    "delete": delete(Audit),
}
if not SERVER:  # SQLite alone has a third way
    CHANGES["replace"] = (
        insert(Audit).prefix_with("OR REPLACE").values(id=1, at=NOW, action="nothing")
    )


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_audit_log_only_grows(archive: Archive, change: Any) -> None:
    with archive.writing() as connection:
        connection.execute(insert(Audit).values(at=NOW, action="test"))
    with pytest.raises(IntegrityError, match="only grows"), archive.writing() as connection:
        connection.execute(change)
    with archive.reading() as connection:
        assert connection.execute(select(Audit.action)).scalars().first() == "test"


def test_a_transaction_that_fails_leaves_nothing(archive: Archive) -> None:
    row = {"id": "b" * 24, "created": NOW}
    with pytest.raises(IntegrityError), archive.writing() as connection:
        connection.execute(insert(Contact), [row, row])
    with archive.reading() as connection:
        assert connection.execute(select(Contact.id)).all() == []


def test_a_database_that_is_not_there_is_away() -> None:
    nowhere = Archive(
        "postgresql+psycopg://127.0.0.1:1/none" if SERVER else "sqlite:////nowhere/at/all.db"
    )
    with pytest.raises(ArchiveAway, match="OperationalError"), nowhere.reading():
        pass


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("", "sqlite:////data/archive.db"),
        ("sqlite:////data/other.db", "sqlite:////data/other.db"),
        ("postgres://me:secret@db/intake", "postgresql+psycopg://me:secret@db/intake"),
        (
            "postgresql://db/intake?sslmode=require",
            "postgresql+psycopg://db/intake?sslmode=require",
        ),
        ("postgresql+psycopg://db/intake", "postgresql+psycopg://db/intake"),
    ],
)
def test_the_address_is_what_the_setting_says(url: str, used: str, tmp_path: Any) -> None:
    assert address(url, type(tmp_path)("/data")) == used
