"""`intake export`: the same files as in the console, to a file or into a pipe, and written down."""

from __future__ import annotations

import getpass
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.archive.database import Archive, address
from bot.archive.export.csv_cells import BOM
from bot.archive.migrating import migrate
from bot.archive.staff_tables import Audit
from bot.cli import main
from bot.config.load_settings import load
from bot.redis.store import Store
from bot.wiring import put_together
from tests.archive.archiving import archive_all
from tests.bot.sending import Person

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, redis_url: str, store: Store) -> Run:
    """After a conversation of two turns."""
    environ = {"DATA_DIR": str(tmp_path), "REDIS_URL": redis_url, "LOG_LEVEL": "error"}
    parts = put_together(load(environ))
    migrate(parts.archive)
    for words in ("hola", "=1+1"):
        Person(parts.desk).says(words)
    archive_all(parts.desk, parts.archive, redis_url)
    return lambda *arguments: CliRunner(env=environ).invoke(main, ["export", *arguments])


def written_down(folder: Path) -> list[tuple[object, ...]]:
    with Archive(address("", folder)).reading() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                select(Audit.email, Audit.target, Audit.detail).order_by(Audit.id)
            )
        ]


def test_turns_come_out_as_csv_and_nothing_else(run: Run) -> None:
    told = run("turns")
    assert told.exit_code == 0
    lines = told.stdout.removeprefix(BOM).splitlines()
    assert lines[0] == "conversation,turn,at,channel,language,step,heard,said,events"
    assert any(",'=1+1," in line for line in lines)
    assert told.stderr.endswith("2 rows.\n")


def test_a_file_is_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    assert (
        run("conversations", "--format", "jsonl", "--language", "es", "--out", str(file)).exit_code
        == 0
    )
    assert file.read_bytes().count(b"\n") == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--since", "2999-01-01"], 0),
        (["--until", "2999-01-01"], 1),
        (["--language", "en"], 0),
        (["--words", "hola"], 1),
    ],
)
def test_the_options_choose(run: Run, arguments: list[str], count: int) -> None:
    assert run("conversations", *arguments).stderr.endswith(f"{count} rows.\n")


def test_numbers_come_in_full_with_their_reason(run: Run, tmp_path: Path) -> None:
    assert "***" in run("conversations").stdout
    assert "(860) 555-0199" in run("conversations", "--numbers", "a court asks for it").stdout
    who = f"{getpass.getuser()} (command line)"
    taken = {"count": 1, "format": "csv"}
    assert written_down(tmp_path) == [
        (who, "conversations", taken),
        (who, "conversations", taken | {"numbers": "in full", "reason": "a court asks for it"}),
    ]
