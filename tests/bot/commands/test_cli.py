"""The command line: plain words for what a person can mend, and a conversation in the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.archive.database import Archive, address
from bot.archive.migrating import is_current
from bot.cli import main


@pytest.fixture
def run(tmp_path: Path):
    def invoke(*arguments: str, said: str = "", **environ: str):
        return CliRunner(env={"DATA_DIR": str(tmp_path)} | environ).invoke(
            main, list(arguments), input=said
        )

    return invoke


def test_talk_is_the_conversation(run) -> None:
    told = run("talk", said="hola\n1\nmarzo\n1\n06106\n1\nsi\n\n")
    assert told.exit_code == 0
    assert "Embarazo" in told.output
    assert "WIC" in told.output
    assert "(860) 757-4820" in told.output


def test_talk_lets_days_pass_and_shows_what_is_sent_by_itself(run) -> None:
    told = run("talk", said="hi\n1\nmarch\n1\n06106\n1\n1\nthanks\n1\n/days 12\n2\n\n")
    assert "did you reach WIC? 1 Yes" in told.output
    assert "WIC: we are sorry" in told.output


def test_talk_shows_facts_and_costs_when_asked(run) -> None:
    told = run("talk", "--language", "en", "--events", "--segments", said="BABY\n\n")
    assert '"event":"SessionOpened"' in told.output
    assert "segments" in told.output
    assert "Which fits you?" in told.output


def test_talk_keeps_to_a_stop_and_to_an_erasure(run) -> None:
    told = run("talk", said="hi\nSTOP\nhello\nSTART\nFORGET\n1\nhi\n\n")
    assert "(no reply)" in told.output
    assert "erased" in told.output
    assert told.output.count("free help, 2 min") == 2


@pytest.mark.parametrize(
    ("environ", "reason"),
    [
        ({"OFFICE_HOURS": "always"}, "OFFICE_HOURS must be like"),
        ({"ENV": "production"}, "REDIS_URL is not set: production needs it"),
        (
            {"CLOSED_DAYS": "/nowhere/closed.yaml"},
            "CLOSED_DAYS: /nowhere/closed.yaml cannot be read",
        ),
    ],
)
def test_what_a_person_can_mend_is_said_in_words(run, environ: dict[str, str], reason: str) -> None:
    told = run("talk", said="\n", **environ)
    assert told.exit_code == 1
    assert reason in told.output
    assert "Traceback" not in told.output


def test_release_says_when_redis_is_away(run, tmp_path: Path) -> None:
    told = run("release", REDIS_URL=f"unix://{tmp_path}/nobody.sock")
    assert told.exit_code == 1
    assert "Redis cannot be used" in told.output


def test_release_makes_the_archive_and_says_that_all_is_in_order(
    run, redis_url: str, tmp_path: Path
) -> None:
    told = run("release", REDIS_URL=redis_url)
    assert told.exit_code == 0, told.output
    assert "In order" in told.output
    assert is_current(Archive(address("", tmp_path)))


def test_release_says_when_the_archive_is_away(run, redis_url: str) -> None:
    told = run("release", REDIS_URL=redis_url, DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert told.exit_code == 1
    assert "The archive cannot be used" in told.output


def test_holidays_are_printed_as_lines_of_the_file(run) -> None:
    assert "2029-12-25: Christmas Day" in run("holidays", "2029").output
