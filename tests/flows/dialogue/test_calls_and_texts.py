"""A text may come at any moment of a call, and after any: it is answered, and the call goes on from
where that leads."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flows import engine
from flows.model.context import Context
from flows.model.inputs import Channel, Digits, Hangup, Text
from flows.model.waits import Gather
from tests.flows.walks import CALL, World, name_of, on_the_line, places, step_on
from tests.playing.desks import the_flow

TEXTS = ("hello", "1", "yes", "STOP", "FORGET", "help", "", "i want to kill myself", "06106")


def by_text(context: Context) -> Context:
    return replace(context, channel=Channel.SMS, call=None)


@pytest.mark.parametrize("body", TEXTS)
def test_during_a_call(body: str) -> None:
    flow, world = the_flow(), World()
    for start in places(flow):
        session = on_the_line(start)
        turn = engine.resume(flow, session, Text(body), by_text(world.context(0)))
        assert turn.reply, name_of(start)
        if not turn.erased:
            after = step_on(flow, turn.session, Digits("*"), world)
            assert isinstance(after.wait, Gather), name_of(start)


@pytest.mark.parametrize("body", TEXTS)
def test_after_a_call(body: str) -> None:
    flow, world = the_flow(), World()
    for start in places(flow):
        ended = engine.resume(
            flow, on_the_line(start), Hangup("completed", 60), world.context(CALL.n)
        ).session
        turn = engine.resume(flow, ended, Text(body), by_text(world.context(0)))
        assert turn.reply, name_of(start)
