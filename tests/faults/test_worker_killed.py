"""A web worker that is killed again and again comes back, and never ends the web process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.bench.servers import family, ours
from tests.started_program import Line, form, until, words


def worker_of(server_pid: int) -> int:
    """The process that answers: the youngest of those that the web process started."""
    return max(family(server_pid)[1:], default=0)


def is_answered(port: int) -> bool:
    try:
        with Line(port) as line:
            return line.get("/healthz")[0] == 200
    except OSError:
        return False


def test_killed_three_times_within_seconds_it_answers_again(tmp_path: Path) -> None:
    with ours("killed", tmp_path, "everysec", 1) as server:
        before = 0
        for _ in range(3):
            until(lambda before=before: worker_of(server.pid) not in (0, before), "new worker")
            time.sleep(0.2)
            before = worker_of(server.pid)
            os.kill(before, signal.SIGKILL)
        until(lambda: is_answered(server.port), "answer")
        assert Path(f"/proc/{server.pid}").exists()
        with Line(server.port) as line:
            assert words(line.text(form("+18605550123", "hola")))
