"""Runs the Alembic migrations, under a lock, up to the schema of this version."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.archive.database import Archive, ArchiveError

_LOCK = 0x1A7A4E  # any number, the same in every process


def migrate(archive: Archive) -> None:
    """Make the tables what this version needs; several may try at once. Raises ArchiveAway; ArchiveError on a newer archive."""
    if archive.is_sqlite and (file := archive.engine.url.database):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    with archive.writing() as connection:
        if not archive.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        at = MigrationContext.configure(connection).get_current_revision()
        if at is not None and at not in _known():
            raise ArchiveError("The archive was made by a newer version of this program: run that one.")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(archive: Archive) -> bool:
    """Whether the tables are those of this version. Raises ArchiveAway."""
    with archive.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _scripts().get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.archive:migrations")
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}
