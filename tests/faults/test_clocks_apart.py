"""Processes whose own clocks differ by minutes: nobody is silenced, no turn is dropped, since
Redis' clock decides."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from bot.contacts import contact_id, partition
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, take_turn
from bot.redis.store import Store
from flows.model.context import Policy
from flows.model.inputs import Channel, Text
from tests.playing.desks import CONTACT_KEY, make_desk

PARENT = "+18605550123"
MINUTES = 60.0


def process(redis_url: str, folder: Path, ahead: float) -> Desk:
    """A process whose clock is so many seconds ahead."""
    store = Store(redis_url, own_clock=lambda: time.time() + ahead)
    clock = partial(_at, store)
    return make_desk(store, folder, clock=clock, policy=Policy(erase="now"))


def _at(store: Store) -> datetime:
    return datetime.fromtimestamp(store.now(), UTC)


def say(desk: Desk, text: str) -> str:
    sid, now = f"SM{uuid4().hex}", desk.store.now()
    inbound = Inbound(sid, PARENT, "+18605550100", Channel.SMS, Text(text), now)
    return take_turn(desk, inbound, lambda turn: turn.reply)


@pytest.mark.parametrize(("ahead", "behind"), [(10 * MINUTES, 0.0), (0.0, -10 * MINUTES)])
def test_after_a_forget_at_one_process_the_other_answers_and_records(
    store: Store, redis_url: str, tmp_path: Path, ahead: float, behind: float
) -> None:
    fast, slow = process(redis_url, tmp_path, ahead), process(redis_url, tmp_path, behind)
    for desk in (fast, slow):
        desk.store.check()  # as each does when it starts
    say(fast, "hi")
    for text in ("FORGET", "1"):
        assert say(fast, text)
    time.sleep(0.1)
    replies = [say(slow, "hola"), say(fast, "1"), say(slow, "i want to kill myself")]
    assert all(replies)
    assert "988" in replies[-1]
    contact = contact_id(PARENT, CONTACT_KEY)
    kept = store.outbox(partition(contact))
    assert len(kept) == 1 + len(replies)  # that it was erased, and all that was said since


def test_turns_in_turn_at_both_are_answered_and_their_pauses_are_real(
    store: Store, redis_url: str, tmp_path: Path
) -> None:
    """Nobody is asked "is this still you?" because of a clock, and no commit comes "too late"."""
    desks = [process(redis_url, tmp_path, ahead) for ahead in (5 * 3600.0, -5 * 3600.0)]
    for desk in desks:
        desk.store.check()
    texts = ("hi", "english", "1", "march", "yes", "06106")
    replies = [say(desks[number % 2], text) for number, text in enumerate(texts)]
    alone = [say_again(text, redis_url, tmp_path) for text in texts]
    assert replies == alone


def say_again(text: str, redis_url: str, folder: Path) -> str:
    """The same at one process with the right time, by another person."""
    desk = process(redis_url, folder, 0.0)
    sid, now = f"SM{uuid4().hex}", desk.store.now()
    inbound = Inbound(sid, "+18605550124", "+18605550100", Channel.SMS, Text(text), now)
    return take_turn(desk, inbound, lambda turn: turn.reply)
