"""An archive with conversations in it is brought up to date, and they are found as those that come
later."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import Connection

from bot.archive import migrating
from bot.archive.database import Archive
from bot.archive.migrating import migrate
from bot.archive.read.lists import listing
from bot.archive.read.lists.filters import Wanted

CONTACT = (
    "INSERT INTO contacts (id, number, epoch, opted_out, opted_entry, legal_hold, created)"
    " VALUES {}"
)
SESSION = (
    "INSERT INTO sessions (id, contact_id, epoch, simulated, opened, last_at, channels, language,"
    " town, stage, step, status, disposition, keyword, flow_version, seq, programs, programs_seq,"
    " safety, record, legal_hold) VALUES {}"
)


def before_programs_had_a_table(connection: Connection) -> None:
    person = "'cccccccccccccccccccccccc'"
    connection.exec_driver_sql(
        CONTACT.format(f"({person}, '', 0, false, 0, false, '2026-11-23 15:00:00')")
    )
    times = "'2026-11-23 15:00:00.000000', '2026-11-23 15:00:0{}.000000'"
    for place, (name, programs) in enumerate(
        {"one": '["wic", "iap"]', "two": "[]", "three": '["wic"]'}.items()
    ):
        words = "'sms', 'en', 'Hartford', 'pregnant', 'results', 'completed', 'matched', ''"
        row = (
            f"('{name}', {person}, 0, false, {times.format(place)}, {words}, 1, 9, '{programs}', 8,"
            " false, '{}', false)"
        )
        connection.exec_driver_sql(SESSION.format(row))


@pytest.fixture
def old(database_url: str) -> Archive:
    """The archive as revision 004 had it."""
    archive, config = Archive(database_url), migrating._config()
    with archive.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "004")
        before_programs_had_a_table(connection)
    return archive


def test_conversations_from_before_are_found_by_their_programs(old: Archive) -> None:
    migrate(old)
    with old.reading() as connection:
        found = {
            program: [
                row.id for row in listing.read(connection, Wanted(program=program), None, 10).rows
            ]
            for program in ("wic", "iap", "miop")
        }
    old.close()
    assert found == {"wic": ["three", "one"], "iap": ["one"], "miop": []}
