"""What is posted is what Twilio posts, and only TwiML is taken for an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.request_validator import RequestValidator

from simulator.phone import NotTwiml, Outgoing, Unreachable, Wire, any_number, messages
from tests.simulator.conftest import free_port
from webhooks.forms import read_sms
from webhooks.signature import SignatureCheck

TOKEN = "a-token-of-a-test"
SID = "SM" + "0a" * 16


def wire(account: str = "") -> Wire:
    return Wire(
        SignatureCheck(TOKEN).sign, "https://bot.example.org", 8000, "+18605550100", account
    )


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            {"body": "hola"},
            {
                "Body": "hola",
                "NumMedia": "0",
                "NumSegments": "1",
                "Simulated": "1",
                "MessageSid": SID,
            },
        ),
        ({"body": "a" * 161}, {"NumSegments": "2"}),
        (
            {"media": 1},
            {"Body": "", "NumMedia": "1", "NumSegments": "1", "MediaContentType0": "image/jpeg"},
        ),
        ({"body": "stop", "carrier": "STOP"}, {"OptOutType": "STOP"}),
    ],
)
def test_the_form_has_twilios_fields(text: dict[str, Any], fields: dict[str, str]) -> None:
    form = wire().form(Outgoing(phone="+18605550142", sid=SID, **text))
    assert form | fields == form
    assert form["AccountSid"].startswith("AC")
    assert len(form["AccountSid"]) == 34


def test_the_webhook_reads_the_form_as_a_simulated_text() -> None:
    form = wire("AC" + "1" * 32).form(Outgoing(phone="+18605550142", sid=SID, body="hola"))
    inbound = read_sms({name: [value] for name, value in form.items()}, 0, simulator_on=True)
    assert (inbound.delivery, inbound.sender, inbound.recipient, inbound.simulated) == (
        SID,
        "+18605550142",
        "+18605550100",
        True,
    )


def test_twilios_own_validator_accepts_the_signature() -> None:
    form = wire().form(Outgoing(phone="+18605550142", sid=SID, body="¿qué?", media=1))
    signature = (
        wire()
        .sign("https://bot.example.org/sms", {name: [value] for name, value in form.items()})
        .decode()
    )
    assert RequestValidator(TOKEN).validate("https://bot.example.org/sms", form, signature)


@pytest.mark.parametrize(
    "base",
    ["https://bot.example.org", "https://bot.example.org/voi", "https://bot.example.org/a/b"],
)
def test_an_address_of_our_twiml_is_signed_as_it_stands_and_posted_without_its_proxy_prefix(
    base: str,
) -> None:
    signed: list[str] = []

    def sign(url: str, params: Mapping[str, Sequence[str]]) -> bytes:
        signed.append(url)
        return b""

    reached = Wire(sign, base, free_port(), "+18605550100", "")
    for path in ("/voice/turn?n=1", f"{urlsplit(base).path}/voice/turn?n=1"):
        with pytest.raises(Unreachable):
            reached.post(path, {})
    assert signed == [f"{base}/voice/turn?n=1"] * 2


@pytest.mark.parametrize(
    ("twiml", "texts"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?><Response></Response>', []),
        ("<Response><Message>moms &amp; babies\n&lt;3</Message></Response>", ["moms & babies\n<3"]),
        ("<Response><Message><Body>a</Body></Message><Message>b</Message></Response>", ["a", "b"]),
    ],
)
def test_the_texts_are_read_out_of_twiml(twiml: str, texts: list[str]) -> None:
    assert messages(twiml) == texts


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Internal Server Error",
        "<Response><Message>cut off",
        "<html><Message>x</Message></html>",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><Response><Message>&a;</Message></Response>',
    ],
)
def test_anything_else_is_no_twiml(answer: str) -> None:
    with pytest.raises(NotTwiml):
        messages(answer)


def test_every_number_is_one_that_nobody_can_have() -> None:
    """555-0100 to 555-0199 are kept for fiction: a simulated phone can never be a person's."""
    assert all(
        number[5:10] == "55501" and len(number) == 12
        for number in (any_number(["860", "319"]) for _ in range(200))
    )
