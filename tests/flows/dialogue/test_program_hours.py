"""A program with a line of its own: its number, "press 5", and when it answers, where that is
known."""

from __future__ import annotations

import pytest

from bot.intake import load_flow
from flows import engine
from flows.flow import Flow
from flows.model.context import Call, Context, Policy
from flows.model.inputs import Channel, Dialled, Digits, Input, Ring, Silence
from flows.model.waits import Dial
from tests.intake_folders import change, copied
from tests.test_cases import NOW, OFFICE

LIST = ("1", "3#", "1", "06106", "1", "2", "1")
HOURS = {
    "en": ("1", "Monday to Friday, from 8 to 4", "They answer Monday to Friday, from 8 to 4."),
    "es": ("2", "de lunes a viernes, de 8 a 4", "Contestan de lunes a viernes, de 8 a 4."),
}


def call(flow: Flow, *inputs: Input) -> tuple[list[str], object]:
    """What is heard after the last of these inputs, and what the call waits for."""
    session, n, heard, wait = None, 0, [], None
    for input_ in (Ring(), *inputs):
        context = Context(
            now=NOW,
            today=NOW.date(),
            new_id="s",
            channel=Channel.VOICE,
            call=Call("CA0", n),
            office=OFFICE,
            policy=Policy(transfer=True),
        )
        turn = engine.resume(flow, session, input_, context)
        session, n = turn.session, turn.session.calls["CA0"].n
        heard, wait = [prompt.text for prompt in turn.prompts], turn.wait
    return heard, wait


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Flow:
    folder = copied(tmp_path_factory.mktemp("hours"))
    for language, (_, hours, _) in HOURS.items():
        change(
            folder / language / "voice.programs.yaml",
            lambda data, hours=hours: data["programs"]["wic"].update(hours=hours),
        )
    return load_flow(folder)


@pytest.mark.parametrize("language", HOURS)
def test_the_list_says_when_a_program_answers(flow: Flow, language: str) -> None:
    key, _, said = HOURS[language]
    heard, _ = call(flow, *map(Digits, (key, *LIST)))
    assert said in heard
    heard, _ = call(flow, *map(Digits, (key, *LIST)), Silence())
    assert said not in heard  # MCH answers the next one


@pytest.mark.parametrize("language", HOURS)
def test_where_nobody_answers_it_is_said_when_somebody_does(flow: Flow, language: str) -> None:
    key, _, said = HOURS[language]
    through = (*map(Digits, (key, *LIST)), Digits("5"))
    assert call(flow, *through)[1] == Dial("+18607574780", language)
    heard, _ = call(flow, *through, Dialled("no-answer"))
    assert "8 6 0, 7 5 7, 4 7 8 0" in " ".join(heard)
    assert said in heard


def test_where_no_hours_are_known_none_are_said() -> None:
    heard, _ = call(load_flow(), *map(Digits, ("1", *LIST)))
    assert "8 6 0, 7 5 7, 4 7 8 0" in " ".join(heard)
    assert "They answer" not in " ".join(heard)
