"""A call in the terminal: keys, words, silence, a dialled person, a recording, and the next call of
the same phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main

OPEN = {"TRANSFER_NUMBER": "+18607574820", "OFFICE_HOURS": "mon-sun 00:00-23:59", "VOICEMAIL": "1"}


@pytest.fixture
def call(tmp_path: Path):
    """What is told in a call in which these lines are typed."""

    def invoke(*lines: str, arguments: tuple[str, ...] = (), **environ: str) -> str:
        run = CliRunner(env={"DATA_DIR": str(tmp_path)} | environ)
        done = run.invoke(
            main,
            ["talk", "--channel", "voice", *arguments],
            input="".join(f"{line}\n" for line in lines),
        )
        assert done.exit_code == 0, done.output
        assert "Against Twilio's rules" not in done.output
        return done.output

    return invoke


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["1", "1", "3#"], "March 15"),
        (["1", "1", "3"], "March 15"),
        (["2", "estoy embarazada", "cinco meses"], "primer bebé"),
        (["1", ""], "I did not hear you"),
        (["1", "1", "/hang up", "/call"], "To start over, press 2"),
        (["1", "1", "/call"], "To start over, press 2"),
        (["1", "1", "/hang up", "/call withheld"], "For English"),
    ],
)
def test_a_caller_answers_with_keys_words_and_silence_and_comes_back(
    call, lines: list[str], told: str
) -> None:
    assert told in call(*lines)


def test_a_person_is_called_and_a_message_is_left(call) -> None:
    told = call("1", "0", "/dial machine", "1", "/record 12", **OPEN)
    assert "[at the office] A call from the intake line." in told
    assert "Our staff will hear your message." in told


def test_facts_are_shown_when_asked_and_the_language_may_be_given(call) -> None:
    told = call("/hang up", arguments=("--events", "--language", "es"))
    assert '"event":"CallOpened"' in told


def test_what_cannot_be_done_now_is_told_and_an_empty_line_ends_it_after_the_call(call) -> None:
    told = call("/dial busy", "/shout", "/hang up", "1", "", "never read")
    assert "(Nobody is being called now.)" in told
    assert "(No such command.)" in told
    assert "(No keys are waited for now.)" in told
    assert told.rstrip().endswith(">")
