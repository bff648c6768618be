"""A failover under load: planned, nobody hears of it; with the master killed, it is over within
seconds and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest

from bot.contacts import contact_id, partition
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, take_turn
from bot.redis.connection.link import StoreAway
from bot.redis.store import Store
from flows.model.inputs import Channel, Text
from tests.playing.desks import CONTACT_KEY, make_desk
from tests.redis_fleets import (
    NAME,
    Fleet,
    cluster_of_three,
    role,
    sentinel_of_three,
    start,
    stop,
    wait,
)

PHONES = [f"+186055502{number:02}" for number in range(8)]


class Talk:
    """Eight people in conversation, who note what was answered and for how long nobody was."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.answered: dict[str, list[str]] = {}
        self.away: list[tuple[float, str]] = []
        self._ended = Event()

    def run(self, change: Callable[[], None], seconds_after: float) -> None:
        with ThreadPoolExecutor(len(PHONES)) as pool:
            talks = [pool.submit(self._talk, phone) for phone in PHONES]
            time.sleep(1)
            try:
                change()
                time.sleep(seconds_after)
            finally:
                self._ended.set()
            for talk in talks:
                talk.result()

    def _talk(self, phone: str) -> None:
        mine = self.answered[phone] = []
        while not self._ended.is_set():
            sid = f"SM{uuid4().hex}"
            try:
                take_turn(
                    self.desk,
                    Inbound(sid, phone, "+18605550100", Channel.SMS, Text("help"), time.time()),
                    lambda turn: "ok",
                )
                mine.append(sid)
            except StoreAway as away:
                self.away.append((time.monotonic(), str(away)))
            time.sleep(0.01)

    def kept(self, phone: str) -> list[str]:
        contact = contact_id(phone, CONTACT_KEY)
        found = self.desk.store.outbox(partition(contact), count=100_000)
        return [entry.delivery for entry in found if entry.contact == contact]

    def lost(self) -> list[str]:
        return [
            sid
            for phone, sids in self.answered.items()
            for sid in set(sids) - set(self.kept(phone))
        ]

    def doubled(self) -> int:
        return sum(len(kept) - len(set(kept)) for kept in map(self.kept, self.answered))

    @property
    def outage(self) -> float:
        times = [when for when, _ in self.away]
        return max(times) - min(times) if times else 0.0


@pytest.fixture
def binary(redis_binaries: list[Path]) -> Path:
    return redis_binaries[0]


def talking(fleet: Fleet, folder: Path) -> Talk:
    store = Store(fleet.url)
    store.prepare()
    return Talk(make_desk(store, folder))


def test_a_planned_failover_costs_no_answer(binary: Path, tmp_path: Path) -> None:
    with sentinel_of_three(binary, tmp_path) as fleet:
        talk, before = talking(fleet, tmp_path), fleet.master()

        def change() -> None:
            fleet.sentinels[0].client.execute_command("SENTINEL", "FAILOVER", NAME)
            wait(
                lambda: role(fleet.servers[1]) == "master" and role(before) != "master",
                "other master",
            )

        talk.run(change, 2)
    assert talk.away == []
    assert sum(map(len, talk.answered.values())) > 100


def test_a_master_killed_is_replaced_within_five_seconds(binary: Path, tmp_path: Path) -> None:
    with sentinel_of_three(binary, tmp_path) as fleet:
        talk = talking(fleet, tmp_path)
        killed: list[float] = []

        def change() -> None:
            killed.append(time.monotonic())
            fleet.master().process.kill()
            wait(lambda: role(fleet.servers[1]) == "master", "other master")

        talk.run(change, 3)
        assert all(when - killed[0] < 5 + 4 for when, _ in talk.away)
        assert talk.outage <= 5
        # What the replica had not got yet is what `min-replicas-to-write` and WAIT are for: at most
        # its last moment.
        assert len(talk.lost()) <= len(PHONES)
        assert talk.doubled() == 0


def test_a_slot_that_moves_and_a_master_of_a_cluster_that_is_killed(
    binary: Path, tmp_path: Path
) -> None:
    with cluster_of_three(binary, tmp_path, replicas=True) as fleet:
        talk = talking(fleet, tmp_path)

        def change() -> None:
            fleet.servers[0].process.kill()
            wait(lambda: role(fleet.servers[3]) == "master", "other master")

        talk.run(change, 3)
        assert talk.outage <= 5
        assert talk.doubled() == 0
        assert len(talk.lost()) <= len(PHONES)


def test_behind_one_address_a_replica_that_was_taken_for_the_master_is_left_at_once(
    binary: Path, tmp_path: Path
) -> None:
    """As behind a name that moves: the old connections live on, and the server that they lead to
    refuses to write."""
    server = start(binary, tmp_path / "a")
    try:
        talk = talking(Fleet(f"redis://127.0.0.1:{server.port}", [server]), tmp_path)

        def change() -> None:
            # Nobody listens there: it refuses to write, and never takes over another's (empty)
            # data.
            server.client.execute_command("REPLICAOF", "127.0.0.1", 1)
            time.sleep(0.5)
            server.client.execute_command("REPLICAOF", "NO", "ONE")

        talk.run(change, 1)
        assert talk.away == []
    finally:
        stop([server])


def test_one_address_of_a_cluster_is_found_out_to_be_one(binary: Path, tmp_path: Path) -> None:
    with cluster_of_three(binary, tmp_path) as fleet:
        store = Store(f"redis://127.0.0.1:{fleet.servers[1].port}")
        store.prepare()
        assert store.missing() == []
