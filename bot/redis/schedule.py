"""The texts that we send by ourselves, by the time when each contact's next one is due.

{p07}:due    a sorted set of contacts by that time (unix), written by the commit of each turn
"""

from __future__ import annotations

from bot.contacts import PARTITIONS, partition
from bot.redis.connection.link import Link


class Schedule:
    """The schedule of every partition. Every method raises StoreAway."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def due(self, until: float, limit: int = 100) -> list[str]:
        """Contacts whose next text is due at this unix time, the longest due of each partition
        first."""
        asked = [
            ("ZRANGEBYSCORE", f"{{{name}}}:due", "-inf", until, "LIMIT", 0, limit)
            for name in PARTITIONS
        ]
        return [contact.decode() for due in self._link.calls(asked) for contact in due][:limit]

    def drop(self, contact: str) -> None:
        """Nothing is planned for this contact: it has no session any more, or none that is read."""
        self._link.call("ZREM", f"{{{partition(contact)}}}:due", contact)

    def waiting(self) -> int:
        """How many contacts have a text to come."""
        return sum(self._link.calls([("ZCARD", f"{{{name}}}:due") for name in PARTITIONS]))
