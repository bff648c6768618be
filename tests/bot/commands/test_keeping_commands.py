"""What is kept of people, at the command line: erased, held, purged; and refused in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.archive.database import Archive, address
from bot.archive.migrating import migrate
from bot.archive.models import Session
from bot.archive.staff_tables import Audit
from bot.cli import main
from bot.config.load_settings import load
from bot.redis.store import Store
from bot.wiring import put_together
from tests.archive.archiving import archive_all, rows
from tests.bot.sending import Person

PARENT = "(860) 555-0199"

Run = Callable[..., Result]


@pytest.fixture
def environ(tmp_path: Path, redis_url: str, store: Store) -> dict[str, str]:
    return {"DATA_DIR": str(tmp_path), "REDIS_URL": redis_url, "LOG_LEVEL": "error"}


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    def invoke(*arguments: str, said: str = "", **more: str) -> Result:
        return CliRunner(env=environ | more).invoke(main, list(arguments), input=said)

    return invoke


@pytest.fixture
def archive(environ: dict[str, str], redis_url: str) -> Archive:
    """In it a conversation of 200 days ago."""
    parts = put_together(load(environ))
    migrate(parts.archive)
    long_ago = parts.desk.clock() - timedelta(days=200)
    desk = replace(parts.desk, clock=lambda: long_ago)
    for words in ("hola", "1"):
        Person(desk).says(words)
    archive_all(desk, parts.archive, redis_url)
    return Archive(address("", Path(environ["DATA_DIR"])))


def left(archive: Archive) -> int:
    return len(rows(archive, Session))


def test_a_person_is_erased_by_their_number_once_it_is_confirmed(
    run: Run, archive: Archive
) -> None:
    assert run("erase", PARENT, said="n\n").exit_code == 1
    assert left(archive) == 1
    assert run("erase", PARENT, said="y\n").exit_code == 0
    assert left(archive) == 0
    assert "texts and calls from before" in run("erasures").output


def test_whoever_has_no_number_here_is_said_to_have_none(run: Run, archive: Archive) -> None:
    for number in ("555-0142", "(860) 555-0142"):
        told = run("erase", number, "--yes")
        assert (told.exit_code, left(archive)) == (1, 1)
        assert "Nobody has that number here: nothing was erased." in told.output


def test_the_audit_log_is_followed_to_its_end(run: Run, archive: Archive) -> None:
    assert run("hold", PARENT, "--reason", "court order").exit_code == 0
    checked = run("audit", "check")
    assert checked.exit_code == 0
    assert "In order: 1 lines." in checked.output
    with archive.writing() as connection:
        for trigger in ("audit_no_update", "audit_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.exec_driver_sql("UPDATE audit SET email = 'somebody@else'")
    assert run("audit", "check").exit_code == 1


def test_a_hold_refuses_it_with_its_reason_until_it_is_lifted(run: Run, archive: Archive) -> None:
    assert run("hold", PARENT, "--reason", "court order").exit_code == 0
    refused = run("erase", PARENT, "--yes")
    assert (refused.exit_code, left(archive)) == (1, 1)
    assert "court order" in refused.output
    assert run("hold", PARENT, "--reason", "over", "--lift").exit_code == 0
    assert run("erase", PARENT, "--yes").exit_code == 0


def test_nobody_is_held_who_is_not_there(run: Run, archive: Archive) -> None:
    for whom in ("860 555 0101", "f" * 32, "somebody"):
        told = run("hold", whom, "--reason", "court order")
        assert told.exit_code == 1
        assert "Traceback" not in told.output


def test_a_copy_is_for_its_owner(run: Run, archive: Archive, tmp_path: Path) -> None:
    copy = ("copy", PARENT, "--reason", "she asked for it")
    assert "hola" in run(*copy).output
    assert PARENT in run(*copy).output  # it is theirs
    assert json.loads(run(*copy, "--json").output)["conversations"][0]["turns"]
    assert run(*copy, "--out", str(tmp_path / "copy.txt")).exit_code == 0
    assert (tmp_path / "copy.txt").stat().st_mode & 0o777 == 0o600
    assert run("copy", PARENT).exit_code == 2  # without a reason
    told = [(row["action"], row["detail"]) for row in rows(archive, Audit)]
    assert told == [("copy made", {"reason": "she asked for it"})] * 4


def test_there_is_no_copy_of_nobody(run: Run, archive: Archive) -> None:
    told = run("copy", "860 555 0101", "--reason", "asked for")
    assert (told.exit_code, told.output) == (1, "Error: Nothing is kept about this person.\n")


def test_a_dry_run_says_what_a_purge_removes(run: Run, archive: Archive) -> None:
    assert (
        "Would remove 1 conversations, 2 turns"
        in run("purge", "--dry-run", RETENTION_DAYS="90").output
    )
    assert left(archive) == 1
    assert "Removed 1 conversations, 2 turns" in run("purge", RETENTION_DAYS="90").output
    assert left(archive) == 0


@pytest.mark.parametrize(
    ("arguments", "reason"), [((), "RETENTION_DAYS is 0"), (("--days", "7"), "still be taken up")]
)
def test_nothing_is_purged_by_mistake(
    run: Run, archive: Archive, arguments: tuple[str, ...], reason: str
) -> None:
    told = run("purge", *arguments)
    assert (told.exit_code, left(archive)) == (1, 1)
    assert reason in told.output
