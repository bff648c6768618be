"""The compiled flow, kept on disk: a web process starts from it in a tenth of the time.

It is keyed by all that it is made of (the data, the code that compiles them, the Python that runs),
and signed with SECRET_KEY: what others wrote there is never unpickled.
"""

from __future__ import annotations

import gc
import hmac
import os
import pickle
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import structlog

from bot.intake import FOLDER, load_flow
from flows.flow import Flow

_CODE = Path(__file__).parent.parent / "flows"
_SUFFIXES = (".py", ".yaml", ".bin")
_MAC_BYTES = 32
# of ours, and yet of another version of what it is made of
_UNREADABLE = (pickle.UnpicklingError, AttributeError, LookupError, TypeError, ValueError, EOFError)

log = structlog.get_logger()


def kept_flow(folder: Path, kept_in: Path, secret: str) -> Flow:
    """The flow of an intake folder, from `kept_in` if it is there as it would be compiled now, else
    compiled and kept for the next start. Raises IntakeError."""
    path = kept_in / f"flow-{_fingerprint(folder)}.bin"
    if flow := _read(path, secret):
        return flow
    flow = load_flow(folder)
    with suppress(OSError):  # a disk that is full or read-only costs a second at the next start
        _keep(path, flow, secret)
    return flow


def _fingerprint(folder: Path) -> str:
    told = blake2b(sys.version.encode(), digest_size=16)
    for path in _sources(folder):
        told.update(b"\0".join((str(path).encode(), b"", path.read_bytes())))
    return told.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    yield Path(__file__).with_name("intake.py")
    for root in dict.fromkeys((_CODE, FOLDER, folder)):
        yield from sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES)


def _read(path: Path, secret: str) -> Flow | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    mac, pickled = content[:_MAC_BYTES], memoryview(content)[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(pickled, secret)):
        log.warning("compiled flow not used, it is not ours", file=path.name)
        return None
    was_on = gc.isenabled()
    gc.disable()  # hundreds of thousands of new objects, none of them garbage
    try:
        flow: Flow = pickle.loads(pickled)
    except _UNREADABLE as error:
        log.warning("compiled flow not used", file=path.name, reason=type(error).__name__)
        return None
    finally:
        if was_on:
            gc.enable()
    return flow


def _keep(path: Path, flow: Flow, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pickled = pickle.dumps(flow, pickle.HIGHEST_PROTOCOL)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(_mac(pickled, secret) + pickled)
    fresh.replace(path)
    for old in path.parent.glob("flow-*"):
        if old != path:
            old.unlink(missing_ok=True)


def _mac(pickled: bytes | memoryview, secret: str) -> bytes:
    return blake2b(
        pickled, key=secret.encode()[:64], digest_size=_MAC_BYTES, person=b"flow"
    ).digest()
