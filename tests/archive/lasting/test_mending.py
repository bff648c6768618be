"""An archive whose last words had been moved by the end and by staff is mended when it is brought
up to date."""

from __future__ import annotations

from alembic import command
from sqlalchemy import select, text

from bot.archive import migrating
from bot.archive.database import Archive
from bot.archive.models import Session


def test_what_is_stored_is_mended(database_url: str) -> None:
    """An archive of before: its last words had been moved by the end and by staff."""
    archive, config = Archive(database_url), migrating._config()
    with archive.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "006")
        for statement in OLD:
            connection.execute(text(statement))
    migrating.migrate(archive)
    with archive.reading() as connection:
        row = connection.execute(select(Session.last_at, Session.acted_at)).one()
        program = connection.exec_driver_sql("SELECT last_at FROM session_programs").scalar_one()
    archive.close()
    assert [at.isoformat()[:16] for at in row] == ["2026-10-02T09:00", "2026-10-04T12:00"]
    assert str(program)[:16] == "2026-10-02 09:00"


_PERSON = "cccccccccccccccccccccccc"
OLD = (
    (
        "INSERT INTO contacts (id, number, epoch, opted_out, opted_entry, legal_hold, created)"
        f" VALUES ('{_PERSON}', '', 0, false, 0, false, '2026-10-02 08:00:00')"
    ),
    (
        "INSERT INTO sessions (id, contact_id, epoch, simulated, opened, last_at, channels,"
        " language, town, stage, step, status, disposition, keyword, flow_version, seq, programs,"
        f" programs_seq, safety, record, legal_hold, reviewed_at) VALUES ('one', '{_PERSON}', 0,"
        " false, '2026-10-02 08:00:00.000000', '2026-11-01 09:00:00.000000', 'sms', 'en', '', '',"
        " 'stage', 'expired', 'abandoned', '', 1, 9, '[\"wic\"]', 8, false, '{}', false,"
        " '2026-10-04 12:00:00.000000')"
    ),
    (
        "INSERT INTO session_programs (session_id, program, last_at) VALUES ('one', 'wic',"
        " '2026-11-01 09:00:00.000000')"
    ),
    *(
        "INSERT INTO facts (session_id, seq, turn, at, channel, kind, step, key, simulated)"
        f" VALUES ('one', {seq}, {seq}, '{at}.000000', 'sms', '{kind}', '', '{key}', false)"
        for seq, (at, kind, key) in enumerate(
            (
                ("2026-10-02 08:00:00", "InputReceived", "text"),
                ("2026-10-02 09:00:00", "InputReceived", "text"),
                ("2026-10-02 09:30:00", "InputReceived", "hangup"),
                ("2026-10-03 10:00:00", "HoldTaken", ""),
                ("2026-10-05 10:00:00", "HoldEnded", "time"),
                ("2026-11-01 09:00:00", "SessionEnded", "abandoned"),
            )
        )
    ),
)
