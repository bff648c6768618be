"""What could not be processed: inbounds that the spool set aside, turns that the archive cannot
take, sessions that this program cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from bot.contacts import PARTITIONS, partition
from bot.outage.spool import Spool
from bot.redis.store import Store
from bot.redis.streams.outbox_stream import OutboxStream
from bot.stored_session import decode_record

INBOUND, TURN, SESSION = "inbound", "turn", "session"
_SESSION = "session:"


class Leftover(NamedTuple):
    """One of them: its name for the commands, what it is, and what is known of it beside its
    words."""

    name: str
    what: str
    about: str


class Leftovers:
    """What was left over here. Every method raises StoreAway while Redis is away."""

    def __init__(self, spool: Spool, stream: OutboxStream, store: Store) -> None:
        self._spool = spool
        self._stream = stream
        self._store = store

    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {
            INBOUND: len(self._spool.set_aside()),
            TURN: len(self._stream.stuck()),
            SESSION: len(self._store.aside.contacts()),
        }

    def listed(self) -> Iterator[Leftover]:
        """All of them, without words and numbers."""
        for name, since in self._spool.set_aside():
            yield Leftover(name, INBOUND, f"set aside {since:%Y-%m-%d %H:%M} UTC")
        for key, entry, seconds, tries in self._stream.stuck():
            yield Leftover(f"{key}/{entry}", TURN, f"for {seconds:.0f} s, tried {tries} times")
        for contact in self._store.aside.contacts():
            yield Leftover(f"{_SESSION}{contact}", SESSION, "cannot be read by this version")

    def put_back(self, name: str) -> str:
        """Has it tried again. Nothing if that is done or happens by itself, else why not."""
        if name.startswith(_SESSION):
            return self._put_session_back(name.removeprefix(_SESSION))
        if "/" in name:
            return "" if name in {each.name for each in self.listed()} else "There is no such turn."
        return "" if self._spool.put_back(name) else "No inbound of that name was set aside."

    def _put_session_back(self, contact: str) -> str:
        stored = self._store.aside.read(contact) if _is_contact(contact) else None
        if stored is None:
            return "No session of that name was set aside."
        try:
            decode_record(stored)
        except msgspec.DecodeError:
            return "This version cannot read it either."
        self._store.aside.take_up(contact, stored)
        return ""

    def drop(self, name: str) -> bool:
        """Gives it up for good; False if there is none of that name."""
        if name.startswith(_SESSION):
            contact = name.removeprefix(_SESSION)
            return _is_contact(contact) and self._store.aside.drop(contact)
        key, _, entry = name.partition("/")
        return self._stream.drop(key, entry) if entry else self._spool.drop(name)


def _is_contact(name: str) -> bool:
    return name[:1] in set("0123456789abcdef") and partition(name) in PARTITIONS
