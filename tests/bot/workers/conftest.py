"""A parent who is owed a text, a stand-in for Twilio, and a sender that settles it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.conversation.turns import Desk
from bot.redis.store import Store
from bot.redis.streams.send_stream import SendStream
from bot.workers.sender import Patience
from flows.model.call_events import TextNotSent, TextSent
from tests.bot.sending import Person
from tests.bot.workers.senders import HASTE, sending
from tests.playing.desks import make_desk
from tests.stand_ins.twilio_stand_in import StandIn
from tests.started_program import until


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return make_desk(store, tmp_path)


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def stream(redis_url: str) -> SendStream:
    return SendStream(redis_url, block_seconds=0.05)


@pytest.fixture
def parent(desk: Desk) -> Person:
    person = Person(desk)
    person.says("hi")
    return person


@pytest.fixture
def settled(
    desk: Desk, redis_url: str, twilio: StandIn, parent: Person
) -> Callable[[Patience], TextSent | TextNotSent]:
    """Runs a sender until the parent's one text has an outcome and is out of the stream."""

    def settle(patience: Patience = HASTE) -> TextSent | TextNotSent:
        with sending(desk, redis_url, twilio, patience):
            until(lambda: parent.outcomes and not parent.waiting(), "outcome", 10)
        (outcome,) = parent.outcomes
        return outcome

    return settle
