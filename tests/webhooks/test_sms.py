"""Twilio's side of a text: signed or refused, answered with TwiML, and never a 5xx."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import pytest
import redis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.archive.database import Archive, address
from bot.config.load_settings import load
from bot.outage.fallback import Outage
from bot.outage.spool import Spool
from bot.process.metrics import Metrics
from bot.redis.store import Store
from bot.wiring import Parts
from tests.playing.desks import make_desk

TOKEN = "0123456789abcdef0123456789abcdef"
BASE = "https://bot.example.org"
PARENT = "+18605550123"

Post = Callable[..., TestResponse]


@pytest.fixture
def parts(store: Store, tmp_path: Path) -> Parts:
    environ = {"DATA_DIR": str(tmp_path), "TWILIO_AUTH_TOKEN": TOKEN, "PUBLIC_BASE_URL": BASE}
    desk = make_desk(store, tmp_path)
    outage = Outage(desk, Spool(tmp_path / "spool", desk.cipher))
    return Parts(load(environ), desk, outage, Metrics(), Archive(address("", tmp_path)))


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    return create_app(parts).test_client()


def form(body: str = "hola", **changed: str) -> dict[str, str]:
    sid = f"SM{uuid4().hex}"
    return {
        "MessageSid": sid,
        "From": PARENT,
        "To": "+18605550100",
        "Body": body,
        "NumMedia": "0",
    } | changed


def post(client: FlaskClient, data: Any, path: str = "/sms") -> TestResponse:
    signature = RequestValidator(TOKEN).compute_signature(BASE + path, MultiDict(data))
    return client.post(path, data=data, headers={"X-Twilio-Signature": signature})


def text(response: TestResponse) -> str:
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    message = ElementTree.fromstring(response.data).find("Message")
    return message.text or "" if message is not None else ""


@pytest.mark.parametrize(
    ("base", "asked"),
    [("https://bot.example.org", "/sms/status"), ("https://example.org/a&b", "/a&b/sms/status")],
)
def test_where_twilio_is_used_each_answer_asks_what_becomes_of_it(
    parts: Parts, tmp_path: Path, base: str, asked: str
) -> None:
    """Twilio tells it of a number's answers only where they say whom to tell."""
    twilio = {
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    }
    settings = load({"DATA_DIR": str(tmp_path), "PUBLIC_BASE_URL": base, **twilio})
    client = create_app(replace(parts, settings=settings)).test_client()
    data = form("hola")
    signature = RequestValidator(TOKEN).compute_signature(f"{base}/sms", MultiDict(data))
    answer = client.post("/sms", data=data, headers={"X-Twilio-Signature": signature})
    message = ElementTree.fromstring(answer.data).find("Message")
    assert message is not None
    assert message.attrib == {"statusCallback": asked}


def test_a_signed_text_is_answered_and_the_same_one_again_byte_for_byte(
    client: FlaskClient,
) -> None:
    data = form("hola")
    first = post(client, data)
    assert "Hartford" in text(first)
    assert post(client, data).data == first.data


def test_another_name_of_this_machine_may_be_signed_for_too(client: FlaskClient) -> None:
    data = form()
    signature = RequestValidator(TOKEN).compute_signature(
        "http://localhost:8000/sms", MultiDict(data)
    )
    headers = {"X-Twilio-Signature": signature, "Host": "localhost:8000"}
    assert text(client.post("/sms", data=data, headers=headers))
    assert (
        client.post("/sms", data=data, headers=headers | {"Host": "localhost:8001"}).status_code
        == 403
    )


