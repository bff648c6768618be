"""Redis' clock: what processes whose own clocks differ agree on."""

from __future__ import annotations

import time

from bot.redis.link import Link

EVERY_SECONDS = 10.0
_QUICK_SECONDS = 0.05  # an answer that took longer says little


class RedisClock:
    """How far Redis' clock is ahead of this process's, read now and then."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._ahead = 0.0
        self._due = 0.0

    def now(self) -> float:
        """Unix time by Redis' clock, as far as it was read. Asks nobody."""
        return time.time() + self._ahead

    def look(self) -> None:
        """Reads it when that is due. Raises StoreAway."""
        if time.monotonic() < self._due:
            return
        began = time.time()
        seconds, micros = self._link.call("TIME")
        took = time.time() - began
        if took < _QUICK_SECONDS or not self._due:
            self._ahead = int(seconds) + int(micros) / 1e6 - began - took / 2
        self._due = time.monotonic() + EVERY_SECONDS
