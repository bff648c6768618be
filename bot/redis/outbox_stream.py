"""Consumer group of the archivers over the outbox streams (XREADGROUP, XAUTOCLAIM, XACK + XDEL)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.contacts import partition
from bot.redis.shared_stream import SharedStream
from bot.redis.stored import Entry

_AT_ONCE = 100  # of each partition

# Acknowledged and gone in one step: an entry that stayed after its acknowledgement would never be looked at again.
_DONE = """
redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
"""


class OutboxStream(SharedStream):
    """One worker's view of all partitions. Every method raises StoreAway."""

    def __init__(self, url: str, block_seconds: float = 1.0, forget_after: float = 3600.0) -> None:
        super().__init__(url, "outbox", "archivers", _AT_ONCE, block_seconds, forget_after)

    def done(self, entries: Sequence[Entry]) -> None:
        """These are in the archive: nothing of them is left here."""
        ids = defaultdict(list)
        for entry in entries:
            ids[f"{{{partition(entry.contact)}}}:outbox"].append(entry.id)
        for key, found in ids.items():
            self.link.call("EVAL", _DONE, 1, key, self.group, *found)
