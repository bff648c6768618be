"""The servers of the bench: granian with the same settings for each app, and what CPU they use."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.redis.connection import server as redis_server
from bot.redis.store import Store
from tests.started_program import ROOT, TOKEN, free_port, until

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """One app behind granian."""

    name: str
    port: int
    pid: int
    redis_pid: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    deaf: bool = False  # says the same whatever it is told

    def cpu(self) -> float:
        """Seconds of CPU used so far by the server's processes; 0 where the system does not
        tell."""
        return sum(map(used, family(self.pid)))

    def redis_cpu(self) -> float:
        return used(self.redis_pid) if self.redis_pid else 0.0


def used(pid: int) -> float:
    """Seconds of CPU of one process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return [pid]
    return [pid, *(member for child in told.split() for member in family(int(child)))]


@contextmanager
def floor(workers: int, threads: int) -> Iterator[Server]:
    """granian at its fastest: its own WSGI threads read the bodies."""
    with _on_granian("floor", "tests.bench.floor:web", workers, threads, {}) as server:
        yield replace(server, deaf=True)


@contextmanager
def plain(folder: Path, workers: int, threads: int) -> Iterator[Server]:
    """The plain bot, on a Redis like ours."""
    folder.mkdir(parents=True, exist_ok=True)
    redis = redis_server.ensure(folder, "everysec")
    settings = {"REDIS_URL": redis.url}
    app = "tests.bench.plain_bot:web"
    try:
        with _on_granian("plain bot", app, workers, threads, settings) as server:
            yield replace(server, deaf=True, redis_pid=redis.pid)
    finally:
        redis_server.stop(folder)


@contextmanager
def _on_granian(
    name: str, app: str, workers: int, threads: int, settings: Mapping[str, str]
) -> Iterator[Server]:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"]
    size = ("--workers", str(workers), "--blocking-threads", str(threads))
    options = ("--no-ws", "--no-log", "--host", "127.0.0.1", *size)
    with _started(name, [*granian, *options, app], settings) as server:
        yield server


@contextmanager
def ours(name: str, folder: Path, fsync: redis_server.Fsync, workers: int) -> Iterator[Server]:
    """The real app as the Procfile starts it, on a real Redis of its own in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    redis = redis_server.ensure(folder, fsync)
    try:
        Store(redis.url).prepare()
        settings = {
            "DATA_DIR": str(folder),
            "REDIS_URL": redis.url,
            "WEB_CONCURRENCY": str(workers),
        }
        with _started(name, [sys.executable, "-m", "bot", "web"], settings) as server:
            yield replace(server, redis_pid=redis.pid)
    finally:
        redis_server.stop(folder)


@contextmanager
def _started(name: str, command: Sequence[str], settings: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    settings = {
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PORT": str(port),
        "GRANIAN_PORT": str(port),
        "LOG_LEVEL": "warning",
        **settings,
    }
    process = subprocess.Popen(
        command, cwd=ROOT, env={"PATH": os.defpath, **settings}, start_new_session=True
    )
    try:
        until(lambda: _alive(port, process), f"answer from {name}")
        yield Server(name, port, process.pid, settings=settings)
    finally:
        process.terminate()
        process.wait()


def _alive(port: int, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, "the server ended"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
