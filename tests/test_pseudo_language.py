"""A language is a folder: one that the tests make from English is chosen, spoken, understood and
shown, without code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest

from bot.conversation.turns import Desk
from bot.intake import language_codes
from flows.dialogue.turn import Turn
from flows.model.context import Call
from flows.model.waits import Gather
from flows.wording.required import WRITTEN, required
from flows.wording.sms_encoding import segments
from tests.intake_folders import (
    PSEUDO,
    accented,
    add_pseudo_language,
    copied,
    desk_of,
    read_only_by_numbers,
)
from tests.playing.play import Dialogue, Played, Player
from webhooks.spoken import Speaker

BY_NUMBERS = {
    "language": "3",
    "stage": "1",
    "due": "March",
    "first_baby": "1",
    "town": "06106",
    "needs": "1",
    "benefits": "1",
    "household": "3",
    "income": "1",
    "school": "3",
}
BY_TEXT = {
    "language": "pseudo",
    "stage": "i am pregnant",
    "due": "20 weeks",
    "first_baby": "yes",
    "town": "hartford",
    "needs": "food",
    "benefits": "yes",
    "household": "three",
    "income": "less",
    "school": "neither",
}
BY_KEYS = {
    "language": "3",
    "stage": "1",
    "due": "3#",
    "first_baby": "1",
    "town": "06106",
    "needs": "1",
    "needs_another": "2",
    "benefits": "1",
    "household": "3#",
    "income": "1",
    "school": "3",
}


@cache
def made(folder: Path) -> Path:
    intake = copied(folder)
    add_pseudo_language(intake)
    return intake


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("pseudo"))


@pytest.fixture
def desk(folder: Path, redis_url: str, tmp_path: Path) -> Desk:
    return desk_of(folder, redis_url, tmp_path)


def play(desk: Desk, *talk: dict[str, object]) -> Played:
    return Player(
        desk, msgspec.convert({"name": "In another language", "talk": talk}, Dialogue)
    ).play()


@pytest.mark.parametrize(
    "answers", [BY_NUMBERS, {slot: accented(words) for slot, words in BY_TEXT.items()}]
)
def test_a_whole_conversation_by_text(desk: Desk, answers: dict[str, str]) -> None:
    played = play(
        desk,
        {"parent": "baby", "bot": ["3 Ṕśéúḋó"]},
        {"answers": answers, "bot": ["WIC", accented("these may help")]},
    )
    assert played.session
    assert (played.session.language, played.session.step) == (PSEUDO, "results")
    assert "wic" in played.programs
    most = desk.flow.languages[PSEUDO].budget
    assert all(segments(reply) <= most.results for reply in played.replies)


def test_a_whole_call(desk: Desk) -> None:
    said = {"call": True, "bot": [accented("press 3")]}
    played = play(
        desk,
        said,
        {"keys": BY_KEYS, "bot": [accented("Wic")]},
        {"press": "3", "bot": [accented("you are pregnant")]},
    )
    assert played.session
    assert played.session.language == PSEUDO


def test_it_is_asked_for_at_any_step_and_heard_in_the_first_words(desk: Desk) -> None:
    switched = play(
        desk,
        {"parent": "hello"},
        {"parent": "pseudo", "bot": [accented("Pregnant")], "event": "LanguageHeard"},
    )
    assert switched.session
    assert switched.session.language == PSEUDO
    heard = play(desk, {"parent": accented("hello I need help")})
    assert heard.session
    assert heard.session.language == PSEUDO
    back = play(
        desk, {"parent": accented("hello I need help")}, {"parent": "español", "bot": ["Embarazo"]}
    )
    assert back.session
    assert back.session.language == "es"


def test_every_prompt_keeps_to_the_budget_of_its_language(desk: Desk) -> None:
    prompts = desk.flow.prompts
    filled = {"mch", "year", "month", "week"}.union(*required(WRITTEN).values())
    fields = dict.fromkeys(filled, "0" * 12)
    for language, own in desk.flow.languages.items():
        for key in prompts:
            if not key.startswith(("results.", "questions.language")):
                assert segments(prompts.say(key, language, **fields)) <= own.budget.text, (
                    language,
                    key,
                )


def test_staff_and_the_command_line_know_it(folder: Path, desk: Desk) -> None:
    assert language_codes(folder) == ["en", "es", PSEUDO]
    assert desk.flow.languages.name(PSEUDO) == "Pseudo"
    assert desk.flow.templates.filled(PSEUDO, "Ana", "(860) 757-4820")["hello"].startswith(
        accented("Hi")
    )


def test_where_words_are_not_understood_numbers_and_keys_are_enough(
    redis_url: str, tmp_path: Path
) -> None:
    """Its folder needs no words of answers, intents and danger then, and a call in it listens for
    keys only."""
    intake = copied(tmp_path)
    add_pseudo_language(intake)
    read_only_by_numbers(intake)
    desk = desk_of(intake, redis_url, tmp_path)
    played = play(desk, {"parent": "baby"}, {"answers": BY_NUMBERS})
    assert played.session
    assert (played.session.language, played.session.step) == (PSEUDO, "results")
    called = play(desk, {"call": True}, {"keys": BY_KEYS, "bot": [accented("Wic")]})
    assert called.session
    speaker = Speaker(desk.flow.languages)
    for language, asked in ((PSEUDO, "dtmf"), ("en", "dtmf speech")):
        session = msgspec.structs.replace(called.session, language=language)
        heard = speaker.render(Turn(session, (), Gather(language, hints=("yes",))), Call("CA1", 1))
        assert f'input="{asked}"' in heard
        assert ("hints" in heard) == (language == "en")
