"""Every prompt, in every language, on every rung of both ladders, at every place: TwiML that Twilio
runs without a warning."""

from __future__ import annotations

import re

import pytest

from flows.dialogue.turn import Turn
from flows.model.call_events import CallEnded
from flows.model.events import Prompted
from flows.model.inputs import Dialled, Digits, Recorded, Ring, Silence, Speech
from flows.model.session import Session
from flows.model.waits import Gather, HangUp
from simulator.twiml_rules import read
from tests.flows.walks import CALL, NOON, WORLDS, World, name_of, on_the_line, places, step_on
from tests.playing.desks import the_flow
from webhooks.spoken import Speaker

SPEAKER = Speaker(the_flow().languages, "+18605550199", "+18605550101", "/intake")
RUNGS = 5
FIELD = re.compile(r"\{(\w+)\}")
SAMPLE = "Tuesday, November 24, 8 am to 12 pm & <more>"


@pytest.mark.parametrize("language", the_flow().languages)
def test_every_prompt_alone(language: str) -> None:
    flow = the_flow()
    session = Session("s", flow.name, flow.version, flow.start, NOON, NOON, language=language)
    for key in flow.voice.prompts:
        fields = dict.fromkeys(
            (
                "mch",
                "texts",
                "what",
                "when",
                "date",
                "n",
                "name",
                "line",
                "names",
                "details",
                "reasons",
            ),
            SAMPLE,
        )
        fields |= dict.fromkeys(
            ("guess", "year", "month", "week", "day", "time", "start", "end", "weekday"), SAMPLE
        )
        fields |= dict.fromkeys(("m", "y", "numbers", "part", "call", "hours"), SAMPLE)
        prompt = Prompted(key, flow.voice.prompts.say(key, language, **fields), language)
        for wait in (Gather(language), HangUp()):
            document = read(
                SPEAKER.render(Turn(session, (prompt, CallEnded("test")), wait), CALL, "c")
            )
            assert not document.faults, f"{key} in {language}: {document.faults}"


@pytest.mark.parametrize("world", WORLDS, ids=repr)
@pytest.mark.parametrize(
    "input_", [Silence(), Speech("brrf dz gn", 0.9)], ids=["silence", "nonsense"]
)
def test_every_rung_at_every_place(input_: Silence | Speech, world: World) -> None:
    flow = the_flow()
    for start in places(flow):
        session = on_the_line(start)
        for rung in range(RUNGS):
            turn = step_on(flow, session, input_, world)
            _check(turn, world, f"{name_of(start)}, rung {rung + 1}")
            session = turn.session
            if isinstance(turn.wait, HangUp):
                break


@pytest.mark.parametrize("world", WORLDS, ids=repr)
def test_every_key_at_every_place(world: World) -> None:
    flow = the_flow()
    said = (
        "help",
        "why",
        "privacy",
        "where are you",
        "es gratis",
        "stop",
        "forget",
        "thanks",
        "español",
        "start over",
    )
    words = [Speech(words, 0.95) for words in said]
    urgent = [
        Speech(words, 0.95)
        for words in (
            "i want to kill myself",
            "he hit me",
            "my baby died",
            "she took too many pills",
        )
    ]
    outcomes = [Dialled("taken"), Dialled("busy"), Recorded("RE1", 9), Ring()]
    for start in places(flow):
        for input_ in (*(Digits(key) for key in "0123456789*#"), *words, *urgent, *outcomes):
            turn = step_on(flow, on_the_line(start), input_, world)
            _check(turn, world, f"{name_of(start)}, {type(input_).__name__}")


def _check(turn: Turn, world: World, where: str) -> None:
    assert turn.prompts, f"{where}: nothing is said"
    document = read(SPEAKER.render(turn, CALL, "c"))
    assert not document.faults, f"{where}: {document.faults}"
    assert document.verbs, where
