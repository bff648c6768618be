"""Clock of Redis, which processes with different clocks agree on."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.redis.connection.link import Link

EVERY_SECONDS = 10.0
_QUICK_SECONDS = 0.05  # an answer that took longer says little


class RedisClock:
    """Redis' clock, read now and then. In between the steady clock of this machine counts on, so
    that one that is set anew changes nothing; `own` is believed until it was read once."""

    def __init__(self, link: Link, own: Callable[[], float] = time.time) -> None:
        self._link = link
        self._ahead = own() - time.monotonic()
        self._due = 0.0

    def now(self) -> float:
        """Unix time by Redis' clock, as far as it was read. Asks nobody."""
        return time.monotonic() + self._ahead

    def look(self) -> None:
        """Reads it when that is due. Raises StoreAway."""
        began = time.monotonic()
        if began < self._due:
            return
        seconds, micros = self._link.call("TIME")
        took = time.monotonic() - began
        if took < _QUICK_SECONDS or not self._due:
            self._ahead = int(seconds) + int(micros) / 1e6 - began - took / 2
        self._due = time.monotonic() + EVERY_SECONDS
