"""Consumer group of the archivers over the outbox streams (XREADGROUP, XAUTOCLAIM, XACK + XDEL)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.contacts import partition
from bot.redis.stored import Entry
from bot.redis.streams.shared_stream import SharedStream

_AT_ONCE = 100  # of each partition

# Acknowledged and gone in one step: an entry that stayed after its acknowledgement would never be
# looked at again.
_DONE = """
redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
"""


# An erasing that this Redis does not know of, since it is an older copy: what it still holds of the
# person goes.
_FORGET_AGAIN = """
local session, erased, index, quiet = unpack(KEYS)
if tonumber(string.match(redis.call('GET', erased) or '0', '^%d+')) >= tonumber(ARGV[2]) then
  return 0 end
redis.call('SET', erased, ARGV[2] .. ' ' .. ARGV[3])
redis.call('DEL', session, index, (string.gsub(session, ':session:', ':aside:', 1)))
redis.call('ZREM', quiet, ARGV[1])
return 1
"""

# An opt-out likewise; only while no turn waits for the archive, since one of them may lift it.
_OPT_OUT_AGAIN = """
local optout, optouts, outbox = unpack(KEYS)
if redis.call('EXISTS', optout) == 1 then return 0 end
if redis.call('XLEN', outbox) > 0 then return -1 end
redis.call('SET', optout, ARGV[2])
redis.call('SADD', optouts, ARGV[1])
return 1
"""

_BEHIND = "intake:behind"


class OutboxStream(SharedStream):
    """One worker's view of all partitions. Every method raises StoreAway."""

    def __init__(self, url: str, block_seconds: float = 1.0, forget_after: float = 3600.0) -> None:
        super().__init__(url, "outbox", "archivers", _AT_ONCE, block_seconds, forget_after)
        self._lines: set[bytes] = set()

    def done(self, entries: Sequence[Entry]) -> None:
        """These are in the archive: nothing of them is left here."""
        ids = defaultdict(list)
        for entry in entries:
            ids[f"{{{partition(entry.contact)}}}:outbox"].append(entry.id)
        for key, found in ids.items():
            self.link.call("EVAL", _DONE, 1, key, self.group, *found)

    def stuck(self, tries: int = 3, most: int = 100) -> list[tuple[str, str, float, int]]:
        """Entries that were tried so often and are still there: key, entry, seconds since the last
        try, tries."""
        self.prepare()
        asked = [("XPENDING", key, self.group, "-", "+", most) for key in self.keys]
        pending = zip(self.keys, self.link.calls(asked), strict=True)
        return [
            (key, entry.decode(), int(idle) / 1000, int(count))
            for key, found in pending
            for entry, _consumer, idle, count in found
            if int(count) >= tries
        ]

    def drop(self, key: str, entry: str) -> bool:
        """Gives an entry up for good; False if there is none."""
        there = key in self.keys and bool(self.link.call("XRANGE", key, entry, entry))
        if there:
            self.link.call("EVAL", _DONE, 1, key, self.group, entry)
        return there

    def is_another(self) -> bool:
        """Whether this Redis is another one than when it was last asked: started anew, or a replica
        that took over."""
        told = b"".join(self.link.each("INFO", "server") + self.link.each("INFO", "replication"))
        lines = {
            line for line in told.split(b"\r\n") if line.startswith((b"run_id:", b"master_replid:"))
        }
        known, self._lines = self._lines, lines
        return lines != known

    def forget_again(self, contact: str, epoch: int, at: float) -> bool:
        """Puts an erasing back; False if it was there."""
        tag = f"{{{partition(contact)}}}"
        keys = [f"{tag}:{name}:{contact}" for name in ("session", "erased", "index")]
        return bool(
            self.link.call("EVAL", _FORGET_AGAIN, 4, *keys, f"{tag}:quiet", contact, epoch, at)
        )

    def opt_out_again(self, contact: str, why: str) -> int:
        """Puts an opt-out back: 1. 0 if it was there; -1 if turns wait for the archive, one of
        which may have lifted it."""
        tag = f"{{{partition(contact)}}}"
        keys = (f"{tag}:optout:{contact}", f"{tag}:optouts", f"{tag}:outbox")
        return int(self.link.call("EVAL", _OPT_OUT_AGAIN, 3, *keys, contact, why))

    def count_behind(self, what: str, many: int) -> None:
        """So many more cases in which Redis was behind the archive."""
        self.link.call("HINCRBY", _BEHIND, what, many)

    def counted_behind(self) -> dict[str, int]:
        flat = self.link.call("HGETALL", _BEHIND)
        return {
            name.decode(): int(number) for name, number in zip(flat[::2], flat[1::2], strict=True)
        }
