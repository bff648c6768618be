"""A conversation put into words for staff: nothing of it is lost, nothing is put into other words
that a parent said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.archive.read import case as kept
from bot.archive.read.case import Case, KeptTurn
from bot.conversation.deliveries import DeliveryReport, record_delivery
from flows.model.session import Disposition, Status
from flows.understanding.danger.safety_data import KINDS
from staff.case.promises_made import told_to_them
from staff.case.transcript import Bubble, bubbles
from staff.case.view_model import CasePage, shape
from staff.case.waiting_reasons import waits
from staff.frame import labels as english
from staff.frame.clock import of_promise, of_waiting
from tests.playing.desks import make_desk, the_flow
from tests.playing.play import Player, read_dialogues
from tests.staff.console_office import Office
from tests.staff.parents import PROMISED, Parent, archived

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def stored(office: Office, session: str) -> Case:
    with office.archive.reading() as connection:
        found = kept.read(connection, session)
    assert found
    return found


def page(office: Office, parent: Parent, redis_url: str) -> CasePage:
    archived(office, redis_url)
    return shape(the_flow(), stored(office, parent.id), {}, "***", office.clock())


def lines(bubble: Bubble) -> list[str]:
    return [part.words for part in bubble.parts]


def test_every_code_of_the_conversation_has_words() -> None:
    flow = the_flow()
    assert all(f"steps.{name}" in flow.prompts for name in flow.steps)
    assert set(english.DANGERS) == set(KINDS)
    assert {disposition.value for disposition in Disposition} | {""} == set(english.DISPOSITIONS)
    assert {status.value for status in Status} == set(english.STATUSES)


def test_a_summary_says_who_what_and_where(office: Office, redis_url: str) -> None:
    found = page(office, Parent(office).texts(*PROMISED), redis_url)
    assert found.summary == (
        "Pregnant, due around March 31, first baby, lives in Hartford, wants help with food."
        " What fits or may fit: WIC, MIOP, NFN and Healthy Start. Asked for a call."
    )


def test_a_summary_of_danger_begins_with_it(office: Office, redis_url: str) -> None:
    found = page(office, Parent(office).texts("hola", "me quiero morir"), redis_url)
    assert found.summary.startswith("Safety: suicide. Situation not known yet.")
    assert found.dangers == ["suicide"]


def test_answers_stand_with_the_words_they_came_from_and_how(
    office: Office, redis_url: str
) -> None:
    found = page(
        office,
        Parent(office).texts(
            "hola", "estoy embarazada", "no sé", "el primero", "prefiero no decir"
        ),
        redis_url,
    )
    answers = {answer.slot: answer for answer in found.answers}
    assert (answers["stage"].value, answers["stage"].words) == ("pregnant", "estoy embarazada")
    assert (answers["due"].known, answers["due"].value) == (False, "does not know")
    assert (answers["first_baby"].value, answers["first_baby"].words) == ("yes", "el primero")
    heard = [b for b in found.bubbles if b.turn == answers["stage"].turn and b.who == "parent"]
    assert lines(heard[0]) == ["estoy embarazada"]


def test_matches_have_their_reasons_in_english_and_what_is_open(
    office: Office, redis_url: str
) -> None:
    found = page(
        office,
        Parent(office).texts("hola", "estoy embarazada", "abril", "es el primero", "hartford"),
        redis_url,
    )
    wic = next(match for match in found.matches.told if match.id == "wic")
    assert wic.verdict == "may fit"
    assert {reason.words for reason in wic.reasons if reason.state == "met"} >= {
        "they are pregnant"
    }
    assert any(reason.state == "unknown" for reason in wic.reasons)
    assert "HUSKY, SNAP or TFA" in found.matches.open
    assert any(match.id == "iap" for match in found.matches.rest)


def test_a_program_says_when_the_time_to_enrol_is_over_by_now(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hi", "2", "6 months", "yes", "hartford")
    late = [{match.id: match.late for match in page(office, parent, redis_url).matches.told}["nfn"]]
    office.clock.wait(hours=24 * 60)
    late += [
        {match.id: match.late for match in page(office, parent, redis_url).matches.told}["nfn"]
    ]
    assert late == [False, True]


def test_what_was_told_and_promised_is_listed_in_order(office: Office, redis_url: str) -> None:
    found = page(office, Parent(office).texts(*PROMISED, "me quiero morir"), redis_url)
    words = [line.words for line in found.told]
    assert (
        words[0] == "Results: WIC, MIOP, NFN and Healthy Start fit"
    )  # and not what another one does too
    assert "A call was promised for Mon Nov 23, 10:30 AM to 12:00 PM" in words
    assert words[-1] == "Told the emergency numbers, and what to do"


def test_a_promise_has_its_clock(office: Office, redis_url: str) -> None:
    parent = Parent(office).texts(*PROMISED)
    (task,) = page(office, parent, redis_url).tasks
    assert (task.name, task.promise, task.clock.tone) == (
        "Ana",
        "Mon Nov 23, 10:30 AM to 12:00 PM",
        "soon",
    )
    office.clock.wait(hours=1)
    assert page(office, parent, redis_url).tasks[0].clock.tone == "now"
    office.clock.wait(hours=2)
    assert page(office, parent, redis_url).tasks[0].clock.tone == "late"


@pytest.mark.parametrize(
    ("hours", "closed", "words", "tone"),
    [
        (-30, None, "begins in 1 day", "calm"),
        (-3, None, "begins in 3 h", "calm"),
        (-0.5, None, "begins in 30 min", "soon"),
        (0, None, "call now, 4 h left", "now"),
        (3.5, None, "call now, 30 min left", "now"),
        (6.25, None, "2 h 15 min late", "late"),
        (100, None, "4 days late", "late"),
        (100, 4, "kept on time", "done"),
        (100, 5, "done 1 h late", "done"),
    ],
)
def test_the_clock_of_a_promise(hours: float, closed: float | None, words: str, tone: str) -> None:
    """A window of four hours from noon, seen so many hours after it begins."""
    done = NOON + timedelta(hours=closed) if closed else None
    clock = of_promise(NOON, NOON + timedelta(hours=4), NOON + timedelta(hours=hours), done)
    assert (clock.words, clock.tone) == (words, tone)


def test_what_has_no_window_has_waited_since_it_was_asked() -> None:
    assert of_waiting(NOON, NOON + timedelta(minutes=5)).words == "waiting 5 min"
    assert of_waiting(NOON, NOON + timedelta(days=2)).tone == "late"


def test_the_bubbles_hold_every_word_of_both_sides_in_order(office: Office, redis_url: str) -> None:
    texts = ("hola", "estoy embarazada <b>ya</b>", "no sé")
    found = page(office, Parent(office).texts(*texts), redis_url)
    assert [lines(b)[0] for b in found.bubbles if b.who == "parent"] == list(texts)
    said = [b for b in found.bubbles if b.who == "bot"]
    assert [b.parts[0].lang for b in said] == ["es", "es", "es"]
    noted = next(b for b in found.bubbles if b.parts and b.parts[0].words == "no sé")
    assert noted.notes == ["Due date: does not know"]


def test_a_moment_of_danger_is_marked_where_it_was_said(office: Office, redis_url: str) -> None:
    found = page(office, Parent(office).texts("hi", "i want to kill myself"), redis_url)
    (marked,) = [b for b in found.bubbles if b.tone == "danger"]
    assert lines(marked) == ["i want to kill myself"]
    assert "Safety: suicide" in marked.notes


def test_a_call_shows_keys_words_with_their_confidence_and_silences(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hi").does(call=True).does(press="1")
    parent.does(say="i am pregnant", confidence=0.62).does(silence=True).does(hang_up=True)
    found = page(office, parent, redis_url)
    heard = [(lines(b), b.label, b.channel) for b in found.bubbles if b.who == "parent"]
    assert all(words or label == "silence" for words, label, _ in heard)
    facts = [lines(b)[0] for b in found.bubbles if b.who == "fact"]
    assert "A call begins" in facts
    assert any(fact.startswith("The call is over") for fact in facts)
    assert (["1"], "keys pressed", "voice") in heard
    assert (["i am pregnant"], "spoken, heard with 62% confidence", "voice") in heard
    assert any(label == "silence" for _, label, _ in heard)
    assert any("Nothing was heard" in note for b in found.bubbles for note in b.notes)
    assert found.channels == "text and phone"


def test_who_was_dialled_and_what_became_of_it_is_told(office: Office, redis_url: str) -> None:
    parent = (
        Parent(office)
        .does(call=True)
        .does(press="1")
        .does(press="0", then="connecting")
        .does(dialled="busy")
    )
    facts = [lines(b)[0] for b in page(office, parent, redis_url).bubbles if b.who == "fact"]
    assert "Dialled MCH" in facts
    assert "Connecting to MCH: the line was busy" in facts


def test_a_colleague_is_called_by_name(office: Office, redis_url: str) -> None:
    by, text = "ana@example.org", {"id": "t1", "text": "Hi!", "language": "en", "why": "staff"}
    stored_facts = [
        {"event": "StaffWrote", "by": by},
        {"event": "TextQueued", **text},
        {"event": "HoldEnded", "by": by},
    ]
    turn = KeptTurn(0, NOON, "sms", "town", "en", stored_facts)
    wrote, ended = bubbles(the_flow(), [turn], [], [], {1: "Ana", by: "Ana"})
    assert (wrote.who, wrote.label, lines(ended)) == (
        "staff",
        "Ana",
        ["The bot answers again (Ana)"],
    )


def test_the_state_of_a_text_stands_below_it(office: Office, redis_url: str) -> None:
    """Of a reply Twilio alone knows the name: its report is taken for the last one before it."""
    parent = (
        Parent(office)
        .texts("hola")
        .report("delivered")
        .texts("embarazada")
        .report("undelivered", "30003")
    )
    said = [b for b in page(office, parent, redis_url).bubbles if b.who == "bot"]
    assert [(b.state, b.lost) for b in said] == [
        ("delivered", False),
        ("not delivered: the phone is off or out of reach", True),
    ]


def test_two_states_of_one_text_are_one(office: Office, redis_url: str) -> None:
    parent = Parent(office).texts("hola").texts("embarazada")
    for status in ("sent", "delivered"):
        report = DeliveryReport(f"SM1:{status}", parent.number, "SM1", status, "")
        record_delivery(office.desk, report, office.clock().timestamp())
    said = [b.state for b in page(office, parent, redis_url).bubbles if b.who == "bot"]
    assert said == ["", "delivered"]


def test_cautions_come_before_anybody_writes(office: Office, redis_url: str) -> None:
    parent = Parent(office, simulated=True).texts("hola", "ALTO")
    found = page(office, parent, redis_url)
    assert found.opted_out
    assert [caution.partition(":")[0] for caution in found.cautions] == ["No texts", "Practice"]


def test_what_waits_in_the_inbox_is_said_until_it_is_reviewed_or_answered(
    office: Office, redis_url: str
) -> None:
    parent = Parent(office).texts("hola").report("undelivered", "30003")
    (caution,) = page(office, parent, redis_url).cautions
    assert "not delivered: the phone is off or out of reach." in caution
    silent, ended = (
        {"event": "ReplyWithheld", "why": "held"},
        {"event": "HoldEnded", "by": "ana@example.org"},
    )
    turn = KeptTurn(0, NOON, "sms", "town", "en", [silent])
    assert [
        len(list(waits([turn], [], seen))) for seen in (None, NOON - timedelta(hours=1), NOON)
    ] == [1, 1, 0]
    assert list(waits([turn, KeptTurn(1, NOON, "sms", "town", "en", [ended])], [], None)) == []
    ran_out = KeptTurn(1, NOON, "sms", "town", "en", [ended | {"by": "time"}])
    assert len(list(waits([turn, ran_out], [], None))) == 1


def test_a_conversation_without_answers_has_no_matches_to_explain(
    office: Office, redis_url: str
) -> None:
    found = page(office, Parent(office).texts("hola"), redis_url)
    assert found.summary == "Situation not known yet. Now at: Situation."
    assert found.answers == []


@pytest.mark.parametrize("stored_fact", [{"event": "SomethingNew", "x": 1}, {"no": "tag"}, 7])
def test_a_fact_that_this_version_does_not_know_breaks_no_page(stored_fact: object) -> None:
    turn = KeptTurn(0, NOON, "sms", "town", "en", [stored_fact])
    (bubble,) = bubbles(the_flow(), [turn], [], [])
    assert bubble.who == "fact"
    assert list(told_to_them(the_flow(), [turn])) == []


def test_every_dialogue_can_be_shown(office: Office, redis_url: str, tmp_path: Path) -> None:
    """Whatever parents and callers did: every fact finds its words, and no two bubbles have one
    name."""
    desk = make_desk(office.desk.store, tmp_path)
    played = [Player(desk, dialogue).play() for dialogue in read_dialogues()]
    archived(office, redis_url)
    sessions = [one.session.id for one in played if one.session]
    assert len(sessions) > 300
    for name in sessions:
        found = shape(the_flow(), stored(office, name), {}, "***", office.clock())
        assert found.summary
        assert len({bubble.id for bubble in found.bubbles}) == len(found.bubbles)
        assert all(line.words for line in found.told)


def test_a_recording_can_be_played_where_it_was_left(office: Office, redis_url: str) -> None:
    turn = KeptTurn(
        0,
        NOON,
        "voice",
        "town",
        "en",
        [{"event": "RecordingLeft", "reference": "RE1", "seconds": 12}],
    )
    usable = kept.KeptRecording("RE1", NOON, 12, "completed")
    gone = kept.KeptRecording("RE1", NOON, 12, "failed")
    assert [b.recording for b in bubbles(the_flow(), [turn], [], [usable])] == ["RE1"]
    came = {
        "event": "InputReceived",
        "input": {"type": "recorded", "reference": "RE1", "seconds": 12},
        "channel": "voice",
    }
    (said,) = bubbles(
        the_flow(), [KeptTurn(0, NOON, "voice", "town", "en", [came, *turn.events])], [], [usable]
    )
    assert (said.who, said.label, said.recording) == (
        "parent",
        "left a message of 12 seconds",
        "RE1",
    )
    assert [b.recording for b in bubbles(the_flow(), [turn], [], [gone])] == [""]
