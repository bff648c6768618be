"""Recovery loop of a web process: replays the spool after an outage and refreshes the opt-out
mirror."""

from __future__ import annotations

import threading
import time

import structlog

from bot.conversation.optouts import OptOutMirror
from bot.outage.fallback import Outage
from bot.process.metrics import Metrics
from bot.redis.store import Store, StoreAway

EVERY_SECONDS = 1.0
MIRROR_SECONDS = 60.0

log = structlog.get_logger()


class RecoveryLoop:
    """Daemon thread that recovers from an outage of Redis; ends with the process."""

    def __init__(
        self, store: Store, outage: Outage, optouts: OptOutMirror, metrics: Metrics
    ) -> None:
        self._store = store
        self._outage = outage
        self._optouts = optouts
        self._metrics = metrics
        self._mirrored = 0.0
        self._prepared = False

    def start(self) -> None:
        threading.Thread(target=self._run, name="recovery", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                self.look()
            except StoreAway:
                log.debug("housekeeping waits for Redis")
            except Exception as error:
                log.error("housekeeping failed", exc_info=error)
            time.sleep(EVERY_SECONDS)

    def look(self) -> None:
        """Once around. Raises StoreAway while Redis is away."""
        if not self._prepared:
            self._store.check()
            self._prepared = True
        waiting = self._outage.waiting()
        self._metrics.spooled.set(waiting)
        if waiting:
            self._store.ping()
            log.info("caught up after an outage", texts=self._outage.catch_up())
        if time.monotonic() - self._mirrored > MIRROR_SECONDS and not self._store.missing():
            self._optouts.replace(self._store.optouts())
            self._mirrored = time.monotonic()
