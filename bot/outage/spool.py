"""Encrypted on-disk spool of inbound deliveries, one file each, fsynced, drained in order."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from bot.contacts import Cipher, CipherError

_MOST = 100_000
_LEFT_BEHIND_SECONDS = 3600
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class SpoolError(RuntimeError):
    """The inbound could not be kept on disk."""


class SpoolFull(SpoolError):
    """There is no room for another one."""


class Unreadable(ValueError):
    """A handler says that this inbound can never be handled: it is set aside as `.bad` and the
    drain goes on."""


class Spool:
    """A folder of encrypted inbounds, shared by any number of processes."""

    def __init__(self, folder: Path, cipher: Cipher, most: int = _MOST) -> None:
        self._folder = folder
        self._cipher = cipher
        self._most = most
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, inbound: dict[str, Any]) -> None:
        """Keeps an inbound (JSON values, with its `delivery`) and is on disk on return; the same
        delivery twice is one.

        Raises SpoolFull or SpoolError.
        """
        # The name is the delivery, so that the file system itself sees the second one; its order is
        # its time.
        path = (
            self._folder
            / f"{blake2b(str(inbound['delivery']).encode(), digest_size=16).hexdigest()}.in"
        )
        fresh = self._folder / f".{secrets.token_hex(8)}.new"
        try:
            if len(self) >= self._most:
                raise SpoolFull(f"the spool holds {self._most} inbounds already")
            _write(fresh, self._cipher.encrypt(msgspec.json.encode(inbound).decode()).encode())
            with suppress(FileExistsError):
                os.link(fresh, path)
            _sync(self._folder)
        except OSError as error:
            raise (SpoolFull if error.errno in _FULL else SpoolError)(
                f"the spool: {error.strerror or error}"
            ) from None
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

    def __len__(self) -> int:
        with os.scandir(self._folder) as found:
            return sum(1 for entry in found if entry.name.endswith(".in"))

    def drain(self, handle: Callable[[dict[str, Any]], None]) -> int:
        """Hands over what is kept, oldest first, and removes each once `handle` has returned; tells
        how many.

        When `handle` raises, that one stays and the drain ends with the error; Unreadable only sets
        it aside.
        0 at once if another process drains.
        """
        done = 0
        with self._alone() as alone:
            for path in self._oldest_first() if alone else ():
                try:
                    handle(self._read(path))
                except (Unreadable, CipherError, msgspec.DecodeError):
                    path.rename(path.with_suffix(".bad"))
                else:
                    path.unlink()
                    done += 1
        return done

    def remove(self, belongs: Callable[[dict[str, Any]], bool]) -> int:
        """Removes what `belongs` to somebody who was erased, also from what was set aside; tells
        how many."""
        done = 0
        for path in [*self._folder.glob("*.in"), *self._folder.glob("*.bad")]:
            with suppress(FileNotFoundError, Unreadable, CipherError, msgspec.DecodeError):
                if belongs(self._read(path)):
                    path.unlink()
                    done += 1
        return done

    def set_aside(self) -> list[tuple[str, datetime]]:
        """What could never be handled: its name, and since when it is here."""
        found = [(path.stem, path.stat().st_mtime) for path in self._folder.glob("*.bad")]
        return [
            (name, datetime.fromtimestamp(since, UTC))
            for name, since in sorted(found, key=itemgetter(1))
        ]

    def put_back(self, name: str) -> bool:
        """Has one that was set aside handled again; False if there is none of that name."""
        return name in dict(self.set_aside()) and bool(
            (self._folder / f"{name}.bad").rename(self._folder / f"{name}.in")
        )

    def drop(self, name: str) -> bool:
        """Removes one that was set aside; False if there is none of that name."""
        if there := name in dict(self.set_aside()):
            (self._folder / f"{name}.bad").unlink()
        return there

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            token = path.read_bytes().decode("ascii")
        except UnicodeDecodeError:
            raise Unreadable from None
        return msgspec.json.decode(self._cipher.decrypt(token), type=dict[str, Any])

    def _oldest_first(self) -> list[Path]:
        self._sweep()
        with os.scandir(self._folder) as found:
            waiting = [
                (entry.stat().st_mtime_ns, entry.path)
                for entry in found
                if entry.name.endswith(".in")
            ]
        return [Path(path) for _, path in sorted(waiting)]

    def _sweep(self) -> None:
        """Removes what a process that died within `put` has left behind; nobody was told that it
        was kept."""
        for path in self._folder.glob(".*.new"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                    path.unlink()

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        lock = os.open(self._folder / "drain.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(lock)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        now = time.time_ns()
        os.utime(
            descriptor, ns=(now, now)
        )  # the kernel's own stamp is too coarse to tell two quick ones apart
        os.fsync(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
