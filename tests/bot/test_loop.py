"""The loop closes: answers put right as heard by phone, facts read while a person answers, and what
became of a program."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.archive.models import Session
from bot.archive.read.lists.referral_lists import due, of_session
from bot.casework import correct_answer as corrections
from bot.casework import move_referral as referrals
from bot.casework.conversations import NotDone
from flows.model.events import Answered
from flows.model.staff_events import AnswerCorrected, ReferralMoved
from tests.archive.archiving import rows
from tests.bot.casework import Casework

# A parent of a baby of five months was just asked for the town.
TO_THE_RESULT = ("06106", "food", "yes", "yes")


def correct(work: Casework, session: str, slot: str, words: str) -> object:
    return corrections.correct(
        work.desk, work.archive, work.staff("Ana Lopez"), session, slot, words, f"{slot}{words}"
    )


def move(
    work: Casework, session: str, program: str, state: str, note: str = "", **ahead: float
) -> None:
    day = work.clock() + timedelta(**ahead) if ahead else None
    once = f"{program}{state}"
    referrals.move(
        work.desk, work.archive, work.staff("Ana Lopez"), session, program, state, note, day, once
    )


def standing(work: Casework, session: str) -> dict[str, str]:
    with work.archive.reading() as connection:
        return {each.program: each.state for each in of_session(connection, session)}


def test_an_answer_heard_by_phone_is_put_right_and_programs_are_matched_anew(
    work: Casework,
) -> None:
    for words in TO_THE_RESULT:
        work.parent.says(words)
    session = work.archived()
    assert "wic" in rows(work.archive, Session)[0]["programs"]  # type: ignore[operator]
    correct(work, session, "ages", "12 years old")
    assert correct(work, session, "town", "New Haven") == "New Haven"
    work.archived()
    (row,) = rows(work.archive, Session)
    assert row["town"] == "New Haven"
    assert "wic" not in row["programs"]  # type: ignore[operator]
    assert work.parent.record
    answer = work.parent.record.session.answers["town"]
    assert (answer.value, answer.words, answer.how) == ("New Haven", "New Haven", "staff")
    assert [event.slot for event in work.transcript if isinstance(event, AnswerCorrected)] == [
        "ages",
        "town",
    ]
    assert work.audit()[-1][1] == "answer corrected"


def test_handed_back_the_bot_says_that_the_person_has_gone_and_goes_on_behind_what_staff_filled_in(
    work: Casework,
) -> None:
    session, ana = work.archived(), work.staff("Ana Lopez")
    work.takes_over(ana, session)
    work.parent.says("hello?")
    work.archived()
    corrections.correct(work.desk, work.archive, ana, session, "town", "06106", "town")
    work.hands_back(ana, session)
    text = work.texts[-1]
    assert text.startswith("A person at MCH has left this chat.")
    assert "What would help?" in text
    assert "ZIP" not in text


def test_handed_back_in_spanish(work: Casework) -> None:
    work.parent.says("ESPAÑOL")
    session, ana = work.archived(), work.staff("Ana Lopez")
    work.takes_over(ana, session)
    work.parent.says("hola?")
    work.archived()
    work.hands_back(ana, session)
    assert work.texts[-1].startswith("La persona de MCH ya se fue de este chat.")


@pytest.mark.parametrize(
    ("slot", "words", "why"),
    [
        ("town", "purple", "not_heard"),
        ("language", "Spanish", "no_slot"),
        ("callback_name", "Ana", "no_slot"),
        ("x", "y", "no_slot"),
    ],
)
def test_what_is_no_answer_changes_nothing(work: Casework, slot: str, words: str, why: str) -> None:
    work.parent.says("hi")
    session = work.archived()
    with pytest.raises(NotDone) as refusal:
        correct(work, session, slot, words)
    assert refusal.value.why == why
    assert work.audit() == []


@pytest.mark.parametrize(
    ("words", "how"), [("I don't know", "unknown"), ("prefer not to say", "declined")]
)
def test_not_knowing_is_an_answer_too(work: Casework, words: str, how: str) -> None:
    work.parent.says("hi")
    session = work.archived()
    assert correct(work, session, "income", words) is None
    assert work.parent.record
    assert work.parent.record.session.answers["income"].how == how


def test_what_they_write_while_a_person_answers_is_read_for_facts(work: Casework) -> None:
    session = work.archived()
    work.takes_over(work.staff("Ana Lopez"), session)
    work.parent.says("yes I live in 06106 and I need food and diapers")
    assert work.parent.record
    answers = work.parent.record.session.answers
    assert answers["town"].value == "Hartford"
    assert [event.slot for event in work.transcript if isinstance(event, Answered)][-1] in answers
    assert not [event for event in work.parent.facts if type(event).__name__ == "NotUnderstood"]


def test_a_program_that_was_told_is_followed_until_it_is_done(work: Casework) -> None:
    for words in TO_THE_RESULT:
        work.parent.says(words)
    session = work.archived()
    told = standing(work, session)
    assert set(told.values()) == {"told"}
    assert "wic" in told
    move(work, session, "wic", "waiting", "They call her on Monday", days=3)
    assert standing(work, session)["wic"] == "waiting"
    with work.archive.reading() as connection:
        assert [each.program for each in due(connection, work.clock() + timedelta(days=7))] == [
            "wic"
        ]
    move(work, session, "wic", "enrolled")
    with work.archive.reading() as connection:
        assert [each.program for each in due(connection, work.clock() + timedelta(days=7))] == []
        (wic,) = [each for each in of_session(connection, session) if each.program == "wic"]
    assert [(step.state, step.note) for step in wic.steps] == [
        ("told", ""),
        ("waiting", "They call her on Monday"),
        ("enrolled", ""),
    ]
    assert [event.state for event in work.transcript if isinstance(event, ReferralMoved)] == [
        "waiting",
        "enrolled",
    ]
    work.archived()
    assert standing(work, session)["wic"] == "enrolled"
    assert [row[1] for row in work.audit()] == ["referral updated"] * 2


@pytest.mark.parametrize(
    ("program", "state", "ahead", "why"),
    [
        ("wic", "sold", {}, "no_state"),
        ("nothing", "told", {}, "no_state"),
        ("wic", "told", {"days": 400}, "no_due"),
    ],
)
def test_a_referral_that_makes_no_sense_is_refused(
    work: Casework, program: str, state: str, ahead: dict[str, float], why: str
) -> None:
    work.parent.says("hi")
    with pytest.raises(NotDone) as refusal:
        move(work, work.archived(), program, state, **ahead)
    assert refusal.value.why == why
