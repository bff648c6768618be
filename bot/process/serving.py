"""Granian server with our front and limits, which respawns killed workers."""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
import time
from collections import deque
from typing import Any

import structlog
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from bot.process.metrics import SHARED_FOLDER

LAST_SECONDS = 10  # for a worker to finish what it is answering
HEADER_SECONDS = 15  # also of a connection that is kept open between two requests
HEADER_BYTES = 64 * 1024
# Connections of each worker: idle ones cost some kilobytes. Beyond them the kernel keeps `BACKLOG`
# waiting.
CONNECTIONS = 8_192
BACKLOG = 4_096
_FILES_BESIDE = 512  # Redis, the archive, files
_DEATHS, _WITHIN_SECONDS, _PAUSE_SECONDS = 3, 10.0, 2.0

log = structlog.get_logger()


class PatientServer(MPServer):
    """Brings a killed worker back however often that happens.

    granian ends the whole process when one worker dies twice within seconds. That is right for one
    that ends by itself, as with wrong data, and wrong for one that an operator killed, or the
    kernel for its memory.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._deaths: deque[float] = deque(maxlen=_DEATHS)

    def _respawn_workers(
        self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        now = time.monotonic()
        killed = [number for number in workers if (self.wrks[number].inner.exitcode or 0) < 0]
        log.error("web worker ended", killed=len(killed), of=len(workers))
        self._deaths.append(now)
        if len(self._deaths) == _DEATHS and now - self._deaths[0] < _WITHIN_SECONDS:
            time.sleep(_PAUSE_SECONDS)
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        for number in killed:
            del self.respawned_wrks[number]


def serve(app: str, host: str, port: int, workers: int, loud: bool) -> None:
    """Serves the RSGI factory `app` ("module:name") until told to end. `loud` lets granian say what
    it does."""
    # The worker threads of this process may have the archive open: a forked child would inherit
    # SQLite's locks.
    multiprocessing.set_start_method("spawn", force=True)
    connections = allow_connections()
    with tempfile.TemporaryDirectory(prefix="intake-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder  # for the workers, which count together
        _serve(app, host, port, workers, connections, loud)


def _serve(app: str, host: str, port: int, workers: int, connections: int, loud: bool) -> None:
    PatientServer(
        app,
        factory=True,
        interface=Interfaces.RSGI,
        address=host,
        port=port,
        workers=workers,
        backlog=BACKLOG,
        backpressure=connections,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_SECONDS * 1000, max_buffer_size=HEADER_BYTES
        ),
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
        websockets=False,
        log_enabled=loud,
    ).serve()


def allow_connections(wanted: int = CONNECTIONS) -> int:
    """Raises this process's limit of open files as far as it may, for itself and its children; how
    many connections fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    need = wanted + _FILES_BESIDE
    most = need if hard == resource.RLIM_INFINITY else min(need, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return wanted if soft == resource.RLIM_INFINITY else max(64, min(wanted, soft - _FILES_BESIDE))
