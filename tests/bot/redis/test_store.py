"""A turn in Redis: one read, one commit, all or nothing, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis

from bot.contacts import PARTITIONS, contact_id, partition
from bot.redis.store import NotReady, Store, StoreAway, WrongPartitions
from bot.redis.stored import Commit, Loaded

KEY = "a key for the tests, 32 characters"
ANNA = contact_id("+18605550101", KEY)
BEA = contact_id("+18605550102", KEY)


def turn(after: Loaded, **changes: object) -> Commit:
    usual: dict[str, object] = {
        "reply": f"answer to {after.delivery}",
        "session_id": "session-1",
        "payload": b'{"said":"private words"}',
        "session": b'{"step":"stage","said":"private words"}',
    }
    return Commit(after=after, **(usual | changes))  # type: ignore[arg-type]


def outbox(store: Store, contact: str) -> list[str]:
    return [
        entry.delivery
        for entry in store.outbox(partition(contact), count=1000)
        if entry.contact == contact
    ]


def test_first_read_finds_nothing(store: Store) -> None:
    """Someone new has no session, no reply, no opt-out, and was never erased."""
    loaded = store.read(ANNA, "SM1")
    assert (loaded.session, loaded.version, loaded.reply, loaded.opted_out) == (None, 0, None, None)
    assert (loaded.epoch, loaded.erased_at) == (0, 0.0)


def test_a_turn_is_all_there(store: Store, raw_redis: redis.Redis) -> None:
    """Session, reply, archive entry, sends and the quiet time are written together, and none lives
    for ever by mistake."""
    assert (
        store.commit(ANNA, turn(store.read(ANNA, "SM1"), sends=[b"one", b"two"], quiet_at=1000.0))
        is True
    )
    loaded = store.read(ANNA, "SM1")
    assert loaded.session == b'{"step":"stage","said":"private words"}'
    assert loaded.reply == "answer to SM1"
    (entry,) = store.outbox(partition(ANNA))
    assert (entry.contact, entry.delivery, entry.epoch, entry.session_id) == (
        ANNA,
        "SM1",
        0,
        "session-1",
    )
    assert entry.payload == b'{"said":"private words"}'
    assert [send.payload for send in store.sends(partition(ANNA))] == [b"one", b"two"]
    assert store.quiet(before=999.0) == []
    assert store.quiet(before=1000.0) == [ANNA]
    own = [key for key in raw_redis.scan_iter() if ANNA.encode() in key]
    assert len(own) == 3
    assert all(raw_redis.ttl(key) > 0 for key in own)


def test_keys_stay_in_one_slot(store: Store, raw_redis: redis.Redis) -> None:
    """Every key but the count of partitions carries the tag of its partition, so that a cluster
    keeps a turn together."""
    for contact in (ANNA, BEA):
        store.commit(
            contact, turn(store.read(contact, "SM1"), sends=[b"x"], opt_out="stop", quiet_at=1.0)
        )
    keys = {key.decode() for key in raw_redis.scan_iter()} - {"intake:partitions"}
    assert all(key[0] == "{" and key[1:4] in PARTITIONS and key[4] == "}" for key in keys)
    assert all(key.startswith(f"{{{partition(ANNA)}}}") for key in keys if ANNA in key)


def test_a_delivery_moves_once(store: Store) -> None:
    """The same delivery again, even worked out differently, gets the first answer and changes
    nothing."""
    first = store.read(ANNA, "SM1")
    assert store.commit(ANNA, turn(first)) is True
    assert (
        store.commit(ANNA, turn(first, reply="another answer", session=b"other")) == "answer to SM1"
    )
    assert store.read(ANNA, "SM1").session == b'{"step":"stage","said":"private words"}'
    assert outbox(store, ANNA) == ["SM1"]


def test_the_slower_of_two_loses(store: Store) -> None:
    """Two deliveries worked out from the same session: the second must be worked out again."""
    one, two = store.read(ANNA, "SM1"), store.read(ANNA, "SM2")
    assert store.commit(ANNA, turn(one)) is True
    assert store.commit(ANNA, turn(two)) is False
    assert store.commit(ANNA, turn(store.read(ANNA, "SM2"))) is True
    assert outbox(store, ANNA) == ["SM1", "SM2"]


def test_a_session_begun_anew_is_not_the_old_one(store: Store) -> None:
    """A turn worked out from a session that has ended does not fit one that has begun since."""
    for delivery in ("SM1", "SM2"):
        store.commit(ANNA, turn(store.read(ANNA, delivery)))
    stale = store.read(ANNA, "SM9")
    store.commit(ANNA, turn(store.read(ANNA, "SM3"), session=None))
    assert store.read(ANNA, "SM4").version == 0
    for delivery in ("SM4", "SM5"):
        store.commit(ANNA, turn(store.read(ANNA, delivery)))
    assert store.commit(ANNA, turn(stale)) is False


def test_opting_out_and_in(store: Store) -> None:
    """An opt-out is kept with its reason until it is lifted; other turns leave it as it is."""
    store.commit(ANNA, turn(store.read(ANNA, "SM1"), opt_out="STOP at noon"))
    store.commit(ANNA, turn(store.read(ANNA, "SM2")))
    assert store.read(ANNA, "SM3").opted_out == "STOP at noon"
    assert store.optouts() == {ANNA}
    store.commit(ANNA, turn(store.read(ANNA, "SM3"), opt_out=""))
    assert store.read(ANNA, "SM4").opted_out is None
    assert store.optouts() == set()


def test_erasing_leaves_no_word(store: Store, raw_redis: redis.Redis) -> None:
    """After an erasing nothing in Redis holds what was said; the opt-out, the tombstone and the
    fact remain."""
    for number in range(3):
        store.commit(
            ANNA,
            turn(
                store.read(ANNA, f"SM{number}"),
                sends=[b"private words"],
                quiet_at=5.0,
                opt_out="STOP",
            ),
        )
    store.commit(
        BEA, turn(store.read(BEA, "SM7"), session=b"of Bea", payload=b"of Bea", reply="of Bea")
    )
    forget = turn(
        store.read(ANNA, "SM8"),
        session=None,
        payload=b'{"erased":true}',
        reply="Erased.",
        erase_at=1732240000.5,
    )
    assert store.commit(ANNA, forget) is True
    assert b"private words" not in everything(raw_redis)
    assert b"answer to" not in everything(raw_redis)
    assert everything(raw_redis).count(b"of Bea") == 3
    after = store.read(ANNA, "SM9")
    assert (after.session, after.epoch, after.erased_at, after.opted_out) == (
        None,
        1,
        1732240000.5,
        "STOP",
    )
    assert outbox(store, ANNA) == ["SM8"]
    assert store.sends(partition(ANNA)) == []
    assert store.quiet(before=10.0) == []
    assert store.commit(ANNA, forget) == "Erased."


def everything(raw_redis: redis.Redis) -> bytes:
    """Every value of every key, as bytes."""
    readers: dict[Any, Callable[[Any], Any]] = {
        b"string": lambda key: raw_redis.get(key),
        b"list": lambda key: raw_redis.lrange(key, 0, -1),
        b"set": lambda key: raw_redis.smembers(key),
        b"zset": lambda key: raw_redis.zrange(key, 0, -1),
        b"stream": lambda key: raw_redis.xrange(key),
    }
    return b"\n".join(
        key + repr(readers[raw_redis.type(key)](key)).encode() for key in raw_redis.scan_iter()
    )


def test_what_is_older_than_the_erasing_is_dropped(store: Store) -> None:
    """A turn worked out before an erasing is refused after it, also when there was no session."""
    before = store.read(ANNA, "SM1")
    store.commit(ANNA, turn(store.read(ANNA, "SM2"), session=None, erase_at=1.0))
    assert store.commit(ANNA, turn(before)) is False
    assert store.commit(ANNA, turn(store.read(ANNA, "SM1"), session=None, erase_at=2.0)) is True
    assert store.read(ANNA, "SM3").epoch == 2


def test_an_emptied_redis_serves_nobody(store: Store, raw_redis: redis.Redis) -> None:
    """Without its generation a Redis is not believed, neither by a read nor by a commit that was
    under way."""
    under_way = store.read(ANNA, "SM1")
    raw_redis.flushall()
    with pytest.raises(NotReady):
        store.read(ANNA, "SM1")
    assert store.commit(ANNA, turn(under_way)) is False
    store.prepare()
    assert store.commit(ANNA, turn(under_way)) is False
    assert store.commit(ANNA, turn(store.read(ANNA, "SM1"))) is True


def test_another_count_of_partitions_is_refused(store: Store) -> None:
    """A program with another number of partitions does not start on these data; the same one may
    start again."""
    generation = store.read(ANNA, "SM1").generation
    store.prepare()
    assert store.read(ANNA, "SM1").generation == generation
    with pytest.raises(WrongPartitions, match="holds 16 partitions, this program has 32"):
        store.prepare(partitions=32)


def test_forgotten_script_is_loaded_again(store: Store, raw_redis: redis.Redis) -> None:
    """A Redis that has restarted has lost the script; the next turn brings it."""
    raw_redis.script_flush()
    assert store.commit(ANNA, turn(store.read(ANNA, "SM1"))) is True
    assert store.commit(ANNA, turn(store.read(ANNA, "SM2"))) is True


def test_crowd_is_recorded_once_each(store: Store) -> None:
    """Forty deliveries of one contact, each sent twice, all at once: forty turns, and both copies
    get the same answer."""

    def deliver(delivery: str) -> str:
        while True:
            loaded = store.read(ANNA, delivery)
            if loaded.reply is not None:
                return loaded.reply
            given = store.commit(ANNA, turn(loaded, reply=f"{delivery} by {threading.get_ident()}"))
            if given is True:
                return f"{delivery} by {threading.get_ident()}"
            if given:
                return str(given)

    deliveries = [f"SM{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(deliver, deliveries * 2))
    assert answers[:40] == answers[40:]
    assert sorted(outbox(store, ANNA)) == sorted(deliveries)


def test_only_one_holds_the_lock(store: Store) -> None:
    """A second one waits and is told when it waited in vain; another contact is not kept out;
    afterwards it is free."""
    with store.lock(ANNA) as first:
        with store.lock(ANNA, wait_seconds=0.05) as second, store.lock(BEA) as other:
            assert (first, second, other) == (True, False, True)
        with store.lock(ANNA, wait_seconds=0.05) as third:
            assert (
                third is False
            )  # the one that waited in vain has not let go of what was not its own
    with store.lock(ANNA, wait_seconds=0.05) as fourth:
        assert fourth is True


def test_streams_are_read_on_from_where_one_was(store: Store) -> None:
    """The outbox is read in order, some at a time, behind the last one seen."""
    for number in range(5):
        store.commit(ANNA, turn(store.read(ANNA, f"SM{number}")))
    first = store.outbox(partition(ANNA), count=3)
    rest = store.outbox(partition(ANNA), after=first[-1].id)
    assert [entry.delivery for entry in first + rest] == [f"SM{number}" for number in range(5)]


def test_wrong_type_is_away_and_tells_no_content(store: Store, raw_redis: redis.Redis) -> None:
    """A command that Redis refuses is reported by the kind of the error alone."""
    raw_redis.rpush(f"{{{partition(ANNA)}}}:outbox", "private words")
    with pytest.raises(StoreAway, match=r"^WRONGTYPE$"):
        store.commit(ANNA, turn(store.read(ANNA, "SM1")))
