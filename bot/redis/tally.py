"""Counts that the workers keep in Redis, since they serve no /metrics themselves."""

from __future__ import annotations

from bot.redis.connection.link import Link


class Tally:
    """Named counts under one key. Every method raises StoreAway."""

    def __init__(self, url: str, key: str) -> None:
        self._link = Link(url)
        self._key = key

    def add(self, counts: dict[str, int]) -> None:
        for name, many in counts.items():
            self._link.call("HINCRBY", self._key, name, many)

    def read(self) -> dict[str, int]:
        flat = self._link.call("HGETALL", self._key)
        return {
            name.decode(): int(number) for name, number in zip(flat[::2], flat[1::2], strict=True)
        }
