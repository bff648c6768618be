"""An archive of its own for each module of tests: SQLite, or on TEST_DATABASE_URL's server a
database made for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url

from bot.archive.columns import Base
from bot.archive.database import Archive, address
from bot.archive.migrating import migrate

SERVER = os.environ.get("TEST_DATABASE_URL", "")


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh, empty database."""
    folder = tmp_path_factory.mktemp("archive")
    if not SERVER:
        yield address("", folder)
        return
    server, name = make_url(address(SERVER, folder)), f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="module")
def migrated(database_url: str) -> Iterator[Archive]:
    archive = Archive(database_url)
    migrate(archive)
    yield archive
    archive.close()


@pytest.fixture
def archive(migrated: Archive) -> Archive:
    """The archive with its tables, and nothing in them but the audit log, which nobody can
    empty."""
    with migrated.writing() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != "audit":
                connection.execute(table.delete())
    return migrated
