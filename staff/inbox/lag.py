"""How far the records are behind the conversations, and what could not be processed at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


def unprocessed(counts: Callable[[], Mapping[str, int]]) -> str:
    """In words for the page, if anything was set aside; else nothing."""
    try:
        many = sum(counts().values())
    except StoreAway:
        return ""
    what = "One message" if many == 1 else f"{many} messages"
    return (
        f"{what} could not be processed and {'is' if many == 1 else 'are'} kept aside: ask whoever"
        " runs the program to look (intake leftovers)."
        if many
        else ""
    )