@pytest.mark.parametrize(
    "stored", [b"00000001{not a session", b'00000001{"session": {"status": "of a later version"}}']
)
def test_a_session_that_cannot_be_read_is_set_aside_and_danger_and_stop_do_not_depend_on_it(
    client: FlaskClient, parts: Parts, raw_redis: redis.Redis, stored: bytes
) -> None:
    post(client, form("hola"))
    [key] = raw_redis.scan_iter("*:session:*")
    raw_redis.set(key, stored)
    assert "1 English" in text(post(client, form("hm")))
    raw_redis.set(key, stored)
    assert "988" in text(post(client, form("i want to kill myself")))
    raw_redis.set(key, stored)
    assert "no more texts" in text(post(client, form("STOP", MessageSid="SM" + "7" * 32)))
    raw_redis.set(key, stored)
    assert text(post(client, form("hola", MessageSid="SM" + "8" * 32))) == ""
    assert parts.outage.waiting() == 0


def test_danger_and_stop_are_heard_and_kept_whatever_channel_they_come_over(
    client: FlaskClient,
) -> None:
    there = {"From": "messenger:1234567890"}
    assert "(860) 757-4820" in text(post(client, form("hola", **there)))
    assert "988" in text(
        post(client, form("i want to kill myself", **there, MessageSid="SM" + "1" * 32))
    )
    assert "no more texts" in text(post(client, form("STOP", **there, MessageSid="SM" + "2" * 32)))
    assert text(post(client, form("hola", **there, MessageSid="SM" + "3" * 32))) == ""


