"""The words: within their budgets in both languages, plain, and never what must not be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.wording.sms_encoding import segments
from tests.playing.desks import the_flow

FILLED = {
    "mch": "(860) 757-4820",
    "call": "(860) 757-4820",
    "n": "10",
    "m": "11",
    "what": "around September 30, North Stonington",
    "date": "30 de septiembre",
    "guess": "North Stonington",
    "year": "103,082",
    "month": "8,591",
    "week": "1,983",
    "when": "miércoles 30 de septiembre, de 10:30 am a 12 pm",
    "name": "Parents As Teachers",
    "names": "Parents As Teachers",
    "reasons": "it is for babies under 1",
    "line": "home visits and support until baby turns 1",
    "what ": "",
    "who": "",
    "numbers": "WIC 860-757-4780; MIOP (860) 757-4820; Healthy Start (860) 757-4820",
    "weekday": "miércoles",
    "day": "30",
    "start": "10:30 am",
    "end": "12 pm",
    "number": "(860) 555-0142",
    "phone": "860-757-4780",
    "time": "10:30",
    "keys": "06106#",
    "words": "",
}
PROMPTS = the_flow().prompts
LONGEST_LEFT = "left.many"
NEVER = (
    "dcf",
    "children and families",
    "not eligible",
    "elegible",
    "no califica",
    "violen",
    "invalid",
    "inválid",
)


def say(key: str, language: str) -> str:
    return PROMPTS.say(key, language, **FILLED)


QUESTIONS = [key for key in PROMPTS if key.startswith("questions.")]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", QUESTIONS)
def test_a_question_keeps_to_two_segments_in_english_and_four_in_spanish(
    key: str, language: str
) -> None:
    """With what may stand around it: what was understood before it, and how many follow."""
    around = [say("ack.understood", language), say(key, language), say(LONGEST_LEFT, language)]
    text = (
        "\n".join(around)
        if key.endswith(".ask") and not key.startswith("questions.language")
        else say(key, language)
    )
    assert segments(text) <= (2 if language == "en" else 4), text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_message_keeps_to_its_budget_with_the_first_question(language: str) -> None:
    text = f"{say('opening', language)}\n{say('questions.stage.ask', language)}"
    assert segments(text) <= (2 if language == "en" else 4)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "key",
    [key for key in PROMPTS if key.startswith("asked.") and not key.startswith("asked.briefly.")],
)
def test_an_answer_to_a_parents_question_leaves_room_to_ask_ours_again(
    key: str, language: str
) -> None:
    asks = [
        question
        for question in QUESTIONS
        if question.endswith(".ask") and not question.startswith("questions.language")
    ]
    asks += ["confirm_guess", *(aside for aside in PROMPTS if aside.startswith("asides."))]
    for ask in asks:
        around = [
            say(key, language),
            say(ask, language),
            *([say("left.many", language)] if key == "asked.how_long" else []),
        ]
        assert segments("\n".join(around)) <= (2 if language == "en" else 4), ask


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", [key for key in PROMPTS if key.startswith("asked.briefly.")])
def test_a_short_answer_leaves_room_beside_who_we_are_and_the_first_question(
    key: str, language: str
) -> None:
    text = "\n".join(say(each, language) for each in ("opening", key, "questions.stage.ask"))
    assert segments(text) <= (2 if language == "en" else 4), text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "automatic|live|911|rates|HELP|STOP"),
        ("es", "computadora|en vivo|911|costo|AYUDA|ALTO"),
    ],
)
def test_the_first_message_says_what_it_must(language: str, words: str) -> None:
    for word in words.split("|"):
        assert word.lower() in say("opening", language).lower()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "key", [key for key in PROMPTS if not key.startswith(("questions.", "results."))]
)
def test_everything_else_keeps_to_the_same_budget(key: str, language: str) -> None:
    text = say(key, language)
    if key.startswith("safety."):
        text += "\n" + say("go_on", language)
    assert segments(text) <= (2 if language == "en" else 4), text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", [key for key in PROMPTS if key.startswith("safety.")])
def test_a_safety_reply_says_that_nobody_watches_and_names_no_violence(
    key: str, language: str
) -> None:
    text = say(key, language)
    assert (
        "automatic and not watched live"
        if language == "en"
        else "automático y nadie lo lee en vivo"
    ) in text
    assert re.search(r"911|988|1-833-852-6262", text)


@pytest.mark.parametrize("language", ["en", "es"])
def test_never_said(language: str) -> None:
    for key in PROMPTS:
        assert not [word for word in NEVER if word in say(key, language).lower()], key


def test_plain_english_at_sixth_grade_or_lower() -> None:
    """Flesch-Kincaid over all the words together, and no single message far above."""
    texts = [say(key, "en") for key in PROMPTS if len(say(key, "en").split()) > 6]
    assert grade(" ".join(text if text[-1] in ".?!" else f"{text}." for text in texts)) <= 6
    for text in (text for text in texts if len(text.split()) > 11):
        assert grade(text) <= 9.5, text


def grade(text: str) -> float:
    plain = re.sub(r"[\d()$,+-]{3,}|\d", " ", text.replace("\n", ". "))
    sentences = max(
        1, len([s for s in re.split(r"[.?!:]+", plain) if re.search(r"[a-z]", s, re.IGNORECASE)])
    )
    words = re.findall(r"[A-Za-z']+", plain)
    return (
        0.39 * len(words) / sentences
        + 11.8 * sum(map(syllables, words)) / max(1, len(words))
        - 15.59
    )


def syllables(word: str) -> int:
    if word.isupper():
        return 1  # a command to send, as it stands
    groups = re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))
    return max(1, len(groups))


# Prompts whose keys are put together while running.
FAMILIES = (
    "questions.",
    "safety.",
    "safety_short.",
    "noise.",
    "asides.",
    "labels.",
    "months.",
    "weekdays.",
    "forgotten.",
    "both.",
    "theirs.",
    "date_part.",
    "asked.",
    "steps.",
    "copy.",
    "hold.",
)


def test_no_prompt_is_left_that_nothing_says() -> None:
    root = Path(__file__).parents[3]
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("flows", "bot")
        for path in (root / folder).rglob("*.py")
    )
    said = set(re.findall(r"""["']([\w.]+)["']""", code))
    assert [key for key in PROMPTS if not key.startswith(FAMILIES) and key not in said] == [
        "promise.again"
    ]  # "<wait>.again"
