"""Checks that a Redis may hold conversations: no eviction, and an append-only file on disk."""

from __future__ import annotations

from msgspec import Struct

from bot.redis.connection.link import Link, StoreAway


class Fitness(Struct, frozen=True):
    """`problems` are reasons to refuse; `notes` say what an acknowledged turn may still be lost
    by."""

    problems: tuple[str, ...]
    notes: tuple[str, ...]


def examine(link: Link) -> Fitness:
    """Asks every master. Raises StoreAway."""
    told = [_fields(answer) for answer in link.each("INFO")]
    problems = [problem for fields in told for problem in _problems(fields, link)]
    notes = [note for fields in told for note in _notes(fields, link)]
    return Fitness(tuple(dict.fromkeys(problems)), tuple(dict.fromkeys(notes)))


def _problems(fields: dict[str, str], link: Link) -> list[str]:
    found = []
    if (policy := fields.get("maxmemory_policy", "noeviction")) != "noeviction":
        found.append(
            f"Redis evicts what it holds when its memory is full (maxmemory-policy {policy}): set"
            " noeviction."
        )
    if fields.get("aof_enabled") == "0" and _setting(link, "save") == "":
        found.append("Redis does not persist: set appendonly yes, and appendfsync always.")
    return found


def _notes(fields: dict[str, str], link: Link) -> list[str]:
    found = []
    if fields.get("aof_enabled") == "0":
        found.append(
            "Redis keeps snapshots only: a crash loses what came after the last one. Set appendonly"
            " yes."
        )
    elif (fsync := _setting(link, "appendfsync")) != "always":
        found.append(
            f"appendfsync is {fsync or 'not told'}: with everysec a power cut loses up to a second."
            " Set always."
        )
    replicas, least = fields.get("connected_slaves", "0"), _setting(link, "min-replicas-to-write")
    if replicas == "0":
        found.append(
            "Redis has no replica: when its machine is gone, so is what the archive has not got"
            " yet."
        )
    elif least in ("0", ""):
        found.append(
            f"Redis has {replicas} replica(s), and min-replicas-to-write is {least or 'not told'}:"
            " a failover loses what the replica has not got yet, most often milliseconds. With 1 a"
            " master that is cut off takes no turns."
        )
    return found


def _setting(link: Link, name: str) -> str | None:
    """None where a managed Redis does not tell."""
    try:
        answer = link.call("CONFIG", "GET", name)
    except StoreAway:
        return None
    return answer[1].decode() if answer else None


def _fields(answer: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in answer.decode("utf-8", "replace").splitlines())
    return {name: value for name, colon, value in lines if colon}
