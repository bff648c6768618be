"""A raw SQL connection cannot rewrite the audit log unseen: each line carries the hash of the one
before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.accounts.audit import Action, Actor, record
from bot.archive import audit_chain
from bot.archive.audit_chain import Broken
from bot.archive.database import Archive
from bot.archive.migrating import migrate

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LET_GO = {
    True: ("DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"),
    False: ("ALTER TABLE audit DISABLE TRIGGER audit_only_grows",),
}


@pytest.fixture
def kept(database_url: str) -> Iterator[Archive]:
    archive = Archive(database_url, b"a key of its own")
    migrate(archive)
    yield archive
    archive.close()


def check(archive: Archive) -> tuple[int, str]:
    with archive.reading() as connection:
        return audit_chain.check(connection)


def test_a_line_that_is_changed_taken_out_or_put_in_is_found(kept: Archive) -> None:
    with kept.writing() as connection:
        for number in range(4):
            detail = {"words": number, "found": 1.5, "to": "Ana Ñ"}
            record(
                connection,
                Actor(None, "ana@example.org", "192.0.2.1"),
                Action.SEARCHED,
                f"t{number}",
                detail,
                NOW,
            )
    count, ends = check(kept)
    assert (count, len(ends)) == (4, 64)
    with kept.writing() as connection:
        for statement in LET_GO[kept.is_sqlite]:
            connection.exec_driver_sql(statement)
    for attack, line in (
        ("UPDATE audit SET email = 'ben@example.org' WHERE target = 't2'", 3),
        ("DELETE FROM audit WHERE target = 't1'", 3),
        (
            (
                "INSERT INTO audit (id, at, email, action, target, detail, address, hash) SELECT"
                " 99, at, email, action, 't9', detail, address, hash FROM audit WHERE target = 't3'"
            ),
            99,
        ),
    ):
        with kept.engine.connect() as connection:
            transaction = connection.begin()
            connection.exec_driver_sql(attack)
            with pytest.raises(Broken) as broken:
                audit_chain.check(connection)
            assert broken.value.line == line
            transaction.rollback()
    with kept.reading() as connection:
        assert audit_chain.holds(connection, ends)
    other = Archive(kept.engine.url.render_as_string(hide_password=False), b"another key")
    with pytest.raises(Broken):
        check(other)
    other.close()
