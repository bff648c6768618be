"""The `sends` streams as senders share them: each text is in one hand at a time, and goes to another when that hand is gone.

{p07}:sends            the texts of a partition, read by the consumer group `senders`
{p07}:intent:<entry>   unix time of a post that was begun, then its SID, or `failed`; until all is recorded
{p07}:sid:<SID>        the entry that Twilio's SID belongs to; a month
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bot.contacts import PARTITIONS, partition
from bot.redis_link import Link, StoreAway
from bot.send_scripts import BEGIN, DONE, KEEP_SID, TIDY
from bot.stored import Entry, read_entry

GROUP = "senders"
SENT = "sent"
FAILED = "failed"

_KEEP_SECONDS = 30 * 24 * 3600  # longer than any sender is away: without its intent a text would be sent again
_FIGURES = "intake:texts"


class Begun(Struct, frozen=True):
    """Whether an entry may be sent now: `go`; or why not. Of an earlier `intent`, when it began and what became of it."""

    state: str
    since: float = 0.0
    outcome: str = ""


class SendStream:
    """One sender's view of all partitions. Every method raises StoreAway."""

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
        """What nobody has in hand yet, at most one of each partition; waits a moment for it."""
        # The one command over several partitions: a cluster would be asked for each by itself.
        read = ("XREADGROUP", "GROUP", GROUP, self._me, "COUNT", 1, "BLOCK", self._block_ms)
        found = self._patient.call(*read, "STREAMS", *_KEYS, *(">" for _ in _KEYS))
        return [read_entry(entry_id, fields) for _, entries in found or () for entry_id, fields in entries]

    def left_behind(self, idle_seconds: float) -> Iterator[Entry]:
        """What was taken in hand so long ago and is still there: its sender has died, or has put it off."""
        for key in _KEYS:
            start: Any = b"0-0"
            while True:
                claim = ("XAUTOCLAIM", key, GROUP, self._me, int(idle_seconds * 1000), start, "COUNT", 10)
                start, entries, *_ = self._link.call(*claim)
                yield from (read_entry(entry_id, fields) for entry_id, fields in entries if fields)
                if start == b"0-0":
                    break

    def begin(self, entry: Entry) -> Begun:
        """Looks whether this text is still to be sent, and writes down the intent if it is."""
        tag, contact = _tag(entry), entry.contact
        keys = (_key(entry), _intent(entry), f"{tag}:erased:{contact}", f"{tag}:optout:{contact}")
        now = f"{time.time():.6f}"
        answer = self._link.call("EVAL", BEGIN, 4, *keys, GROUP, self._me, entry.id, entry.epoch, now, _KEEP_SECONDS)
        state, intent = answer[0].decode(), answer[1].decode() if len(answer) > 1 else "0"
        since, _, outcome = intent.partition(" ")
        return Begun(state, float(since), outcome)

    def keep_sid(self, entry: Entry, sid: str) -> bool:
        """The text was sent as this SID; False if that is the SID of another text."""
        keys = (_intent(entry), f"{_tag(entry)}:sid:{sid}")
        return bool(self._link.call("EVAL", KEEP_SID, 2, *keys, entry.id, sid, _KEEP_SECONDS))

    def keep_failed(self, entry: Entry) -> None:
        """Twilio failed while it had the text: before it is posted again, it is looked up."""
        self._link.call("SET", _intent(entry), f"{time.time():.6f} {FAILED}", "EX", _KEEP_SECONDS)

    def withdraw(self, entry: Entry) -> None:
        """The text was certainly not sent; it may be posted again."""
        self._link.call("DEL", _intent(entry))

    def done(self, entry: Entry) -> None:
        self._link.call("EVAL", DONE, 2, _key(entry), _intent(entry), GROUP, entry.id)

    def count(self, outcome: str) -> None:
        """One more text with this outcome: `sent`, or why not."""
        self._link.call("HINCRBY", _FIGURES, outcome, 1)

    def counted(self) -> dict[str, int]:
        """Texts by outcome, since this Redis was new."""
        flat = self._link.call("HGETALL", _FIGURES)
        return {name.decode(): int(number) for name, number in zip(flat[::2], flat[1::2], strict=True)}

    def waiting(self) -> int:
        return sum(self._link.call("XLEN", key) for key in _KEYS)


_KEYS = tuple(f"{{{name}}}:sends" for name in PARTITIONS)


def _tag(entry: Entry) -> str:
    return f"{{{partition(entry.contact)}}}"


def _intent(entry: Entry) -> str:
    return f"{_tag(entry)}:intent:{entry.id}"


def _key(entry: Entry) -> str:
    return f"{_tag(entry)}:sends"
