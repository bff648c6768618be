"""The page's telephone, against the real webhook on a real port."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from flask import Flask

from simulator.phone import Wire
from simulator.views import blueprint
from tests.simulator.conftest import Tab, free_port, no_past
from webhooks.signature import SignatureCheck

SID = "CA" + "0a" * 16
ASK = '<Response><Gather action="{}" numDigits="1"/></Response>'


def test_a_call_goes_through_the_real_webhook_and_keeps_twilios_rules(tab: Tab) -> None:
    opening = tab.call("dial")
    languages = [heard["language"] for heard in opening["heard"]]
    assert {"en-US", "es-US"} == set(languages)
    assert opening["waiting"]["for"] == "Gather"
    question = tab.call("press", keys="1")
    (exchange,) = question["exchanges"]
    assert exchange["path"].startswith("/voice/turn?n=")
    assert exchange["fields"] == {"Digits": "1", "FinishedOnKey": ""}
    assert exchange["ms"] > 0
    said = tab.call("say", words="I am pregnant", confidence=0.93)
    silent = tab.call("silence", shape="nothing")
    over = tab.call("hang_up")
    assert over["over"]
    assert over["waiting"] is None
    answers = (opening, question, said, silent, over)
    assert [exchange["faults"] for answer in answers for exchange in answer["exchanges"]] == [
        []
    ] * 5


def test_inside_shows_a_call_as_it_shows_texts(tab: Tab) -> None:
    for do, more in (
        ("dial", {}),
        ("press", {"keys": "1"}),
        ("say", {"words": "pregnant"}),
        ("hang_up", {}),
    ):
        tab.call(do, **more)
    found = tab.look()
    assert {answer["slot"]: answer["value"] for answer in found["session"]["answers"]}[
        "stage"
    ] == "pregnant"
    assert [(turn["channel"], turn["reply"]) for turn in found["turns"]] == [("voice", None)] * 4
    assert "<Gather" in found["turns"][0]["twiml"]


def test_a_callback_posted_again_gets_the_same_answer_and_makes_no_new_turn(tab: Tab) -> None:
    tab.call("dial")
    first = tab.call("press", keys="1")
    again = tab.call("again")
    assert again["exchanges"][0]["twiml"] == first["exchanges"][0]["twiml"]
    assert again["state"] == first["state"]
    assert len(tab.look()["turns"]) == 2


def test_a_call_from_a_withheld_number_is_a_contact_of_its_own(tab: Tab) -> None:
    tab.call("dial", withheld=True)
    assert tab.look()["session"] is None
    assert tab.look(withheld=tab.sids[-1])["session"]["status"] == "waiting"


def test_what_the_line_does_not_wait_for_is_told_in_plain_words(tab: Tab) -> None:
    tab.call("dial")
    assert tab.call("record", seconds=3) == {"problem": "Nothing is being recorded now."}


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "+18607574820"},
        {"sid": "CA1"},
        {"do": "shout"},
        {"keys": "1" * 33},
        {"words": "x" * 601},
        {"confidence": 1.1},
        {"outcome": "answered"},
        {"seconds": -1},
        {"shape": "none"},
        {"state": {"began": 0, "secret": 1}},
        {"extra": 1},
    ],
)
def test_what_no_telephone_does_is_refused(tab: Tab, wrong: dict[str, Any]) -> None:
    answer = tab.post({"phone": tab.phone, "sid": SID, "do": "dial"} | wrong, path="call")
    assert answer.status_code == 400
    assert answer.json["problem"]


@pytest.mark.parametrize(
    "action",
    [
        "/sms",
        "https://elsewhere.example.org/voice",
        "//elsewhere/voice",
        "/try/send",
        "/voice/../sms",
    ],
)
def test_a_call_that_was_tampered_with_leads_nowhere_else(tab: Tab, action: str) -> None:
    state = {
        "began": 0,
        "twiml": ASK.format(action),
        "last": {"path": "/voice", "fields": {}, "status": "ringing"},
    }
    answer = tab.post(
        {"phone": tab.phone, "sid": SID, "do": "press", "keys": "1", "state": state}, path="call"
    )
    assert answer.json == {
        "problem": "The TwiML leads to an address that is none of our call routes."
    }


def test_a_call_that_was_tampered_with_is_still_signed_as_a_simulated_one(tab: Tab) -> None:
    signed: list[Mapping[str, Sequence[str]]] = []

    def sign(url: str, params: Mapping[str, Sequence[str]]) -> bytes:
        signed.append(params)
        return b""

    app = Flask("tampered")
    wire = Wire(sign, "", tab.parts.settings.port, "+18605550100", "")
    app.register_blueprint(blueprint(tab.parts.desk, no_past, wire), url_prefix="/try")
    fields = {"From": "+18607574820", "Simulated": "0", "CallSid": "CA1"}
    state = {
        "began": 0,
        "twiml": "<Response/>",
        "last": {"path": "/voice", "fields": fields, "status": "ringing"},
    }
    answer = Tab(app, tab.parts, tab.phone).post(
        {"phone": tab.phone, "sid": SID, "do": "again", "state": state}, path="call"
    )
    (params,) = signed
    assert (params["From"], params["Simulated"], params["CallSid"]) == ([tab.phone], ["1"], [SID])
    assert answer.json["problem"].startswith("The webhook answered 403")


def test_a_webhook_that_does_not_answer_a_call_is_told_in_plain_words(tab: Tab) -> None:
    app = Flask("lonely")
    sign = SignatureCheck(tab.parts.settings.twilio_auth_token).sign
    wire = Wire(sign, "", free_port(), "+18605550100", "")
    app.register_blueprint(blueprint(tab.parts.desk, no_past, wire), url_prefix="/try")
    assert Tab(app, tab.parts, tab.phone).call("dial") == {"problem": "The webhook did not answer."}
