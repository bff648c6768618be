"""Session store on Redis: one read and one atomic compare-and-set commit a turn.

Every key of a contact carries its partition as a hash tag, so that a turn stays in one place on a
cluster too:

    {p07}:session:<contact>            8 hexadecimal digits of version, then the session; expires
    {p07}:reply:<contact>:<delivery>   the answer given to that delivery; a day
    {p07}:optout:<contact>             why and when no text may be sent; {p07}:optouts is their set
    {p07}:erased:<contact>             tombstone: epoch and time of the last erasing; stays
    {p07}:index:<contact>              what else holds this contact's words (outbox, sends, replies)
    {p07}:outbox  {p07}:sends          streams: turns for the archive; texts that answer no webhook
    {p07}:quiet                        contact by the time when its session counts as abandoned
    {p07}:due                          contact by the time of the next text that we send ourselves
    {p07}:generation                   set once this Redis holds what it should; else it serves none
"""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from bot.contacts import PARTITIONS, partition
from bot.redis.commit_turn import COMMIT_SECONDS, commit_turn, next_version
from bot.redis.connection.fitness import Fitness, examine
from bot.redis.connection.link import Link, StoreAway
from bot.redis.contact_ids import ContactIds, NotReady
from bot.redis.redis_clock import RedisClock
from bot.redis.schedule import Schedule
from bot.redis.script import EXCHANGE, PUT_BACK, UNLOCK
from bot.redis.stored import NEVER_ERASED, Commit, Entry, Loaded, Lost, read_entry
from bot.redis.unreadable_sessions import Aside

__all__ = ["NotReady", "Store", "StoreAway", "WrongPartitions"]


_LOCK_MS = 5_000


class WrongPartitions(RuntimeError):
    """The data in this Redis were laid out for another number of partitions."""


