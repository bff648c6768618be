"""Texts over Twilio's REST API: what is posted, and what each kind of failure means."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from bot.twilio.texts import Account, Failed, InDoubt, NotNow, Refused, TwilioTexts
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn

PARENT, OURS, SERVICE = "+18605550199", "+18605550100", "MG0123456789abcdef0123456789abcdef"
CALLBACK = "https://intake.example/sms/status"


@pytest.fixture
def twilio() -> Iterator[StandIn]:
    with StandIn() as stand_in:
        yield stand_in


def account(base: str) -> Account:
    return Account(ACCOUNT, TOKEN, OURS, "", CALLBACK, base)


def texts(twilio: StandIn, **changed: str) -> TwilioTexts:
    return TwilioTexts(replace(account(twilio.base), **changed), seconds=0.5)


@pytest.mark.parametrize(
    ("service", "sender", "source"),
    [
        ("", "", {"From": OURS}),
        ("", "+18605550111", {"From": "+18605550111"}),
        (SERVICE, "+18605550111", {"MessagingServiceSid": SERVICE}),
    ],
    ids=["our number", "the address they texted", "the messaging service"],
)
def test_a_text_is_posted_whole_and_its_sid_comes_back(
    twilio: StandIn, service: str, sender: str, source: dict[str, str]
) -> None:
    sid = texts(twilio, service=service).post(PARENT, sender, "¿Qué tal? & 1 < 2")
    assert twilio.posts == [
        {"To": PARENT, "Body": "¿Qué tal? & 1 < 2", "StatusCallback": CALLBACK, **source}
    ]
    assert [message.sid for message in twilio.messages] == [sid]


@pytest.mark.parametrize(
    ("way", "error", "code"),
    [
        ("400:21211", Refused, "21211"),
        ("400:21610", Refused, "21610"),
        ("404", Refused, "404"),
        ("307", Refused, "307"),
        ("429:20429", NotNow, "20429"),
        ("429", NotNow, "429"),
        ("401:20003", NotNow, "20003"),
        ("403:20005", NotNow, "20005"),
        ("500:20500", Failed, "20500"),
        ("502", Failed, "502"),
    ],
)
def test_an_answer_says_whether_to_try_again(
    twilio: StandIn, way: str, error: type[Exception], code: str
) -> None:
    twilio.next.append(way)
    with pytest.raises(error, match=f"^{code}$") as raised:
        texts(twilio).post(PARENT, "", "hi")
    assert type(raised.value) is error


@pytest.mark.parametrize("way", ["drop", "hang", "taken-drop", "taken-hang", "nonsense"])
def test_without_twilios_own_answer_nobody_knows_whether_a_text_was_sent(
    twilio: StandIn, way: str
) -> None:
    twilio.next.append(way)
    with pytest.raises(InDoubt):
        texts(twilio).post(PARENT, "", "hi")


def test_a_text_that_never_left_may_be_tried_again() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(NotNow, match=r"^unreachable$") as raised:
            TwilioTexts(account(base), seconds=0.5).post(PARENT, "", "hi")
    assert type(raised.value) is NotNow


def test_a_wrong_token_is_no_reason_to_give_up_the_text(twilio: StandIn) -> None:
    with pytest.raises(NotNow, match=r"^20003$"):
        texts(twilio, token="not the token").post(PARENT, "", "hi")


def test_a_text_is_found_by_its_number_its_words_and_its_time(twilio: StandIn) -> None:
    """Whatever came in, went to others or says something else is not it; white space may have been
    changed on the way."""
    began = time.time() - 1
    ours = twilio.take({"To": PARENT, "Body": "one\ntwo"})
    twilio.take({"To": PARENT, "Body": "one\ntwo"}, "inbound")
    twilio.take({"To": PARENT, "Body": "other words"})
    twilio.take({"To": "+18605550198", "Body": "one\ntwo"})
    assert list(texts(twilio).find(PARENT, "one \ntwo", began)) == [ours.sid]
    assert list(texts(twilio).find(PARENT, "one\ntwo", time.time() + 2)) == []


@pytest.mark.parametrize("status", ["500", "429:20429", "404"])
def test_a_list_that_does_not_come_is_no_answer(twilio: StandIn, status: str) -> None:
    twilio.lists.append(status)
    with pytest.raises(NotNow):
        list(texts(twilio).find(PARENT, "hi", time.time()))


def test_the_token_is_never_shown() -> None:
    assert TOKEN not in repr(account("https://api.twilio.com"))
