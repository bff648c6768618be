"""The page's server side, against the real webhook on a real port."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import msgspec
import pytest
import redis
from flask import Flask

from bot.app import create_app
from bot.wiring import Parts
from simulator.phone import Wire
from simulator.views import AT_ONCE, blueprint
from tests.simulator.conftest import SAME_SITE, Tab, free_port, no_past
from webhooks.signature import SignatureCheck

SENTENCE = "im 5 months pregnant w my first in 06106"


def test_a_text_goes_through_the_real_webhook_and_its_reply_is_measured(tab: Tab) -> None:
    answer = tab.send("hi there")
    assert answer["status"] == 200
    assert answer["ms"] > 0
    assert "<Response><Message>" in answer["twiml"]
    (reply,) = answer["replies"]
    assert reply["characters"] == len(reply["text"]) > 0
    assert reply["segments"] >= 1


def test_the_same_message_again_gets_the_same_reply_and_makes_no_new_turn(tab: Tab) -> None:
    first = tab.send("hi there")
    second = tab.send("hi there", tab.sids[0])
    assert second["twiml"] == first["twiml"]
    assert len(tab.look()["turns"]) == 1


def test_inside_shows_where_it_stands_what_was_heard_and_which_programs_fit(tab: Tab) -> None:
    tab.send(SENTENCE)
    found = tab.look()
    now = found["session"]
    assert (now["status"], now["language"], now["turn"]) == ("waiting", "en", 1)
    heard = {answer["slot"]: answer for answer in now["answers"]}
    assert heard["stage"]["value"] == "pregnant"
    assert heard["town"]["words"] == SENTENCE
    assert {program["verdict"] for program in now["programs"]} == {"fits", "may_fit", "no_fit"}
    assert all(reason["words"] for program in now["programs"] for reason in program["reasons"])
    (turn,) = found["turns"]
    assert turn["events"][0]["event"] == "SessionOpened"
    assert turn["twiml"].count(turn["reply"]["text"].splitlines()[0].replace("&", "&amp;")) == 1


def test_only_turns_behind_the_last_one_seen_are_sent(tab: Tab) -> None:
    tab.send("hi there")
    first = tab.look()["turns"][-1]["id"]
    tab.send("1")
    assert [turn["delivery"] for turn in tab.look(first)["turns"]] == [tab.sids[1]]


def test_a_picture_and_a_carrier_word_arrive_as_such(tab: Tab) -> None:
    tab.send("hi there")
    tab.send(media=1)
    tab.send("stop", carrier="STOP")
    inputs = [
        event["input"]
        for turn in tab.look()["turns"]
        for event in turn["events"]
        if event["event"] == "InputReceived"
    ]
    assert [(one.get("media", 0), one.get("carrier", "")) for one in inputs] == [
        (0, ""),
        (1, ""),
        (0, "STOP"),
    ]


def test_a_conversation_that_was_not_simulated_is_never_shown(tab: Tab) -> None:
    wire = tab.app.test_client()
    form = {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "From": tab.phone,
        "To": "+18605550100",
        "Body": "hi there",
    }
    signature = _sign(tab, form)
    assert (
        wire.post("/sms", data=form, headers={"X-Twilio-Signature": signature}).status_code == 200
    )
    assert tab.look() == {"phone": tab.phone, "opted_out": False, "session": None, "turns": []}


def _sign(tab: Tab, form: dict[str, str]) -> str:
    settings = tab.parts.settings
    check = SignatureCheck(settings.twilio_auth_token)
    return check.sign(
        f"{settings.public_base_url}/sms", {name: [value] for name, value in form.items()}
    ).decode()


def test_of_an_erased_conversation_nothing_is_shown(tab: Tab) -> None:
    for words in (SENTENCE, "FORGET", "1"):
        tab.send(words)
    assert tab.look() == {"phone": tab.phone, "opted_out": False, "session": None, "turns": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "+18607574820"},
        {"phone": "+18605550242"},
        {"phone": "12345"},
        {"phone": "+18605550142\n"},
        {"sid": "SM1"},
        {"body": "x" * 1601},
        {"carrier": "WHAT"},
        {"media": -1},
        {"extra": 1},
        {"body": None},
    ],
)
def test_a_text_that_no_simulated_phone_sends_is_refused(tab: Tab, wrong: dict[str, Any]) -> None:
    answer = tab.post(
        {"phone": tab.phone, "sid": f"SM{secrets.token_hex(16)}", "body": "hola"} | wrong
    )
    assert answer.status_code == 400
    assert answer.json["problem"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (SAME_SITE, 200),
        ({"Origin": "http://localhost"}, 200),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "https://elsewhere.example.org"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_the_page_itself_may_send(tab: Tab, headers: dict[str, str], status: int) -> None:
    text = {"phone": tab.phone, "sid": f"SM{secrets.token_hex(16)}", "body": "hola"}
    assert tab.post(text, headers).status_code == status


@pytest.mark.parametrize(
    "path", ["%2B18607574820", "nobody", "%2B18605550142?after=x", "%2B18605550142?after=-%0A"]
)
def test_no_other_phone_can_be_looked_at(tab: Tab, path: str) -> None:
    assert tab.app.test_client().get(f"/try/phone/{path}").status_code == 404


def test_a_new_phone_has_a_number_that_nobody_has_texted_from(tab: Tab) -> None:
    number = tab.app.test_client().get("/try/number").json["phone"]
    assert re.fullmatch(r"\+1(203|475|860|959)55501\d\d", number)


def test_a_webhook_that_does_not_answer_is_told_in_plain_words(tab: Tab) -> None:
    app = Flask("lonely")
    sign = SignatureCheck(tab.parts.settings.twilio_auth_token).sign
    wire = Wire(sign, "", free_port(), "+18605550100", "")
    app.register_blueprint(blueprint(tab.parts.desk, no_past, wire), url_prefix="/try")
    assert Tab(app, tab.parts, tab.phone).send("hola") == {"problem": "The webhook did not answer."}


def test_texts_at_once_leave_room_for_the_webhook_itself(tab: Tab) -> None:
    """Two texts are under way; a third is turned away at once, to be sent again, instead of waiting
    for a free thread."""
    entered, leave = Semaphore(0), Event()

    def sign(url: str, params: Mapping[str, Sequence[str]]) -> bytes:
        entered.release()
        leave.wait(10)
        return b""

    app = Flask("crowded")
    wire = Wire(sign, "", tab.parts.settings.port, "+18605550100", "")
    app.register_blueprint(blueprint(tab.parts.desk, no_past, wire), url_prefix="/try")
    crowded = Tab(app, tab.parts, tab.phone)
    with ThreadPoolExecutor(AT_ONCE) as others:
        waiting = [others.submit(crowded.send, "hola") for _ in range(AT_ONCE)]
        for _ in waiting:
            entered.acquire()
        assert crowded.send("hola") == {"problem": "The server is busy with other phones."}
        leave.set()
        assert [one.result()["status"] for one in waiting] == [403, 403]


def test_a_store_that_is_away_is_told_in_plain_words(tab: Tab, raw_redis: redis.Redis) -> None:
    raw_redis.flushall()
    answer = tab.send("hola")
    assert "757-4820" in answer["replies"][0]["text"]
    assert tab.look() == {"problem": "The store cannot be read right now."}
    assert tab.app.test_client().get("/try/number").status_code == 503


@pytest.fixture
def page(tab: Tab) -> Any:
    return tab.app.test_client().get("/try/")


def test_the_page_runs_only_its_own_files(page: Any) -> None:
    """A strict policy, and nothing in the page that would need a laxer one."""
    assert page.headers["Content-Security-Policy"].startswith(
        "default-src 'none'; script-src 'self'; style-src 'self';"
    )
    assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|https?://", page.text)
    assert "Try the intake bot" in page.text


def test_every_file_of_the_page_is_served(page: Any, tab: Tab) -> None:
    files = set(re.findall(r'"(/try/static/[^"]+)"', page.text))
    assert len(files) == 6
    assert {tab.app.test_client().get(file).status_code for file in files} == {200}


def test_there_is_no_simulator_when_it_is_off(parts: Parts) -> None:
    off = Parts(**{**vars(parts), "settings": msgspec.structs.replace(parts.settings, try_=False)})
    assert create_app(off).test_client().get("/try/").status_code == 404