class Store:
    """Redis as the conversation sees it. Every method raises StoreAway when Redis cannot be
    used."""

    def __init__(
        self,
        url: str,
        session_seconds: int = 30 * 24 * 3600,
        key_name: str = "",
        own_clock: Callable[[], float] = time.time,
    ) -> None:
        self._link = Link(url)
        self.session_seconds = session_seconds
        self.ids = ContactIds(self._link, key_name)
        self.aside = Aside(self._link, session_seconds)
        self.clock = RedisClock(self._link, own_clock)
        self.now = self.clock.now
        self.schedule = Schedule(self._link)

    def check(self, partitions: int = len(PARTITIONS)) -> None:
        """Refuses a Redis that was laid out otherwise (WrongPartitions)."""
        call = self._link.call
        self.clock.look()
        call("SET", "intake:partitions", partitions, "NX")
        if (stored := int(call("GET", "intake:partitions"))) != partitions:
            raise WrongPartitions(
                f"This Redis holds {stored} partitions, this program has {partitions}: they must be"
                " the same."
            )

    def examine(self) -> Fitness:
        """Whether this Redis may be used in production, and what it promises."""
        return examine(self._link)

    def missing(self) -> list[str]:
        """The partitions that nobody is served from: what they should hold is to be put back
        first."""
        self.clock.look()
        there = self._link.calls([("EXISTS", f"{{{name}}}:generation") for name in PARTITIONS])
        return [name for name, is_there in zip(PARTITIONS, there, strict=True) if not is_there]

    def write_everywhere(self) -> None:
        """Raises StoreAway where a partition cannot be written: a full disk or memory, a replica
        taken for the master."""
        self._link.calls(
            [("SET", f"{{{name}}}:ready", 1, "EX", _LOCK_MS // 1000) for name in PARTITIONS]
        )

    def put_back(self, lost: Lost) -> bool:
        """Puts back what an emptied Redis should hold of a contact; False once its partition is
        served again."""
        tag, contact = f"{{{partition(lost.contact)}}}", lost.contact
        own = (f"{tag}:session:{contact}", f"{tag}:optout:{contact}", f"{tag}:erased:{contact}")
        keys = (f"{tag}:generation", *own, f"{tag}:optouts", f"{tag}:quiet", f"{tag}:due")
        session = b"%08x%b" % (next_version(0), lost.session) if lost.session is not None else b""
        left = max(1, int(max(lost.heard, lost.last_due) + self.session_seconds - self.now()))
        quiet_at = "" if lost.quiet_at is None else lost.quiet_at
        due_at = "" if lost.due_at is None else lost.due_at
        values = (contact, session, left, quiet_at, lost.opted_out, lost.tombstone, due_at)
        return bool(self._link.call("EVAL", PUT_BACK, len(keys), *keys, *values))

    def prepare(self, partitions: int = len(PARTITIONS)) -> None:
        """What this Redis holds is all that it should hold: from now on it is served from."""
        self.check(partitions)
        self.ids.begin()

    def scrub(self) -> None:
        """Has Redis write its append-only file anew: what was deleted stands in it until then."""
        for kept in self._link.each("INFO", "persistence"):
            if b"aof_enabled:1" in kept and b"aof_rewrite_in_progress:0" in kept:
                self._link.each("BGREWRITEAOF")
                return

    def ping(self) -> None:
        self._link.call("PING")

    def read(self, contact: str, delivery: str) -> Loaded:
        """All a turn needs to know, in one round trip. Raises NotReady on a Redis that is not
        prepared."""
        self.clock.look()
        tag = f"{{{partition(contact)}}}"
        session, reply, opted_out, tombstone, generation = self._link.call(
            "MGET",
            f"{tag}:session:{contact}",
            f"{tag}:reply:{contact}:{delivery}",
            f"{tag}:optout:{contact}",
            f"{tag}:erased:{contact}",
            f"{tag}:generation",
        )
        if generation not in self.ids.mine:
            self.ids.admit(generation)
        return Loaded(
            delivery,
            session[8:] if session else None,
            int(session[:8], 16) if session else 0,
            reply.decode() if reply is not None else None,
            opted_out.decode() if opted_out is not None else None,
            tombstone.decode() if tombstone else NEVER_ERASED,
            generation.decode(),
        )

    def commit(self, contact: str, turn: Commit) -> bool | str:
        """Writes the whole turn: True. False if the contact has moved since `turn.after`; a reply
        already given comes back.

        Safe to repeat: the second time finds its own reply. While nobody knows whether it has been
        done Redis is asked again, and what was not begun in time is refused: StoreAway means that
        nothing was written, unless the answer to the last question did not come either.
        """
        by = self.now() + COMMIT_SECONDS
        # What is planned may lie far ahead, and the session stays for it.
        kept = self.session_seconds + max(0, int(turn.last_due - self.now()))
        return commit_turn(self._link, contact, turn, kept, by)

    @contextmanager
    def lock(self, contact: str, wait_seconds: float = 1.0) -> Iterator[bool]:
        """Short advisory lock of one contact; False when it could not be had in time.

        It only takes the crowd away: what is right or wrong is still decided by the commit.
        """
        key, token = f"{{{partition(contact)}}}:lock:{contact}", secrets.token_hex(8)
        deadline = time.monotonic() + wait_seconds
        while not (mine := self._link.call("SET", key, token, "NX", "PX", _LOCK_MS) is not None):
            if time.monotonic() > deadline:
                break
            time.sleep(random.uniform(0.002, 0.01))
        try:
            yield mine
        finally:
            if mine:
                with suppress(StoreAway):  # it ends by itself
                    self._link.call("EVAL", UNLOCK, 1, key, token)

    def exchange(self, contact: str, old: bytes, new: bytes) -> bool:
        """Puts a session in the place of one that is the same but for how it is written; False if
        it has moved since."""
        return bool(
            self._link.call(
                "EVAL", EXCHANGE, 1, f"{{{partition(contact)}}}:session:{contact}", old, new
            )
        )

    def quiet(self, before: float, limit: int = 100) -> list[str]:
        """Contacts whose session counts as abandoned at this unix time, the longest silent of each
        partition first."""
        asked = [
            ("ZRANGEBYSCORE", f"{{{name}}}:quiet", "-inf", before, "LIMIT", 0, limit)
            for name in PARTITIONS
        ]
        return [contact.decode() for silent in self._link.calls(asked) for contact in silent][
            :limit
        ]

    def not_quiet(self, contact: str) -> None:
        """No session of this contact is left that could be quiet."""
        self._link.call("ZREM", f"{{{partition(contact)}}}:quiet", contact)

    def optouts(self) -> set[str]:
        """Every contact that must not be texted."""
        listed = self._link.calls([("SMEMBERS", f"{{{name}}}:optouts") for name in PARTITIONS])
        return {member.decode() for members in listed for member in members}

    def outbox(self, name: str, after: str = "-", count: int = 100) -> list[Entry]:
        """Turns of one partition for the archive, in order, behind the entry `after`."""
        return self._entries(f"{{{name}}}:outbox", after, count)

    def lag(self) -> float:
        """How many seconds ago the turn was taken that waits longest for the archive, whatever it
        holds; 0 if none waits."""
        first = self._link.calls(
            [("XRANGE", f"{{{name}}}:outbox", "-", "+", "COUNT", 1) for name in PARTITIONS]
        )
        oldest = [found[0][0] for found in first if found]
        return max(
            (self.now() - int(entry.partition(b"-")[0]) / 1000 for entry in oldest), default=0.0
        )

    def sends(self, name: str, after: str = "-", count: int = 100) -> list[Entry]:
        """Texts of one partition to send, in order, behind the entry `after`."""
        return self._entries(f"{{{name}}}:sends", after, count)

    def _entries(self, key: str, after: str, count: int) -> list[Entry]:
        found = self._link.call(
            "XRANGE", key, after if after == "-" else f"({after}", "+", "COUNT", count
        )
        return [read_entry(entry_id, fields) for entry_id, fields in found]
