"""`/metrics` tells the same whichever web process is asked."""

from __future__ import annotations

from http.client import HTTPConnection
from pathlib import Path

from tests.bench.servers import ours
from tests.started_program import Line, form


def test_two_web_processes_count_together(tmp_path: Path) -> None:
    with ours("two", tmp_path, "everysec", 2) as server:
        for number in range(12):
            with Line(server.port) as line:
                line.text(form(f"+1860555{number:04}", "hola"))
        told = set()
        for _ in range(10):
            connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.request("GET", "/metrics")
            lines = connection.getresponse().read().decode().splitlines()
            connection.close()
            told.add(next(line for line in lines if line.startswith("intake_turn_seconds_count")))
        assert told == {"intake_turn_seconds_count 12.0"}
