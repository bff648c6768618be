"""The worker: ends sessions that went quiet, so that each has an end that says what it meant."""

from __future__ import annotations

import threading
import time

import structlog

from bot.store import StoreAway
from bot.turns import Crowded, Desk, end_quiet

EVERY_SECONDS = 60.0
MOST_AT_ONCE = 1000

log = structlog.get_logger()


def work(desk: Desk, ended: threading.Event) -> None:
    """Look around every minute until `ended`; while Redis is away, wait."""
    while not ended.is_set():
        try:
            if count := sweep(desk, time.time()):
                log.info("sessions ended as quiet", count=count)
        except (StoreAway, Crowded) as error:
            log.warning("worker waits", reason=type(error).__name__)
        ended.wait(EVERY_SECONDS)


def sweep(desk: Desk, now: float) -> int:
    """End every session that has been quiet for too long; how many."""
    contacts = desk.store.quiet(now, MOST_AT_ONCE)
    for contact in contacts:
        end_quiet(desk, contact, now)
    return len(contacts)
