"""How far the records are behind the conversations."""

from __future__ import annotations

from bot.redis.store import Store, StoreAway

# Below that nobody waits for anything.
WORTH_SAYING = 60.0


def behind(store: Store) -> str:
    """In words for the page, if what is shown may be old; else nothing."""
    try:
        seconds = store.lag()
    except StoreAway:
        return "The conversations cannot be reached right now: what you see may not be the latest."
    if seconds < WORTH_SAYING:
        return ""
    return f"The records are {int(seconds // 60)} min behind: newer messages are on their way here."
