"""Consumer group of the senders over the `sends` streams, with a write-ahead intent for each post.

{p07}:sends            the texts of a partition, read by the consumer group `senders`
{p07}:intent:<entry>   unix time of a post that was begun, then its SID, or `failed`; until all is
                       recorded
{p07}:sid:<SID>        the entry that Twilio's SID belongs to; a month
"""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct

from bot.contacts import partition
from bot.redis.stored import Entry
from bot.redis.streams.send_scripts import BEGIN, DONE, KEEP_SID
from bot.redis.streams.shared_stream import SharedStream

SENT = "sent"
FAILED = "failed"

_KEEP_SECONDS = (
    30 * 24 * 3600
)  # longer than any sender is away: without its intent a text would be sent again
_FIGURES = "intake:texts"


class Begun(Struct, frozen=True):
    """Whether an entry may be sent now: `go`; or why not. Of an earlier `intent`, when it began and
    what became of it."""

    state: str
    since: float = 0.0
    outcome: str = ""


class SendStream(SharedStream):
    """One sender's consumer over all partitions. Every method raises StoreAway."""

    def __init__(
        self,
        url: str,
        block_seconds: float = 1.0,
        forget_after: float = 3600.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        super().__init__(url, "sends", "senders", 1, block_seconds, forget_after)

    def begin(self, entry: Entry) -> Begun:
        """Looks whether this text is still to be sent, and writes down the intent if it is."""
        tag, contact = _tag(entry), entry.contact
        keys = (_key(entry), _intent(entry), f"{tag}:erased:{contact}", f"{tag}:optout:{contact}")
        now = f"{self._clock():.6f}"
        answer = self.link.call(
            "EVAL", BEGIN, 4, *keys, self.group, self.me, entry.id, entry.epoch, now, _KEEP_SECONDS
        )
        state, intent = answer[0].decode(), answer[1].decode() if len(answer) > 1 else "0"
        since, _, outcome = intent.partition(" ")
        return Begun(state, float(since), outcome)

    def keep_sid(self, entry: Entry, sid: str) -> bool:
        """The text was sent as this SID; False if that is the SID of another text."""
        keys = (_intent(entry), f"{_tag(entry)}:sid:{sid}")
        return bool(self.link.call("EVAL", KEEP_SID, 2, *keys, entry.id, sid, _KEEP_SECONDS))

    def keep_failed(self, entry: Entry) -> None:
        """Twilio failed while it had the text: before it is posted again, it is looked up."""
        self.link.call("SET", _intent(entry), f"{self._clock():.6f} {FAILED}", "EX", _KEEP_SECONDS)

    def withdraw(self, entry: Entry) -> None:
        """The text was certainly not sent; it may be posted again."""
        self.link.call("DEL", _intent(entry))

    def done(self, entry: Entry) -> None:
        self.link.call("EVAL", DONE, 2, _key(entry), _intent(entry), self.group, entry.id)

    def count(self, outcome: str) -> None:
        """One more text with this outcome: `sent`, or why not."""
        self.link.call("HINCRBY", _FIGURES, outcome, 1)

    def counted(self) -> dict[str, int]:
        """Texts by outcome, since this Redis was new."""
        flat = self.link.call("HGETALL", _FIGURES)
        return {
            name.decode(): int(number) for name, number in zip(flat[::2], flat[1::2], strict=True)
        }


def _tag(entry: Entry) -> str:
    return f"{{{partition(entry.contact)}}}"


def _intent(entry: Entry) -> str:
    return f"{_tag(entry)}:intent:{entry.id}"


def _key(entry: Entry) -> str:
    return f"{_tag(entry)}:sends"
