"""The whole program as `make run` starts it: whoever started it can sign in."""

from __future__ import annotations

import re
from pathlib import Path

from bot.accounts.accounts import everybody
from bot.archive.database import Archive, address
from tests.started_program import Program


def test_a_first_password_is_told_once_and_kept_nowhere(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with program:
        assert f"http://127.0.0.1:{program.port}/staff/" in program.said()
        told = re.findall(
            r"Sign in to the console as (\S+) with the password (\S+)", program.said()
        )
        assert program.get("/staff/")[0] == 302
        assert program.get("/staff/signin")[0] == 200
    with program:
        assert re.findall(r"with the password (\S+)", program.said()) == [told[0][1]]
    archive = Archive(address("", tmp_path))
    assert [account.email for account in everybody(archive)] == [told[0][0]]
    archive.close()
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".log"]
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
    assert [path.name for path in kept if told[0][1].encode() in path.read_bytes()] == []
