"""A Redis full of open sessions, and what one of them takes."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

import redis
from msgspec.structs import replace

from bot.contacts import contact_id, partition
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, take_turn
from bot.redis.store import Store
from bot.redis.stored import Commit
from flows.model.inputs import Channel, Text
from webhooks.twiml import render

_SAMPLE = 200


@dataclass(frozen=True)
class Bytes:
    """Of one open session, on average."""

    whole: float
    session: float
    reply: float
    other: float


class Copying(Store):
    """The real store, which also keeps what it was given: the turns to fill another Redis with."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.commits: list[Commit] = []

    def commit(self, contact: str, turn: Commit) -> bool | str:
        self.commits.append(turn)
        return super().commit(contact, turn)


def listening(desk: Desk, url: str) -> tuple[Desk, list[Commit]]:
    """The same desk, and whatever will be committed at it."""
    store = Copying(url)
    return Desk(**{**vars(desk), "store": store}), store.commits


def text_all(desk: Desk, scripts: Sequence[Sequence[str]]) -> None:
    """Every turn of the scripts, taken for real."""
    for texts in scripts:
        sender = f"+1860{secrets.randbelow(8_000_000) + 2_000_000}"
        for text in texts:
            sid = f"SM{secrets.token_hex(16)}"
            take_turn(
                desk,
                Inbound(sid, sender, "+18605550100", Channel.SMS, Text(text), time.time()),
                render,
            )


def fill(store: Store, url: str, turns: Sequence[Commit], count: int) -> Bytes:
    """So many contacts more, each with one of these turns committed; what one takes."""
    made: list[tuple[str, str, str]] = []
    with redis.Redis.from_url(url) as raw:
        before = raw.info("memory")["used_memory"]
        for turn in itertools.islice(itertools.cycle(turns), count):
            contact, delivery = (
                contact_id(secrets.token_hex(8), "bench"),
                f"SM{secrets.token_hex(16)}",
            )
            store.commit(contact, replace(turn, after=store.read(contact, delivery)))
            made.append((f"{{{partition(contact)}}}", contact, delivery))
        whole = (raw.info("memory")["used_memory"] - before) / count
        sample = made[:: max(1, count // _SAMPLE)]
        session = _mean(raw, [f"{tag}:session:{contact}" for tag, contact, _ in sample])
        reply = _mean(
            raw, [f"{tag}:reply:{contact}:{delivery}" for tag, contact, delivery in sample]
        )
    return Bytes(whole, session, reply, whole - session - reply)


def _mean(raw: redis.Redis, keys: Sequence[str]) -> float:
    return sum(raw.memory_usage(key) or 0 for key in keys) / len(keys)
