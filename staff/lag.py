"""How far the records are behind the conversations."""

from __future__ import annotations

import time

from bot.contacts import PARTITIONS
from bot.store import Store, StoreAway

# Below that nobody waits for anything.
WORTH_SAYING = 60.0


def behind(store: Store) -> str:
    """In words for the page, if what is shown may be old; else nothing."""
    try:
        seconds = _seconds(store)
    except StoreAway:
        return "The conversations cannot be reached right now: what you see may not be the latest."
    if seconds < WORTH_SAYING:
        return ""
    return f"The records are {int(seconds // 60)} min behind: newer messages are on their way here."


def _seconds(store: Store) -> float:
    """How long the oldest turn has waited that is not in the archive yet."""
    oldest = [int(found[0].id.partition("-")[0]) / 1000 for name in PARTITIONS if (found := store.outbox(name, count=1))]
    return max((time.time() - at for at in oldest), default=0.0)
