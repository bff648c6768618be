"""Sessions that this program cannot read, kept aside when a new one takes their place.

{p07}:aside:<contact>   the session as it was; expires like one
{p07}:asides            the contacts that have one
"""

from __future__ import annotations

import random

from bot.contacts import PARTITIONS, partition
from bot.redis.connection.link import Link

_KEEP = """
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[3])
redis.call('SADD', KEYS[2], ARGV[2])
"""

_TAKE_UP = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[3], ARGV[4] .. ARGV[1], 'EX', ARGV[3])
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[2])
return 1
"""

_DROP = """
redis.call('SREM', KEYS[2], ARGV[1])
return redis.call('DEL', KEYS[1])
"""


class Aside:
    """The sessions kept aside. Every method raises StoreAway."""

    def __init__(self, link: Link, seconds: int) -> None:
        self._link = link
        self._seconds = seconds

    def keep(self, contact: str, session: bytes) -> None:
        """Keeps it, in the place of one that was kept before."""
        self._link.call("EVAL", _KEEP, 2, *_keys(contact), session, contact, self._seconds)

    def contacts(self) -> list[str]:
        """Whose session is kept aside."""
        listed = self._link.calls([("SMEMBERS", f"{{{name}}}:asides") for name in PARTITIONS])
        found = sorted(member.decode() for members in listed for member in members)
        there = self._link.calls([("EXISTS", _keys(contact)[0]) for contact in found])
        return [contact for contact, is_there in zip(found, there, strict=True) if is_there]

    def read(self, contact: str) -> bytes | None:
        session: bytes | None = self._link.call("GET", _keys(contact)[0])
        return session

    def take_up(self, contact: str, session: bytes) -> bool:
        """The conversation goes on from it, whatever has begun since; False if it is gone."""
        keys = (*_keys(contact), f"{{{partition(contact)}}}:session:{contact}")
        version = f"{random.getrandbits(32) or 1:08x}"  # no turn was worked out from it
        values = (session, contact, self._seconds, version)
        return bool(self._link.call("EVAL", _TAKE_UP, 3, *keys, *values))

    def drop(self, contact: str) -> bool:
        return bool(self._link.call("EVAL", _DROP, 2, *_keys(contact), contact))


def _keys(contact: str) -> tuple[str, str]:
    tag = f"{{{partition(contact)}}}"
    return f"{tag}:aside:{contact}", f"{tag}:asides"
