"""The outbox streams as archiving workers share them: what one has in hand goes to another when that worker is gone."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.contacts import PARTITIONS, partition
from bot.redis_link import Link, StoreAway
from bot.send_scripts import TIDY
from bot.stored import Entry, read_entry

GROUP = "archivers"
_AT_ONCE = 100  # of each partition

# Acknowledged and gone in one step: an entry that stayed after its acknowledgement would never be looked at again.
_DONE = """
redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
"""


class OutboxStream:
    """One worker's view of all partitions. Every method raises StoreAway."""

    def __init__(self, url: str, block_seconds: float = 1.0, forget_after: float = 3600.0) -> None:
        self._link = Link(url)
        self._patient = Link(url, answer_seconds=block_seconds + 1)
        self._block_ms = int(block_seconds * 1000)
        self._forget_ms = int(forget_after * 1000)
        self._me = secrets.token_hex(8)

    def prepare(self) -> None:
        """Makes the groups where they are missing; those that are there stay as they are."""
        for key in _KEYS:
            try:
                self._link.call("XGROUP", "CREATE", key, GROUP, 0, "MKSTREAM")
            except StoreAway as error:
                if str(error) != "BUSYGROUP":
                    raise
            self._link.call("EVAL", TIDY, 1, key, GROUP, self._forget_ms)

    def new(self) -> list[Entry]:
        """What nobody has in hand yet; waits a moment for it."""
        read = ("XREADGROUP", "GROUP", GROUP, self._me, "COUNT", _AT_ONCE, "BLOCK", self._block_ms)
        found = self._patient.call(*read, "STREAMS", *_KEYS, *(">" for _ in _KEYS))
        return [read_entry(entry_id, fields) for _, entries in found or () for entry_id, fields in entries]

    def left_behind(self, idle_seconds: float) -> Iterator[list[Entry]]:
        """What was taken in hand so long ago and is still there: its worker has died."""
        for key in _KEYS:
            start = b"0-0"
            while True:
                claim = ("XAUTOCLAIM", key, GROUP, self._me, int(idle_seconds * 1000), start, "COUNT", _AT_ONCE)
                start, entries, *_ = self._link.call(*claim)
                if found := [read_entry(entry_id, fields) for entry_id, fields in entries if fields]:
                    yield found
                if start == b"0-0":
                    break

    def done(self, entries: Sequence[Entry]) -> None:
        """These are in the archive: nothing of them is left here."""
        ids = defaultdict(list)
        for entry in entries:
            ids[f"{{{partition(entry.contact)}}}:outbox"].append(entry.id)
        for key, found in ids.items():
            self._link.call("EVAL", _DONE, 1, key, GROUP, *found)

    def lag(self) -> float:
        """How many seconds ago the oldest turn was taken that is not in the archive yet; 0 if there is none."""
        oldest = [found[0][0] for key in _KEYS if (found := self._link.call("XRANGE", key, "-", "+", "COUNT", 1))]
        return max((time.time() - int(entry.partition(b"-")[0]) / 1000 for entry in oldest), default=0.0)

    def waiting(self) -> int:
        return sum(self._link.call("XLEN", key) for key in _KEYS)


_KEYS = tuple(f"{{{name}}}:outbox" for name in PARTITIONS)
