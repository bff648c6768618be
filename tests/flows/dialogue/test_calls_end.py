"""Every walk through a call comes to an end: from every place, with silence only, with nonsense
only, with both in turn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flows.model.inputs import Dialled, Digits, Input, Silence, Speech
from flows.model.waits import Dial, HangUp
from flows.wording.voice_prompts import spoken_number
from tests.flows.walks import WORLDS, World, name_of, on_the_line, places, step_on
from tests.playing.desks import the_flow

# After twenty turns in a row that keep no answer the call ends; a dial that nobody takes is one
# more request each time.
MOST_REQUESTS = 24
WALKS: dict[str, Sequence[Input]] = {
    "silence": (Silence(),),
    "nonsense": (Speech("brrf dz gn", 0.9),),
    "muttering": (Speech("uh the uh thing you know", 0.2),),
    "keys that mean nothing": (Digits("88"),),
    "silence and nonsense": (Silence(), Speech("brrf dz gn", 0.9)),
    "silence after asking for a person who never comes": (
        Digits("0"),
        *[Silence()] * MOST_REQUESTS,
    ),
}

# After words of danger the last words are the number that helps there.
HELP_LINES = ("9 1 1", "9 8 8", "8 8 8, 7 7 4, 2 9 0 0")


@pytest.mark.parametrize("world", WORLDS, ids=repr)
@pytest.mark.parametrize("walk", WALKS)
def test_it_ends_with_the_number_said_twice(walk: str, world: World) -> None:
    flow, number = the_flow(), spoken_number(world.context(0).policy.mch)
    for start in places(flow):
        session, inputs = on_the_line(start), WALKS[walk]
        for i in range(MOST_REQUESTS):
            turn = step_on(flow, session, inputs[i % len(inputs)], world)
            session = turn.session
            if isinstance(turn.wait, Dial):
                turn = step_on(flow, session, Dialled("no-answer"), world)
                session = turn.session
            if isinstance(turn.wait, HangUp):
                break
        else:
            pytest.fail(
                f"{name_of(start)}: after {MOST_REQUESTS} requests the call still goes on, at"
                f" {name_of(session)}"
            )
        numbers = (number, *HELP_LINES)
        assert any(turn.reply.count(each) >= 2 for each in numbers), (
            f"{name_of(start)}: hung up without the number said twice:\n{turn.reply}"
        )
