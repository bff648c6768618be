"""Runs the Alembic migrations, under a lock, up to the schema of this version."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.archive.database import Archive, ArchiveError

if TYPE_CHECKING:  # a quarter of a second, which the web processes have no use for
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_LOCK = 0x1A7A4E  # any number, the same in every process


def migrate(archive: Archive) -> None:
    """Make the tables what this version needs; several may try at once. Raises ArchiveAway;
    ArchiveError on a newer archive."""
    if archive.is_sqlite and (file := archive.engine.url.database):
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    with archive.writing() as connection:
        if not archive.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        at = _revision(connection)
        if at is not None and at not in _known():
            raise ArchiveError(
                "The archive was made by a newer version of this program: run that one."
            )
        config = _config()
        config.attributes["connection"] = connection
        from alembic import command

        command.upgrade(config, "head")


def is_current(archive: Archive) -> bool:
    """Whether the tables are those of this version. Raises ArchiveAway."""
    with archive.reading() as connection:
        return _revision(connection) == _scripts().get_current_head()


def _revision(connection: Any) -> str | None:
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "bot.archive:migrations")
    return config


@cache
def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}