@pytest.mark.parametrize("path", ["/sms", "/sms/status"])
@pytest.mark.parametrize(
    "headers", [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "bm90IHNpZ25lZA=="}]
)
def test_without_twilios_signature_it_is_403(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    assert client.post(path, data=form(), headers=headers).status_code == 403


def test_a_json_body_is_403_and_not_an_error(client: FlaskClient) -> None:
    response = client.post(
        "/sms", json={"Body": "hola"}, headers={"X-Twilio-Signature": "bm90IHNpZ25lZA=="}
    )
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"Body=" + b"a" * 70_000, 413),
        (b"a=1&" * 600, 403),
        (b"\xff\xfe=%ff", 403),
        (b"&&==&=", 403),
    ],
    ids=["too long", "too many fields", "no UTF-8", "no names"],
)
def test_a_body_that_nobody_signs_is_refused_and_not_an_error(
    client: FlaskClient, body: bytes, status: int
) -> None:
    headers = {
        "X-Twilio-Signature": "bm90IHNpZ25lZA==",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    assert client.post("/sms", data=body, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_only_post_is_served(client: FlaskClient, method: str) -> None:
    assert client.open("/sms", method=method).status_code == 405


def test_a_signature_for_another_body_is_403(client: FlaskClient) -> None:
    signature = RequestValidator(TOKEN).compute_signature(f"{BASE}/sms", form("hola"))
    assert (
        client.post(
            "/sms", data=form("adios"), headers={"X-Twilio-Signature": signature}
        ).status_code
        == 403
    )


def test_parameters_that_we_do_not_know_are_signed_over(client: FlaskClient) -> None:
    assert text(post(client, form("hola", FromZip="", NewThing="x", ToCity="HARTFORD")))


@pytest.mark.parametrize(
    "changed",
    [
        {"MessageSid": ""},
        {"From": ""},
        {"From": "72345"},
        {"From": "HARTFORD"},
        {"From": "+1"},
        {"From": "\0"},
    ],
)
def test_what_cannot_be_answered_gets_an_empty_answer(
    client: FlaskClient, changed: dict[str, str]
) -> None:
    assert text(post(client, form(**changed))) == ""


def test_another_channel_gets_one_line_with_the_number(client: FlaskClient) -> None:
    assert "(860) 757-4820" in text(post(client, form(From=f"messenger:{PARENT}")))


@pytest.mark.parametrize("channel", ["rcs", "whatsapp"])
def test_rcs_and_whatsapp_are_texts_of_the_same_person(client: FlaskClient, channel: str) -> None:
    sender, ours = f"{channel}:{PARENT}", f"{channel}:+18605550100"
    assert "988" in text(post(client, form(From=sender, To=ours, Body="i want to kill myself")))
    assert "no more" in text(post(client, form(From=sender, To=ours, Body="STOP")))
    assert text(post(client, form(From=PARENT, Body="hi"))) == ""


@pytest.mark.parametrize(
    "body",
    ["", "\0\0", "a" * 5000, "\u202eabc", "<Message>&amp;", "\u0001\u001b", "😀", "%00", "'; --"],
)
def test_any_body_is_answered_with_xml(client: FlaskClient, body: str) -> None:
    assert text(post(client, form(body)))


def test_a_number_written_otherwise_is_the_same_person(client: FlaskClient) -> None:
    text(post(client, form("hola")))
    again = text(post(client, form("REPETIR", From="(860) 555-0123")))
    assert "MCH de Hartford: ayuda gratis" not in again


def test_a_status_is_acknowledged_and_nothing_is_said(client: FlaskClient) -> None:
    data = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": PARENT, "From": "+18605550100"}
    response = post(client, data, "/sms/status")
    assert text(response) == ""
    assert post(client, data | {"MessageStatus": ""}, "/sms/status").status_code == 200


def test_twilios_own_stop_is_recorded_and_not_answered(client: FlaskClient, store: Store) -> None:
    text(post(client, form("hola")))
    assert text(post(client, form("STOP", OptOutType="STOP"))) == ""
    assert len(store.optouts()) == 1
    assert text(post(client, form("hola?"))) == ""
    assert text(post(client, form("START", OptOutType="START"))) == ""
    assert not store.optouts()


def test_yes_is_an_answer_although_carriers_take_it_for_an_opt_in(client: FlaskClient) -> None:
    for body in ("hi", "1", "march"):
        post(client, form(body))
    assert "town" in text(post(client, form("YES", OptOutType="START")))


class TestRedisGone:
    """The number at once; the text is kept and recorded later."""

    @pytest.fixture
    def away(self, parts: Parts, tmp_path: Path) -> Parts:
        desk = make_desk(Store(f"unix://{tmp_path}/nobody.sock"), tmp_path)
        return replace(
            parts,
            desk=desk,
            outage=Outage(desk, Spool(tmp_path / "spool", parts.desk.cipher)),
            metrics=Metrics(),
        )

    def test_the_number(self, away: Parts) -> None:
        assert "(860) 757-4820" in text(post(create_app(away).test_client(), form("hola")))

    def test_words_of_danger_and_stop_are_heard(self, away: Parts) -> None:
        client = create_app(away).test_client()
        assert "988" in text(post(client, form("i want to kill myself")))
        assert "START" in text(post(client, form("please stop texting me")))

    def test_who_opted_out_is_left_alone_but_for_danger(self, away: Parts, parts: Parts) -> None:
        from bot.contacts import contact_id

        away.desk.optouts.note(contact_id(PARENT, away.desk.contact_key), True)
        client = create_app(away).test_client()
        assert text(post(client, form("hello"))) == ""
        assert "911" in text(post(client, form("my baby is not breathing")))

    def test_what_came_is_recorded_when_redis_is_back(
        self, away: Parts, parts: Parts, store: Store
    ) -> None:
        client = create_app(away).test_client()
        data = form("I need help")
        post(client, data)
        post(client, data)
        post(client, form("STOP"))
        assert parts.outage.catch_up() == 2
        assert parts.outage.waiting() == 0
        assert len(store.optouts()) == 1

    def test_ready_says_no(self, away: Parts) -> None:
        client = create_app(away).test_client()
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200


def test_ready_alive_and_counted(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    client.post("/sms")
    assert b"intake_requests_refused_total 1.0" in client.get("/metrics").data


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "MessageSid",
                "SmsSid",
                "From",
                "To",
                "Body",
                "NumMedia",
                "OptOutType",
                "Body\0",
                "MediaUrl0",
                "x",
            ]
        ),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.just(PARENT),
    )
)
def test_any_signed_form_is_answered_with_valid_twiml(
    client: FlaskClient, data: dict[str, str]
) -> None:
    text(post(client, data))
