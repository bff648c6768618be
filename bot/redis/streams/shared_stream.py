"""Consumer group over the partitioned streams: each entry is pending with one consumer, and claimed
when that one is gone."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence

import structlog

from bot.contacts import PARTITIONS
from bot.redis.connection.link import Link, StoreAway
from bot.redis.stored import Entry, read_entry

_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.16

log = structlog.get_logger()

# Readers that have ended, with nothing left in hand. One that lives is known again as soon as it
# reads.
_TIDY = """
local gone = 0
for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #fields, 2 do consumer[fields[i]] = fields[i + 1] end
  if consumer.pending == 0 and consumer.idle >= tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    gone = gone + 1
  end
end
return gone
"""


class SharedStream:
    """One consumer over all partitions of the streams `name`. Every method raises StoreAway."""

    def __init__(
        self,
        url: str,
        name: str,
        group: str,
        at_once: int,
        block_seconds: float,
        forget_after: float,
    ) -> None:
        """`at_once` entries of each partition are taken in one read, which waits up to
        `block_seconds`; a reader unheard of for `forget_after` seconds that has nothing in hand is
        forgotten."""
        self.keys = tuple(f"{{{partition}}}:{name}" for partition in PARTITIONS)
        self.link = Link(url)
        self.group = group
        self.me = secrets.token_hex(8)
        self._at_once = at_once
        self._block_seconds = block_seconds
        self._forget_ms = int(forget_after * 1000)

    def prepare(self) -> None:
        """Creates missing consumer groups (XGROUP CREATE); idempotent."""
        for key in self.keys:
            try:
                self.link.call("XGROUP", "CREATE", key, self.group, 0, "MKSTREAM")
            except StoreAway as error:
                if str(error) != "BUSYGROUP":
                    raise
            self.link.call("EVAL", _TIDY, 1, key, self.group, self._forget_ms)

    def new(self) -> list[Entry]:
        """What nobody has in hand yet; waits a moment for it."""
        # Each partition by itself, all in one round trip: in a Cluster no command may name two, and
        # none may block for one.
        read = ("XREADGROUP", "GROUP", self.group, self.me, "COUNT", self._at_once, "STREAMS")
        commands = [(*read, key, ">") for key in self.keys]
        deadline, pause = time.monotonic() + self._block_seconds, _FIRST_PAUSE
        while True:
            answers = self.link.calls(commands)
            found = [
                entry
                for answer in answers
                for _, entries in answer or ()
                for entry in _read(entries)
            ]
            if found or time.monotonic() >= deadline:
                return found
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def left_behind(self, idle_seconds: float, at_once: int = 100) -> Iterator[list[Entry]]:
        """Claims entries pending for longer than this (XAUTOCLAIM): their consumer has died, or has
        put them off."""
        for key in self.keys:
            start = b"0-0"
            while True:
                claim = (
                    "XAUTOCLAIM",
                    key,
                    self.group,
                    self.me,
                    int(idle_seconds * 1000),
                    start,
                    "COUNT",
                    at_once,
                )
                start, entries, *_ = self.link.call(*claim)
                if found := _read(entries):
                    yield found
                if start == b"0-0":
                    break

    def waiting(self) -> int:
        """How many entries are in the streams, in hand or not."""
        return sum(self.link.calls([("XLEN", key) for key in self.keys]))


def _read(entries: Sequence[tuple[bytes, list[bytes]]]) -> list[Entry]:
    """One that is none of ours stays where it is, and keeps no other waiting."""
    found = []
    for entry_id, fields in entries:
        try:
            found += [read_entry(entry_id, fields)] if fields else []
        except (KeyError, ValueError) as error:
            log.error("entry cannot be read", entry=entry_id.decode(), reason=type(error).__name__)
    return found
