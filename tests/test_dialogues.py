"""Every dialogue plays as written, within the budgets of a text; together they reach everything
there is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.conversation.turns import Desk
from bot.redis.store import Store
from flows.dialogue.stages.commands import COMMANDS, COURTESIES
from flows.model.call_events import TransferEnded
from flows.model.danger_events import SafetyRaised
from flows.model.events import (
    HandoffOpened,
    IntentHeard,
    NoiseReceived,
    OptedIn,
    OptedOut,
    Prompted,
    SessionEnded,
)
from flows.model.session import Disposition
from flows.understanding.danger.safety_data import KINDS
from flows.understanding.noise import Noise
from flows.wording.sms_encoding import MAX_LENGTH, segments
from tests.playing.desks import make_desk, the_flow
from tests.playing.play import Dialogue, Played, Player, read_dialogues

RESULTS = ("results.page", "results.details", "results.why")


@cache
def dialogues() -> list[Dialogue]:
    return read_dialogues()


@pytest.fixture(scope="module")
def played(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    """Each dialogue played once, when its test asks for it."""
    return {}


@pytest.fixture
def player_desk(redis_url: str, tmp_path: Path) -> Desk:
    store = Store(redis_url)
    store.prepare()
    return make_desk(store, tmp_path)


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda d: d.name)
def test_it_plays_as_written(
    dialogue: Dialogue, player_desk: Desk, played: dict[str, Played]
) -> None:
    played[dialogue.name] = Player(player_desk, dialogue).play()


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda d: d.name)
def test_every_reply_keeps_to_its_budget(
    dialogue: Dialogue, player_desk: Desk, played: dict[str, Played]
) -> None:
    """Questions: 2 segments in English, 4 in Spanish or both; results: 3 and 6; never above 1,600
    characters."""
    one = played.get(dialogue.name) or Player(player_desk, dialogue).play()
    for reply, language in zip(one.replies, one.languages, strict=True):
        assert len(reply) <= MAX_LENGTH
        result = any(
            isinstance(event, Prompted) and event.key in RESULTS and event.text in reply
            for event in one.events
        )
        most = (3 if result else 2) if language == "en" else (6 if result else 4)
        assert segments(reply) <= most, f"{segments(reply)} segments, at most {most}:\n{reply}"


def test_names_are_used_once() -> None:
    names = [dialogue.name for dialogue in dialogues()]
    assert len(names) == len(set(names))


def test_there_are_at_least_sixty_in_both_languages(everything: list[Played]) -> None:
    languages = [played.session.language for played in everything if played.session]
    assert len(everything) >= 60
    assert languages.count("en") >= 20
    assert languages.count("es") >= 20


@pytest.fixture
def everything(player_desk: Desk, played: dict[str, Played]) -> list[Played]:
    for dialogue in dialogues():
        if dialogue.name not in played:
            played[dialogue.name] = Player(player_desk, dialogue).play()
    return list(played.values())


def facts(everything: list[Played], kind: type, field: str) -> set:
    return {
        getattr(event, field)
        for one in everything
        for event in one.events
        if isinstance(event, kind)
    }


def test_every_disposition_is_reached(everything: list[Played]) -> None:
    assert facts(everything, SessionEnded, "disposition") == set(Disposition)


def test_every_step_is_reached(everything: list[Played]) -> None:
    assert {step for one in everything for step in one.steps} == set(the_flow().steps)


def test_every_command_is_used(everything: list[Played]) -> None:
    assert facts(everything, IntentHeard, "intent") >= {
        intent.value for intent in {*COMMANDS, *COURTESIES}
    }
    assert facts(everything, OptedOut, "by")
    assert facts(everything, OptedIn, "by")


def test_every_kind_of_danger_is_met(everything: list[Played]) -> None:
    assert facts(everything, SafetyRaised, "kind") == set(KINDS)


def test_every_kind_of_noise_is_answered(everything: list[Played]) -> None:
    assert facts(everything, NoiseReceived, "kind") == {kind.value for kind in Noise}


def test_every_reason_for_a_person_is_met(everything: list[Played]) -> None:
    reasons = facts(everything, HandoffOpened, "reason")
    assert {"callback", "not_understood", "erase"} <= reasons


def test_every_program_is_reached(everything: list[Played]) -> None:
    """Matched, or mentioned; those that are never offered never are."""
    catalogue = the_flow().catalogue
    reached = {program for one in everything for program in (*one.programs, *one.mentioned)}
    offered = {program.id for program in catalogue.programs if program.treat != "never_offer"}
    assert reached == offered


def test_every_prompt_is_said(everything: list[Played]) -> None:
    said = facts(everything, Prompted, "key")
    prompts = the_flow().prompts
    kinds = ("questions.", "safety.", "noise.", "asides.")
    spoken = {key for key in prompts if key.startswith(kinds) and ".again." not in key}
    assert spoken - said == set(), sorted(spoken - said)


def test_every_spoken_prompt_is_heard(everything: list[Played]) -> None:
    """But the rungs, which tests/webhooks/test_every_prompt.py climbs, and what is said when
    nothing is kept."""
    said = facts(everything, Prompted, "key")
    kinds = (
        "opening.",
        "questions.",
        "asides.",
        "results.",
        "promise.",
        "person.",
        "voicemail.",
        "text.",
        "connect.",
        "safety.",
    )
    spoken = {
        key for key in the_flow().voice.prompts if key.startswith(kinds) and ".again." not in key
    }
    # Words within another prompt; and hours, which no program's page tells today.
    assert spoken - said == {"promise.in_hours", "results.own_hours"}


def test_a_dialled_person_does_everything_that_one_can(everything: list[Played]) -> None:
    assert facts(everything, TransferEnded, "outcome") == {
        "taken",
        "declined",
        "busy",
        "no-answer",
        "failed",
        "canceled",
    }


def test_nobody_is_told_that_they_are_not_eligible(everything: list[Played]) -> None:
    never = (
        "not eligible",
        "no es elegible",
        "no califica",
        "DCF",
        "Children and Families",
        "violen",
    )
    for one in everything:
        for reply in (*one.replies, *one.heard):
            assert not [word for word in never if word.lower() in reply.lower()], reply
