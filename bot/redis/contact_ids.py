"""The ids that this Redis knows people by: made with one CONTACT_KEY, and copied when it changes.

{p07}:generation names the key; a process that makes ids with another one serves nobody.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from bot.contacts import PARTITIONS, partition
from bot.redis.connection.link import Link, StoreAway

_OWN = ("session", "optout", "erased", "index", "aside")
_LISTED = ("optouts", "asides")
_CLOSED = "closed"


class NotReady(StoreAway):
    """Nobody is served: Redis was emptied and is being restored, or CONTACT_KEY is being
    changed."""


class ContactIds:
    """`key_name` names the key that this process makes ids with. Every method raises StoreAway."""

    def __init__(self, link: Link, key_name: str) -> None:
        self._link = link
        self._key_name = key_name
        self.mine: set[bytes | None] = set()  # generations that were admitted

    def admit(self, generation: bytes | None) -> None:
        """Raises NotReady unless this process may serve people from it."""
        if generation is None:
            raise NotReady("this Redis is not prepared")
        name, colon, _ = generation.decode().partition(":")
        if colon and name and self._key_name and name != self._key_name:
            raise NotReady("CONTACT_KEY is being changed, or is another one here")
        self.mine.add(generation)

    def begin(self) -> None:
        """Partitions without a generation get one."""
        for name in PARTITIONS:
            self._link.call("SET", f"{{{name}}}:generation", _generation(self._key_name), "NX")

    def close(self) -> None:
        """Nobody is served, by no process, until `open`."""
        self.open(_CLOSED)

    def open(self, key_name: str) -> None:
        """From now on the ids are those of this key."""
        for name in PARTITIONS:
            self._link.call("SET", f"{{{name}}}:generation", _generation(key_name))

    def copy(self, old: str, new: str) -> None:
        """What is kept of a contact is there under another id too: in another partition, on a
        Cluster at another node. Safe to repeat."""
        _copy_contact(self._link, old, new)

    def drop(self, old: str) -> None:
        """Nothing is left under an id that was renewed."""
        _drop_contact(self._link, old)


def _generation(key_name: str) -> str:
    return f"{key_name}:{secrets.token_hex(8)}"


def _copy_contact(link: Link, old: str, new: str) -> None:
    here, there = f"{{{partition(old)}}}", f"{{{partition(new)}}}"
    replies = [f"reply:{old}:{delivery}" for delivery in _deliveries(link, here, old)]
    names = [*(f"{kind}:{old}" for kind in _OWN), *replies]
    _copy(link, [(f"{here}:{name}", f"{there}:{name.replace(old, new, 1)}") for name in names])
    listed = link.calls([("SISMEMBER", f"{here}:{kind}", old) for kind in _LISTED])
    for kind, is_in in zip(_LISTED, listed, strict=True):
        if is_in:
            link.call("SADD", f"{there}:{kind}", new)
    if quiet := link.call("ZSCORE", f"{here}:quiet", old):
        link.call("ZADD", f"{there}:quiet", quiet, new)


def _drop_contact(link: Link, old: str) -> None:
    here = f"{{{partition(old)}}}"
    for delivery in _deliveries(link, here, old):
        link.call("DEL", f"{here}:reply:{old}:{delivery}")
    link.calls([("DEL", f"{here}:{kind}:{old}") for kind in _OWN])
    link.calls([("SREM", f"{here}:{kind}", old) for kind in _LISTED])
    link.call("ZREM", f"{here}:quiet", old)


def _deliveries(link: Link, here: str, contact: str) -> list[str]:
    entries = link.call("LRANGE", f"{here}:index:{contact}", 0, -1)
    return [entry.decode().partition(" ")[2] for entry in entries if b" " in entry]


def _copy(link: Link, pairs: Sequence[tuple[str, str]]) -> None:
    dumped: list[Any] = link.calls([("DUMP", old) for old, _ in pairs])
    left: list[Any] = link.calls([("PTTL", old) for old, _ in pairs])
    link.calls(
        [
            ("RESTORE", new, max(0, int(ttl)), value, "REPLACE")
            for (_, new), value, ttl in zip(pairs, dumped, left, strict=True)
            if value is not None
        ]
    )
