"""One move a delivery, the same reply twice, nothing lost among many at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import redis

from bot.contacts import PARTITIONS, contact_id, partition
from bot.conversation.deliveries import DeliveryReport, record_delivery
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, end_quiet, record_late, take_turn
from bot.redis.store import Store
from bot.stored_session import TurnEntry, decode_entry, decode_record
from bot.workers.sweeper import sweep
from flows.dialogue.turn import Turn
from flows.model.context import Call, Policy
from flows.model.events import DeliveryReported, ErasureConfirmed, InputReceived, OptedOut
from flows.model.inputs import Channel, Ring, Text
from flows.model.session import Disposition, Session, Status
from tests.playing.desks import CONTACT_KEY, make_desk

PARENT = "+18605550199"
CONTACT = contact_id(PARENT, CONTACT_KEY)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


def inbound(
    body: str, sid: str = "", received: float | None = None, simulated: bool = False
) -> Inbound:
    when = time.time() if received is None else received
    return Inbound(
        sid or f"SM{uuid4().hex}", PARENT, "+18605550100", Channel.SMS, Text(body), when, simulated
    )


def words(turn: Turn) -> str:
    return turn.reply


def entries(desk: Desk) -> list[TurnEntry]:
    found = desk.store.outbox(partition(CONTACT), count=10_000)
    return [decode_entry(entry.payload) for entry in found if entry.contact == CONTACT]


def session(desk: Desk) -> Session | None:
    stored = desk.store.read(CONTACT, "none").session
    return decode_record(stored).session if stored else None


def received(desk: Desk) -> list[str]:
    return [
        event.input.body
        for entry in entries(desk)
        for event in entry.events
        if isinstance(event, InputReceived)
    ]


def test_the_same_delivery_gets_the_same_reply_and_moves_nothing(desk: Desk) -> None:
    first = take_turn(desk, inbound("hola", "SM1"), words)
    take_turn(desk, inbound("2", "SM2"), words)
    moved = session(desk)
    assert take_turn(desk, inbound("hola", "SM1"), words) == first
    assert session(desk) == moved
    assert len(entries(desk)) == 2


def test_forty_messages_each_delivered_twice_at_once_are_forty_inputs_with_forty_replies(
    desk: Desk,
) -> None:
    take_turn(desk, inbound("hi"), words)
    deliveries = [inbound(f"word {n}", f"SM{n}") for n in range(40)] * 2
    with ThreadPoolExecutor(16) as pool:
        replies = list(
            pool.map(
                lambda one: take_turn(desk, one, lambda turn: f"{turn.session.seq}"), deliveries
            )
        )
    assert replies[:40] == replies[40:]
    assert len(set(replies)) == 40
    assert sorted(received(desk)[1:]) == sorted(f"word {n}" for n in range(40))


def test_facts_are_numbered_without_a_gap_in_the_order_of_the_outbox(desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: take_turn(desk, inbound(f"word {n}"), words), range(20)))
    at = 0
    for entry in entries(desk):
        assert entry.first == at
        at += len(entry.events)


def test_a_bug_in_the_conversation_still_answers_with_the_number_and_keeps_the_text(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_turn(desk, inbound("hola"), words)
    before = session(desk)

    def broken(*_: object) -> Turn:
        raise RuntimeError("a secret thing that a person said")

    monkeypatch.setattr("flows.engine.resume", broken)
    reply = take_turn(desk, inbound("algo", "SM9"), words)
    after = session(desk)
    assert "(860) 757-4820" in reply
    assert received(desk)[-1] == "algo"
    assert before is not None
    assert after is not None
    assert (after.step, after.answers) == (before.step, before.answers)


def test_forget_leaves_no_word_and_no_number(desk: Desk, raw_redis: redis.Redis) -> None:
    for body in ("hi", "1", "march", "06106", "FORGET", "1"):
        reply = take_turn(desk, inbound(body), words)
    assert "erased" in reply
    assert session(desk) is None
    assert [type(event) for entry in entries(desk) for event in entry.events] == [ErasureConfirmed]
    everything = b"".join(dump(raw_redis, key) for key in raw_redis.scan_iter())
    assert b"06106" not in everything
    assert PARENT.encode() not in everything


def dump(client: redis.Redis, key: bytes) -> bytes:
    read: dict[bytes, Callable[[], object]] = {
        b"string": lambda: client.get(key),
        b"list": lambda: client.lrange(key, 0, -1),
        b"stream": lambda: client.xrange(key),
        b"set": lambda: client.smembers(key),
        b"zset": lambda: client.zrange(key, 0, -1),
    }
    return repr(read[client.type(key)]()).encode()


def test_what_was_received_as_an_erasure_happened_is_kept(desk: Desk) -> None:
    for body in ("hi", "FORGET", "1"):
        take_turn(desk, inbound(body), words)
    erased = desk.store.read(CONTACT, "none").erased_at
    assert take_turn(desk, inbound("hello", received=erased), words) != ""
    assert session(desk) is not None


def test_what_was_received_before_an_erasure_is_dropped(desk: Desk) -> None:
    early = time.time()
    for body in ("hi", "FORGET", "1"):
        take_turn(desk, inbound(body), words)
    assert take_turn(desk, inbound("from before", received=early), words) == ""
    assert session(desk) is None


def test_forget_by_request_keeps_the_session_and_asks_staff(store: Store, tmp_path: Path) -> None:
    desk = make_desk(store, tmp_path, policy=Policy(erase="request"))
    for body in ("hi", "FORGET", "1"):
        reply = take_turn(desk, inbound(body), words)
    assert "asked our staff" in reply
    assert session(desk) is not None


def test_an_opt_out_outlives_the_session_and_start_ends_it(
    desk: Desk, raw_redis: redis.Redis
) -> None:
    take_turn(desk, inbound("hi"), words)
    assert "START" in take_turn(desk, inbound("STOP"), words)
    raw_redis.delete(f"{{{partition(CONTACT)}}}:session:{CONTACT}")
    assert take_turn(desk, inbound("hello?"), words) == ""
    assert CONTACT in desk.optouts
    assert take_turn(desk, inbound("START"), words) != ""
    assert CONTACT not in desk.optouts


def test_numbers_are_stored_encrypted_and_simulated_sessions_marked(desk: Desk) -> None:
    take_turn(desk, inbound("hi", simulated=True), words)
    record = decode_record(desk.store.read(CONTACT, "none").session or b"")
    assert record.simulated
    assert PARENT not in record.number
    assert desk.cipher.decrypt(record.number) == PARENT


def test_late_texts_are_recorded_and_only_stop_takes_effect(desk: Desk) -> None:
    take_turn(desk, inbound("hi"), words)
    before = session(desk)
    record_late(desk, inbound("1", "SM7"))
    record_late(desk, inbound("1", "SM7"))
    after = session(desk)
    assert before is not None
    assert after is not None
    assert (after.step, after.answers) == (before.step, before.answers)
    assert received(desk) == ["hi", "1"]
    record_late(desk, inbound("please stop texting me"))
    assert CONTACT in desk.store.optouts()


@pytest.mark.parametrize("texted", [True, False])
def test_a_delivery_report_is_recorded_once_and_21610_is_an_opt_out(
    desk: Desk, texted: bool
) -> None:
    if texted:
        take_turn(desk, inbound("hi"), words)
    report = DeliveryReport("SM5:failed", PARENT, "SM5", "failed", "21610")
    record_delivery(desk, report, time.time())
    record_delivery(desk, report, time.time())
    events = [event for entry in entries(desk) for event in entry.events]
    assert [event for event in events if isinstance(event, DeliveryReported)] == [
        DeliveryReported("SM5", "failed", "21610")
    ]
    assert len([event for event in events if isinstance(event, OptedOut)]) == 1
    assert CONTACT in desk.store.optouts()
    assert take_turn(desk, inbound("hello"), words) == ""


def test_the_worker_ends_what_went_quiet_and_only_that(store: Store, tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=31)
    take_turn(
        make_desk(store, tmp_path, clock=lambda: long_ago),
        inbound("hi", received=long_ago.timestamp()),
        words,
    )
    desk = make_desk(store, tmp_path)
    assert sweep(desk, time.time()) == 1
    ended = session(desk)
    assert ended is not None
    assert (ended.status, ended.disposition) == (Status.EXPIRED, Disposition.ABANDONED)
    assert sweep(desk, time.time()) == 0
    take_turn(desk, inbound("hi"), words)
    assert sweep(desk, time.time()) == 0


def test_a_session_that_has_just_moved_is_not_ended(desk: Desk) -> None:
    """Its end may have been due when the sweeper looked it up, and a text came before it got
    there."""
    take_turn(desk, inbound("hi"), words)
    moved = session(desk)
    assert moved is not None
    due = desk.quiet_at(moved)
    assert due is not None
    end_quiet(desk, CONTACT, due - 1)
    assert session(desk) == moved
    end_quiet(desk, CONTACT, due)
    ended = session(desk)
    assert ended is not None
    assert ended.status is Status.EXPIRED


def test_texts_after_a_call_come_from_the_number_texted_and_never_from_the_one_called(
    desk: Desk,
) -> None:
    def address() -> str:
        return decode_record(desk.store.read(CONTACT, "none").session or b"").address

    def calls(call: str) -> Inbound:
        ring = (Channel.VOICE, Ring(), time.time())
        return Inbound(f"{call}:0", PARENT, "+18605550101", *ring, call=Call(call, 0))

    take_turn(desk, calls("CA1"), words)
    assert address() == ""
    take_turn(desk, inbound("hi"), words)
    take_turn(desk, calls("CA2"), words)
    assert address() == "+18605550100"


def test_a_session_that_cannot_be_read_keeps_no_other_from_its_end(
    store: Store, tmp_path: Path, raw_redis: redis.Redis
) -> None:
    """It is not looked for again either."""
    long_ago = datetime.now(UTC) - timedelta(days=31)
    other = f"{CONTACT[0]}{'f' * (len(CONTACT) - 1)}"
    tag = f"{{{partition(other)}}}"
    raw_redis.set(f"{tag}:session:{other}", b"00000001{not a session")
    raw_redis.zadd(f"{tag}:quiet", {other: 1})
    take_turn(
        make_desk(store, tmp_path, clock=lambda: long_ago),
        inbound("hi", received=long_ago.timestamp()),
        words,
    )
    desk = make_desk(store, tmp_path)
    assert sweep(desk, time.time()) == 1
    ended = session(desk)
    assert ended is not None
    assert ended.disposition is Disposition.ABANDONED
    assert desk.store.quiet(time.time()) == []


def test_a_session_that_is_gone_is_not_looked_for_again(
    store: Store, tmp_path: Path, raw_redis: redis.Redis
) -> None:
    desk = make_desk(store, tmp_path)
    raw_redis.zadd(f"{{{partition(CONTACT)}}}:quiet", {CONTACT: 1})
    sweep(desk, time.time())
    assert not [name for name in PARTITIONS if raw_redis.zcard(f"{{{name}}}:quiet")]
