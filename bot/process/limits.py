"""Rate limiter (token bucket) per sender and for the site."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

SENDER, SITE = "sender", "site"
_MINUTE = 60.0
_MOST_REMEMBERED = 50_000


class Limits:
    """`each` from a sender and `site` from all together within a minute, in this process; 0 is no
    limit.

    A minute's worth may come at once; then as much again comes back evenly over the next one.
    """

    def __init__(self, each: int, site: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._pauses = {
            SENDER: _MINUTE / each if each else 0.0,
            SITE: _MINUTE / site if site else 0.0,
        }
        self._clock = clock
        self._until: dict[
            str, float
        ] = {}  # when a sender will have used nothing of a minute's worth
        self._site_until = 0.0
        self._lock = Lock()

    def over(self, sender: str) -> str:
        """Counts one more. Nothing if it is within the limits, else whose limit it is over: SENDER
        or SITE."""
        pause, site_pause = self._pauses[SENDER], self._pauses[SITE]
        if not (pause or site_pause):
            return ""
        now = self._clock()
        with self._lock:
            until = max(now, self._until.get(sender, 0.0))
            if pause and until - now + pause > _MINUTE:
                return SENDER
            site_until = max(now, self._site_until)
            if site_pause and site_until - now + site_pause > _MINUTE:
                return SITE
            self._site_until = site_until + site_pause
            if pause:
                self._until[sender] = until + pause
                self._forget(now)
        return ""

    def _forget(self, now: float) -> None:
        if len(self._until) > _MOST_REMEMBERED:
            self._until = {sender: until for sender, until in self._until.items() if until > now}
