"""Development secrets: made once, kept under DATA_DIR, never printed. Production brings its own."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec
from cryptography.fernet import Fernet

MAKERS: dict[str, Callable[[], str]] = {
    "TWILIO_AUTH_TOKEN": lambda: secrets.token_hex(16),
    "SECRET_KEY": lambda: secrets.token_urlsafe(32),
    "DATA_KEYS": lambda: Fernet.generate_key().decode(),
    "CONTACT_KEY": lambda: secrets.token_urlsafe(32),
}


def development_secrets(data_dir: Path) -> dict[str, str]:
    """Every secret of MAKERS, from `secrets.json`; what is missing there is made now.

    Two programs that start at the same moment get the same ones. Raises OSError, or ValueError for
    a broken file.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secrets.json"
    lock = os.open(data_dir / "secrets.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = _read(path)
        whole = {name: known.get(name) or make() for name, make in MAKERS.items()}
        if whole != known:
            _write(path, known | whole)
        return whole
    finally:
        os.close(lock)


def _read(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError:
        raise ValueError(
            f"{path} is damaged: put it back from a copy, or remove it to begin with new secrets"
        ) from None


def _write(path: Path, known: dict[str, str]) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(known), indent=2) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
