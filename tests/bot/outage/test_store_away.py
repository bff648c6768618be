"""A Redis that is gone: said at once, and over by itself when it is back."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.contacts import contact_id, partition
from bot.conversation.inbound import Inbound
from bot.conversation.sends import decode_send
from bot.conversation.turns import take_turn
from bot.outage.fallback import Outage
from bot.outage.spool import Spool
from bot.redis.commit_turn import COMMIT_SECONDS
from bot.redis.connection import link as redis_link
from bot.redis.connection import server as redis_server
from bot.redis.routes import CONNECT_SECONDS
from bot.redis.store import Store, StoreAway
from bot.redis.stored import Commit
from flows.model.inputs import Channel, Text
from tests.playing.desks import make_desk
from webhooks import twiml

ANNA = contact_id("+18605550101", "a key for the tests, 32 characters")


@pytest.fixture
def own_server(tmp_path: Path, redis_binaries: list[Path]) -> Iterator[redis_server.RedisServer]:
    """A server of this test's own, to be treated badly."""
    yield redis_server.ensure(tmp_path, "always", redis_binaries)
    redis_server.stop(tmp_path)


def test_nobody_waits_longer_than_twilio_does() -> None:
    """A turn reads, commits, and asks once more whether the commit is there: together less than
    Twilio's fifteen seconds."""
    once = CONNECT_SECONDS + redis_link.ANSWER_SECONDS
    assert once + COMMIT_SECONDS + once < 14


def test_hanging_redis(own_server: redis_server.RedisServer) -> None:
    """A Redis that takes connections and answers nothing is away; others need not wait for it; it
    comes back by itself."""
    known, fresh = Store(own_server.url), Store(own_server.url)
    known.prepare()
    known.read(ANNA, "SM1")
    os.kill(own_server.pid, signal.SIGSTOP)
    try:
        for store, why in (
            (known, "no answer in time"),
            (known, "resting"),
            (fresh, "no answer in time"),
        ):
            with pytest.raises(StoreAway, match=why):
                store.read(ANNA, "SM1")
    finally:
        os.kill(own_server.pid, signal.SIGCONT)
    time.sleep(0.6)
    assert known.read(ANNA, "SM1").delivery == "SM1"


def test_killed_redis(
    tmp_path: Path, own_server: redis_server.RedisServer, redis_binaries: list[Path]
) -> None:
    """A Redis that was killed is away; once it is back the first call already succeeds."""
    store = Store(own_server.url)
    store.prepare()
    os.kill(own_server.pid, signal.SIGKILL)
    for _ in range(2):
        with pytest.raises(StoreAway):
            store.read(ANNA, "SM1")
    redis_server.ensure(tmp_path, "always", redis_binaries)
    assert store.read(ANNA, "SM1").version == 0


def test_restart_between_two_turns_is_not_noticed(
    tmp_path: Path, own_server: redis_server.RedisServer, redis_binaries: list[Path]
) -> None:
    """A connection from before a restart is made anew without anybody being turned away."""
    store = Store(own_server.url)
    store.prepare()
    redis_server.stop(tmp_path)
    redis_server.ensure(tmp_path, "always", redis_binaries)
    assert store.read(ANNA, "SM1").version == 0


def test_nobody_listens() -> None:
    """A port where nobody listens, and one that takes a connection and then stays silent."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(StoreAway):
        Store(f"redis://127.0.0.1:{port}").ping()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreAway):
        Store(f"redis://127.0.0.1:{silent.getsockname()[1]}").ping()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreAway):
        Store(f"rediss://127.0.0.1:{silent.getsockname()[1]}").ping()


def test_a_commit_that_redis_comes_to_after_all_is_answered_though_late(
    own_server: redis_server.RedisServer, tmp_path: Path
) -> None:
    """Redis stops after the read for longer than it may take to answer once."""
    store = Store(own_server.url)
    store.prepare()
    after = store.read(ANNA, "SM1")
    os.kill(own_server.pid, signal.SIGSTOP)
    again = threading.Timer(
        redis_link.ANSWER_SECONDS + 0.3, os.kill, (own_server.pid, signal.SIGCONT)
    )
    again.start()
    began = time.monotonic()
    assert store.commit(ANNA, Commit(after, "the answer", "s1", b"{}", b"{}")) in (
        True,
        "the answer",
    )
    assert time.monotonic() - began < COMMIT_SECONDS + redis_link.ANSWER_SECONDS
    assert store.read(ANNA, "SM1").reply == "the answer"
    assert len(store.outbox(partition(ANNA))) == 1


def test_a_commit_that_nobody_waits_for_any_more_is_refused(
    own_server: redis_server.RedisServer,
) -> None:
    """No phantom move: what lay in Redis' hands when the person was told that the system is down is
    not done later."""
    store, other = Store(own_server.url), Store(own_server.url)
    store.prepare()
    after = store.read(ANNA, "SM1")
    os.kill(own_server.pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(StoreAway):
            store.commit(ANNA, Commit(after, "the answer", "s1", b"{}", b"{}"))
    finally:
        took = time.monotonic() - began
        os.kill(own_server.pid, signal.SIGCONT)
    assert took < COMMIT_SECONDS + CONNECT_SECONDS + redis_link.ANSWER_SECONDS
    time.sleep(0.5)
    loaded = other.read(ANNA, "SM1")
    assert (loaded.reply, loaded.session) == (None, None)


def test_a_text_answered_without_redis_though_it_was_committed_gets_its_reply_by_text(
    store: Store, tmp_path: Path
) -> None:
    desk = make_desk(store, tmp_path)
    outage = Outage(desk, Spool(tmp_path / "spool", desk.cipher))
    outage.reads_replies(twiml.words_of)
    for number, body in enumerate(("hola", "1")):
        text = Inbound(
            f"SM{number}", "+18605550101", "+18605550100", Channel.SMS, Text(body), store.now()
        )
        reply = twiml.words_of(take_turn(desk, text, twiml.render))
    for _ in range(2):
        outage.answer(text)
        outage.catch_up()
    (send,) = store.sends(partition(contact_id("+18605550101", desk.contact_key)))
    assert decode_send(send.payload).text == reply


def test_a_reply_that_was_overtaken_is_not_given_late(store: Store, tmp_path: Path) -> None:
    desk = make_desk(store, tmp_path)
    outage = Outage(desk, Spool(tmp_path / "spool", desk.cipher))
    outage.reads_replies(twiml.words_of)
    for number, (body, since) in enumerate((("hola", 60.0), ("1", 0.0))):
        text = Inbound(
            f"SM{number}",
            "+18605550101",
            "+18605550100",
            Channel.SMS,
            Text(body),
            store.now() - since,
        )
        take_turn(desk, text, twiml.render)
        if not number:
            outage.answer(text)
    outage.catch_up()
    assert store.sends(partition(contact_id("+18605550101", desk.contact_key))) == []
