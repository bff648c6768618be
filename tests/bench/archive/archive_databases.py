"""The databases of the bench: SQLite files, and PostgreSQL where TEST_DATABASE_URL names a server
or one can be started."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
NO_SERVER = (
    "PostgreSQL was not measured: TEST_DATABASE_URL is not set, and no PostgreSQL server program"
    " was found here."
)
# Debian keeps them out of the way.
_DEBIAN = Path("/usr/lib/postgresql")

Make = Callable[[str], Archive]


def in_files(folder: Path) -> Make:
    """Makes an archive in a file of its own; `name` tells it from the others."""

    def make(name: str) -> Archive:
        return _migrated(address("", folder / name))

    return make


@contextmanager
def on_server(folder: Path) -> Iterator[Make | None]:
    """Makes an archive in a database of its own, gone at the end; None where there is no server."""
    if url := os.environ.get("TEST_DATABASE_URL", ""):
        with _databases(address(url, folder)) as make:
            yield make
    elif programs := _programs():
        with _started(programs, folder) as url, _databases(url) as make:
            yield make
    else:
        yield None


def _migrated(url: str) -> Archive:
    archive = Archive(url)
    migrate(archive)
    return archive


@contextmanager
def _databases(url: str) -> Iterator[Make]:
    server, made = make_url(url), []
    engine = create_engine(server, isolation_level="AUTOCOMMIT")

    def make(name: str) -> Archive:
        database = f"bench_{os.getpid()}_{name}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {database}")
        made.append(database)
        return _migrated(server.set(database=database).render_as_string(hide_password=False))

    try:
        yield make
    finally:
        with engine.connect() as connection:
            for database in made:
                connection.exec_driver_sql(f"DROP DATABASE {database} WITH (FORCE)")
        engine.dispose()


def _programs() -> Path | None:
    """Where the newest server's programs are."""
    found = shutil.which("initdb")
    on_debian = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return Path(found).resolve().parent if found else on_debian[-1].parent if on_debian else None


@contextmanager
def _started(programs: Path, folder: Path) -> Iterator[str]:
    """A server with the settings that it comes with, at a socket in `folder`."""
    home = folder / "postgresql"
    home.mkdir(mode=0o700)
    if os.getuid() == 0:  # as which it refuses to run
        shutil.chown(home, "postgres")
        folder.chmod(0o711)
    _run(
        programs / "initdb",
        f"--pgdata={home}/data",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
    )
    server = (programs / "pg_ctl", f"--pgdata={home}/data")
    _run(
        *server, f"--options=-k {home} -c listen_addresses=", f"--log={home}/log", "--wait", "start"
    )
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={home}"
    finally:
        _run(*server, "--mode=immediate", "stop")


def _run(*command: str | Path) -> None:
    before: Sequence[str] = ("runuser", "-u", "postgres", "--") if os.getuid() == 0 else ()
    subprocess.run([*before, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
