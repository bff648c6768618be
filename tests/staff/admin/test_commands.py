"""`intake staff`: accounts from the command line, and the first one of all."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.accounts import accounts, sign_in
from bot.accounts.audit import Filter, read
from bot.archive.database import Archive
from bot.cli import main
from bot.commands.staff import FIRST_EMAIL, first_account

ANA = "ana@example.org"


@pytest.fixture
def run(tmp_path: Path, archive: Archive, database_url: str):
    def invoke(*arguments: str):
        environ = {"DATA_DIR": str(tmp_path), "DATABASE_URL": database_url}
        return CliRunner(env=environ).invoke(main, ["staff", *arguments])

    return invoke


def signs_in(archive: Archive, password: str, email: str = ANA) -> bool:
    return sign_in.check_password(archive, email, password, "", datetime.now(UTC)) is not None


def told(output: str) -> str:
    found = re.search(r"password ([a-z2-9-]{19})\n", output)
    assert found
    return found[1]


def test_an_account_from_its_beginning_to_its_end(run, archive: Archive) -> None:
    password = told(
        run("add", "Ana@Example.org", "--name", "Ana", "--role", "administrator").output
    )
    assert signs_in(archive, password)
    run("add", "luz@example.org", "--name", "Luz", "--role", "administrator")
    assert "reviewer now" in run("role", ANA, "reviewer").output
    assert "ana@example.org\tAna\treviewer\tno codes\tenabled" in run("list").output
    assert "cannot sign in" in run("disable", ANA).output
    assert not signs_in(archive, password)
    assert "can sign in again" in run("enable", ANA).output
    fresh = told(run("reset", ANA).output)
    assert (signs_in(archive, password), signs_in(archive, fresh)) == (False, True)
    rows = read(archive, Filter(target=ANA), None, 5)
    written = [(row.action, row.email.endswith("(command line)"), row.staff_id) for row in rows]
    done = ["account reset", "account enabled", "account disabled", "role changed", "account added"]
    assert written == [(action, True, None) for action in done]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("disable", "nobody@example.org"), "There is no account nobody@example.org."),
        (("add", "nobody", "--name", "N"), "must be like"),
        (("role", ANA, "king"), "Invalid value"),
    ],
)
def test_what_a_person_can_mend_is_said_in_words(
    run, arguments: tuple[str, ...], reason: str
) -> None:
    answer = run(*arguments)
    assert answer.exit_code in (1, 2)
    assert reason in answer.output
    assert "Traceback" not in answer.output


def test_the_last_administrator_stays(run) -> None:
    run("add", ANA, "--name", "Ana", "--role", "administrator")
    assert "last administrator" in run("disable", ANA).output


def test_a_first_administrator_is_made_once(archive: Archive) -> None:
    made = first_account(archive)
    assert made
    assert signs_in(archive, made[1], FIRST_EMAIL)
    assert [account.role for account in accounts.everybody(archive)] == [
        accounts.Role.ADMINISTRATOR
    ]
    assert first_account(archive) is None
