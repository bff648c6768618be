"""A turn as TwiML: exactly this, whatever is said in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from flows.dialogue.turn import Turn
from flows.model.context import Call
from flows.model.events import AnyEvent, Prompted
from flows.model.session import Answer, Leg, Session
from flows.model.waits import Dial, Gather, HangUp, Record, Wait
from simulator.twiml_rules import read
from tests.playing.desks import the_flow
from webhooks.spoken import Speaker, quoted
from webhooks.whisper import about

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
OFFICE, OURS = "+18605550199", "+18605550101"
LANGUAGES = the_flow().languages
SPEAKER = Speaker(LANGUAGES, OFFICE, OURS)
CALL = Call("CA1", 2)

EN = '<Say voice="Polly.Joanna-Neural" language="en-US">'
ES = '<Say voice="Polly.Lupe-Neural" language="es-US">'
HELLO, HOLA = Prompted("opening.hello", "Hello.", "en"), Prompted("opening.hello", "Hola.", "es")


def turn(*prompts: AnyEvent, wait: Wait | None = None) -> Turn:
    session = Session(
        "s1", "intake", 1, "language", NOW, NOW, calls={"CA1": Leg(3, "language///0")}
    )
    return Turn(session, prompts, wait)


GATHER = (
    '<Gather input="dtmf speech" action="/voice/turn?n=3" method="POST" timeout="7"'
    ' speechTimeout="2" actionOnEmptyResult="true" language="{}" profanityFilter="false"{}>'
)
RECORD = (
    '<Record action="/voice/turn?n=3" method="POST" maxLength="120" timeout="5" finishOnKey="#"'
    ' playBeep="true" trim="trim-silence" recordingStatusCallback="/voice/recording?contact=c1"'
    ' recordingStatusCallbackEvent="completed absent"/><Redirect'
    ' method="POST">/voice/turn?n=3</Redirect>'
)
DIAL = (
    f'<Dial action="/voice/turn?n=3" method="POST" timeout="25" callerId="{OURS}"'
    ' answerOnBridge="true">'
)
ACCEPT = (
    f'<Number url="/voice/accept?language=es&amp;contact=c1" method="POST">{OFFICE}</Number></Dial>'
)

TABLE: list[tuple[str, Turn, str]] = [
    (
        "a menu, interrupted by its key",
        turn(HELLO, wait=Gather("en")),
        GATHER.format("en-US", ' numDigits="1" finishOnKey=""') + f"{EN}Hello.</Say></Gather>",
    ),
    (
        "both languages, each by its voice",
        turn(HELLO, HOLA, wait=Gather("en", hints=("English", "español"))),
        GATHER.format("en-US", ' hints="English, español" numDigits="1" finishOnKey=""')
        + f"{EN}Hello.</Say>{ES}Hola.</Say></Gather>",
    ),
    (
        "a number of any length, ended by pound",
        turn(HOLA, wait=Gather("es", digits=0, pound=True, seconds=9)),
        GATHER.format("es-US", ' finishOnKey="#"').replace('timeout="7"', 'timeout="9"')
        + f"{ES}Hola.</Say></Gather>",
    ),
    (
        "five keys, in a session that has no language yet",
        turn(HELLO, wait=Gather("", digits=5)),
        GATHER.format("en-US", ' numDigits="5" finishOnKey=""') + f"{EN}Hello.</Say></Gather>",
    ),
    ("to the office", turn(HOLA, wait=Dial("", "es")), f"{ES}Hola.</Say>{DIAL}{ACCEPT}"),
    (
        "to a help line, which has a menu of its own",
        turn(HELLO, wait=Dial("+18888528000", "en")),
        f"{EN}Hello.</Say>{DIAL}<Number>+18888528000</Number></Dial>",
    ),
    ("a message", turn(HOLA, wait=Record("es")), f"{ES}Hola.</Say>{RECORD}"),
    ("goodbye", turn(HELLO, HELLO, wait=HangUp()), f"{EN}Hello.</Say>{EN}Hello.</Say><Hangup/>"),
    ("nothing to wait for", turn(HELLO), f"{EN}Hello.</Say>"),
    ("nothing to say", turn(Prompted("ack", " \n", "en"), wait=HangUp()), "<Hangup/>"),
    (
        "danger, said slowly",
        turn(
            Prompted("safety.urgent", "Dial 9 1 1.", "en"),
            Prompted("connect.number.loss", "Ya.", "es"),
            wait=HangUp(),
        ),
        (
            f'{EN}<prosody rate="slow">Dial 9 1 1.</prosody></Say>{ES}<prosody'
            ' rate="slow">Ya.</prosody></Say><Hangup/>'
        ),
    ),
    (
        "what would break the document",
        turn(Prompted("ack", "A\0 <b> & \x1b]\"'\u0001\ufffe\u202e", "en"), wait=HangUp()),
        f"{EN}A &lt;b&gt; &amp; ]\"'</Say><Hangup/>",
    ),
    (
        "words to listen for that would break it",
        turn(wait=Gather("en", hints=('"a" & <b>', "\u0001c"))),
        GATHER.format(
            "en-US", ' hints="&quot;a&quot; &amp; &lt;b&gt;, c" numDigits="1" finishOnKey=""'
        )
        + "</Gather>",
    ),
]


@pytest.mark.parametrize(
    ("asked", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_turn_is_this_twiml(asked: Turn, expected: str) -> None:
    assert SPEAKER.render(asked, CALL, "c1") == f"{HEAD}<Response>{expected}</Response>"


@pytest.mark.parametrize("asked", [row[1] for row in TABLE], ids=[row[0] for row in TABLE])
def test_twilio_finds_nothing_to_warn_of(asked: Turn) -> None:
    for speaker in (SPEAKER, Speaker(LANGUAGES, OFFICE, "", "/intake")):
        assert read(speaker.render(asked, CALL, "0123456789abcdef01234567")).faults == ()


def test_addresses_begin_with_the_path_that_twilio_was_given() -> None:
    speaker = Speaker(LANGUAGES, OFFICE, OURS, quoted('/a&b"'))
    assert 'action="/a&amp;b&quot;/voice/turn?n=3"' in speaker.render(turn(wait=Gather("en")), CALL)
    assert 'recordingStatusCallback="/a&amp;b&quot;/voice/recording?contact=c1"' in speaker.render(
        turn(wait=Record("en")), CALL, "c1"
    )
    assert ">/a&amp;b&quot;/voice/turn?n=3</Redirect>" in speaker.render(
        turn(wait=Record("en")), CALL
    )
    assert 'url="/a&amp;b&quot;/voice/accept?language=es"' in speaker.render(
        turn(wait=Dial("", "es")), CALL
    )


def test_without_a_number_of_ours_the_callers_own_is_shown() -> None:
    assert "callerId" not in Speaker(LANGUAGES, OFFICE).render(turn(wait=Dial("", "es")), CALL)


def test_a_leg_that_is_no_longer_known_counts_on_from_its_callback() -> None:
    assert '"/voice/turn?n=8"' in SPEAKER.render(turn(wait=Gather("en")), Call("CA2", 7))


@pytest.mark.parametrize("letter", ["a", "&", "ñ", "😀"])
def test_a_reply_is_never_so_long_that_twilio_drops_it(letter: str) -> None:
    reply = SPEAKER.render(
        turn(*[Prompted("ack", letter * 9000, "en")] * 90, wait=Gather("en")), CALL
    )
    assert len(reply.encode()) < 64 * 1024
    assert read(reply).faults == ()


def test_an_answer_without_the_store_ends_the_call() -> None:
    said = f"{EN}Hello.</Say>{ES}Hola.</Say>"
    assert (
        SPEAKER.render_alone(turn(HELLO, HOLA, wait=HangUp()))
        == f"{HEAD}<Response>{said}<Hangup/></Response>"
    )


def test_an_answer_without_the_store_puts_the_caller_through_and_says_the_number_again() -> None:
    said = f"{EN}Hello.</Say>{ES}Hola.</Say>"
    dial = (
        f'<Dial timeout="25" callerId="{OURS}" answerOnBridge="true"><Number url="/voice/accept"'
        f' method="POST">{OFFICE}'
    )
    again = f"{EN}Call us.</Say>"
    expected = f"{HEAD}<Response>{said}{again}{dial}</Number></Dial>{again}<Hangup/></Response>"
    assert (
        SPEAKER.render_alone(
            turn(HELLO, HOLA, Prompted("number", "Call us.", "en"), wait=Dial("", ""))
        )
        == expected
    )
    assert read(expected).faults == ()


@pytest.mark.parametrize(
    ("language", "speaks"),
    [("es", " Speaks Spanish."), ("en", " Speaks English."), ("", ""), ("xx", ""), ("<es>", "")],
)
def test_whoever_answers_is_asked_twice_to_take_the_call(language: str, speaks: str) -> None:
    asked = (
        '<Gather input="dtmf" action="/p/voice/accepted" method="POST" numDigits="1" timeout="8">'
        f"{EN}A call from the intake line.{speaks} To take the call, press 1.</Say></Gather>"
    )
    expected = (
        f"{HEAD}<Response>{asked}{asked}<Redirect"
        ' method="POST">/p/voice/accepted</Redirect></Response>'
    )
    assert (
        Speaker(LANGUAGES, OFFICE, OURS, "/p").whisper(about(LANGUAGES, None, language)) == expected
    )
    assert read(expected).faults == ()


def test_whoever_answers_hears_danger_first_then_what_helps_and_no_name() -> None:
    answers = {
        "stage": Answer("both"),
        "town": Answer("Hartford"),
        "needs": Answer(["food", "shots"]),
    }
    answers["callback_name"] = Answer("Maria")
    session = Session(
        "s1",
        "intake",
        1,
        "town",
        NOW,
        NOW,
        language="es",
        answers=answers,
        dangers=("violence", "violence"),
    )
    said = about(LANGUAGES, session)
    assert said.startswith(
        "Danger: violence at home. Speaks Spanish. Pregnant, and has a child. Hartford. Asks about"
        " food, shots."
    )
    assert re.search(r"Case [0-9] [0-9] [0-9], [0-9] [0-9] [0-9]\.$", said)
    assert "Maria" not in said
