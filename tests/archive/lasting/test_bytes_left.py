"""What of an erased conversation is left in PostgreSQL's files, as docs/decisions/005 says: its
tables hold the bytes until they are written anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.archive.database import Archive
from bot.archive.models import Session, Turn
from bot.archive.write.contact_erasure import erase
from bot.redis.store import Store
from tests.archive.archiving import archive_all, rows
from tests.bench.archive.archive_databases import on_server
from tests.bot.sending import Person
from tests.playing.desks import make_desk

WORDS = "zanzibar lighthouse kaleidoscope"


def files_with(home: Path, words: str) -> list[Path]:
    """The files of tables and indexes that hold these words."""
    found = (path for path in (home / "data" / "base").rglob("*") if path.is_file())
    return [path for path in found if words.encode() in path.read_bytes()]


def by_itself(archive: Archive, statement: str) -> None:
    with archive.engine.connect() as connection:
        alone: Connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql(statement)


def test_full_vacuum_leaves_no_word_of_whoever_was_erased_in_the_tables(
    store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)  # a server whose files can be read
    with tempfile.TemporaryDirectory(prefix="bytes-") as name, on_server(Path(name)) as make:
        if make is None:  # no PostgreSQL on this machine: there is nothing to say of it
            return
        archive, home = make("bytes"), Path(name) / "postgresql"
        try:
            desk = make_desk(store, Path(name))
            parent = Person(desk)
            for text in ("hi", f"thank you {WORDS}"):
                parent.says(text)
            archive_all(desk, archive, redis_url)
            by_itself(archive, "CHECKPOINT")
            assert files_with(home, WORDS)
            with archive.writing() as connection:
                erase(connection, parent.contact, 1, desk.clock(), "contact")
            assert (rows(archive, Session), rows(archive, Turn)) == ([], [])
            by_itself(archive, "VACUUM FULL")
            by_itself(archive, "CHECKPOINT")
            assert files_with(home, WORDS) == []
        finally:
            archive.close()
