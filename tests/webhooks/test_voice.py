"""Twilio's side of a call: signed or refused, answered with valid TwiML, and never Twilio's own
error voice."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import redis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

from bot.app import create_app
from bot.config.load_settings import load
from bot.contacts import contact_id, partition
from bot.conversation.turns import Desk
from bot.outage.fallback import Outage
from bot.outage.spool import Spool
from bot.redis import server as redis_server
from bot.redis.store import Store
from bot.stored_session import decode_entry
from bot.wiring import Parts, put_together
from flows.dialogue.turn import Turn
from flows.model.call_events import CallClosed, CallOpened, RecordingReported
from flows.model.events import AnyEvent, InputReceived, Prompted
from flows.model.inputs import Recorded, Speech
from flows.understanding.intents import Intents
from flows.understanding.utterance import Said
from simulator.twiml_rules import Document, Verb, read
from webhooks.gate import VIEWS, Gate
from webhooks.line import Line
from webhooks.signature import SignatureCheck
from webhooks.spoken import Speaker

TOKEN = "0123456789abcdef0123456789abcdef"
BASE = "https://bot.example.org/intake"
PARENT = "+18605550123"
OFFICE = "+18605550199"
MCH = "8 6 0, 7 5 7, 4 8 2 0"
OPEN = datetime(2026, 3, 3, 15, tzinfo=UTC)  # Tuesday, ten in the morning in Hartford
CLOSED = datetime(2026, 3, 7, 15, tzinfo=UTC)  # Saturday
VOICE = sorted(path for path in VIEWS if path.startswith("/voice"))


def parts_at(now: datetime, folder: Path, redis_url: str, **changed: Any) -> Parts:
    """The program's own parts, at this time, with parts of the desk changed."""
    environ = {
        "DATA_DIR": str(folder),
        "TWILIO_AUTH_TOKEN": TOKEN,
        "PUBLIC_BASE_URL": BASE,
        "REDIS_URL": redis_url,
    }
    parts = put_together(load(environ))
    desk = replace(parts.desk, clock=lambda: now, **changed)
    return replace(parts, desk=desk, outage=Outage(desk, Spool(folder / "spool", desk.cipher)))


@pytest.fixture
def parts(store: Store, redis_url: str, tmp_path: Path) -> Parts:
    return parts_at(OPEN, tmp_path, redis_url)


@pytest.fixture
def client(parts: Parts) -> FlaskClient:
    return create_app(parts).test_client()


def form(sid: str = "", **fields: str) -> dict[str, str]:
    call = {
        "CallSid": sid or f"CA{uuid4().hex}",
        "From": PARENT,
        "To": "+18605550101",
        "CallStatus": "in-progress",
    }
    return call | fields


def post(client: Client, path: str, data: dict[str, str]) -> TestResponse:
    signature = RequestValidator(TOKEN).compute_signature(BASE + path, MultiDict(data))
    path, _, query = path.partition("?")
    return client.post(
        path, query_string=query, data=data, headers={"X-Twilio-Signature": signature}
    )


def heard(response: TestResponse) -> Document:
    """The answer as Twilio reads it, with nothing to warn of."""
    assert response.status_code == 200
    assert response.mimetype == "text/xml"
    document = read(response.text)
    assert document.faults == ()
    return document


def names(document: Document) -> list[str]:
    return [verb.name for verb in document.verbs]


def words(document: Document) -> str:
    return " ".join(verb.text for verb in walk(document.verbs) if verb.name == "Say")


def walk(verbs: tuple[Verb, ...]) -> Iterator[Verb]:
    for verb in verbs:
        yield verb
        yield from walk(verb.verbs)


def events(desk: Desk, who: str = PARENT) -> list[AnyEvent]:
    """Everything recorded of this contact, in order."""
    contact = contact_id(who, desk.contact_key)
    found = desk.store.outbox(partition(contact), "-", 500)
    return [
        event
        for entry in found
        if entry.contact == contact
        for event in decode_entry(entry.payload).events
    ]


class TestCall:
    def test_it_rings_and_is_asked_something_that_keys_and_speech_answer(
        self, client: FlaskClient
    ) -> None:
        [gather] = heard(post(client, "/voice", form(CallStatus="ringing"))).verbs
        assert (gather.name, gather.get("input"), gather.get("action")) == (
            "Gather",
            "dtmf speech",
            "/intake/voice/turn?n=1",
        )

    def test_each_callback_counts_on_and_the_same_one_again_is_the_same_answer(
        self, client: FlaskClient
    ) -> None:
        sid = form()["CallSid"]
        post(client, "/voice", form(sid))
        first = post(client, "/voice/turn?n=1", form(sid, Digits="2"))
        [gather] = heard(first).verbs
        assert (gather.get("language"), gather.get("action")) == ("es-US", "/intake/voice/turn?n=2")
        assert post(client, "/voice/turn?n=1", form(sid, Digits="2")).data == first.data

    @pytest.mark.parametrize(
        "query", ["", "?n=", "?n=x", "?n=0", "?m=1", "?n=-1", "?n=1&n=2", "?%ff=%fe"]
    )
    def test_a_callback_whose_number_cannot_be_read_hears_the_present_question(
        self, client: FlaskClient, query: str
    ) -> None:
        sid = form()["CallSid"]
        post(client, "/voice", form(sid))
        present = post(client, "/voice/turn?n=1", form(sid, Digits="2"))
        assert post(client, f"/voice/turn{query}", form(sid, Digits="1")).data == present.data

    def test_its_end_closes_its_part_of_the_transcript_once(
        self, client: FlaskClient, parts: Parts
    ) -> None:
        data = form(CallStatus="completed", CallDuration="63")
        sid = data["CallSid"]
        post(client, "/voice", form(sid))
        for status in ("ringing", "in-progress", "completed", "completed"):
            assert heard(post(client, "/voice/status", data | {"CallStatus": status})).verbs == ()
        closed = [event for event in events(parts.desk) if isinstance(event, CallClosed)]
        assert closed == [CallClosed(sid, "completed", 63)]

    def test_a_withheld_number_is_another_caller_each_time(
        self, client: FlaskClient, parts: Parts
    ) -> None:
        for sid in ("CA1", "CA2"):
            data = form(sid, From="+266696687")
            assert names(heard(post(client, "/voice", data))) == ["Gather"]
            assert names(heard(post(client, "/voice/turn?n=1", data | {"Digits": "1"}))) == [
                "Gather"
            ]
        assert [
            e.call for e in events(parts.desk, "withheld:CA2") if isinstance(e, CallOpened)
        ] == ["CA2"]

    def test_whoever_answers_for_the_office_must_press_one(self, client: FlaskClient) -> None:
        asked = heard(post(client, "/voice/accept?language=es", form(To=OFFICE)))
        assert names(asked) == ["Gather", "Gather", "Redirect"]
        assert "Speaks Spanish." in words(asked)
        assert heard(post(client, "/voice/accepted", form(To=OFFICE, Digits="1"))).verbs == ()
        for digits in ("", "2", "11"):
            assert names(
                heard(post(client, "/voice/accepted", form(To=OFFICE, Digits=digits)))
            ) == ["Hangup"]

    def test_what_became_of_a_recording_is_told_to_its_contact_once(
        self, client: FlaskClient, parts: Parts
    ) -> None:
        post(client, "/voice", form())
        path = f"/voice/recording?contact={contact_id(PARENT, parts.desk.contact_key)}"
        for _ in range(2):
            data = {"CallSid": "CA1", "RecordingSid": "RE1", "RecordingStatus": "completed"}
            assert heard(post(client, path, data)).verbs == ()
        assert heard(post(client, "/voice/recording", {"RecordingSid": "RE1"})).verbs == ()
        assert [e for e in events(parts.desk) if isinstance(e, RecordingReported)] == [
            RecordingReported("RE1", "completed")
        ]

    def test_simulated_calls_are_marked(self, client: FlaskClient, parts: Parts) -> None:
        post(client, "/voice", form(Simulated="1"))
        contact = contact_id(PARENT, parts.desk.contact_key)
        [entry] = [
            e for e in parts.desk.store.outbox(partition(contact), "-", 500) if e.contact == contact
        ]
        record = decode_entry(entry.payload).record
        assert record is not None
        assert record.simulated


class TestRefused:
    @pytest.mark.parametrize("path", VOICE)
    @pytest.mark.parametrize("signature", [None, "", "bm90IHNpZ25lZA=="])
    def test_without_twilios_signature_it_is_403(
        self, client: FlaskClient, path: str, signature: str | None
    ) -> None:
        headers = {} if signature is None else {"X-Twilio-Signature": signature}
        assert client.post(path, data=form(), headers=headers).status_code == 403

    def test_the_query_is_signed_for_too(self, client: FlaskClient) -> None:
        data = form()
        signature = RequestValidator(TOKEN).compute_signature(
            f"{BASE}/voice/turn?n=1", MultiDict(data)
        )
        response = client.post(
            "/voice/turn", query_string="n=2", data=data, headers={"X-Twilio-Signature": signature}
        )
        assert response.status_code == 403

    def test_a_query_of_more_fields_than_anybody_signs_is_403(self, client: FlaskClient) -> None:
        assert (
            post(client, f"/voice/turn?{urlencode([('n', '1')] * 600)}", form()).status_code == 403
        )


def is_calm(document: Document, *, put_through: bool) -> None:
    """The number twice in both languages, then a person where the office is open, and always an
    end."""
    said = words(document)
    assert said.count(MCH) >= 4
    assert {verb.get("language") for verb in walk(document.verbs) if verb.name == "Say"} == {
        "en-US",
        "es-US",
    }
    assert names(document)[-1] == "Hangup"
    dials = [verb for verb in document.verbs if verb.name == "Dial"]
    if put_through:
        [dial] = dials
        assert dial.get("action") == ""
        assert [(number.get("url"), number.text) for number in dial.verbs] == [
            ("/intake/voice/accept", OFFICE)
        ]
        after = document.verbs[document.verbs.index(dial) + 1 :]
        assert MCH in " ".join(verb.text for verb in after)
    else:
        assert dials == []


AT = pytest.mark.parametrize(
    ("now", "put_through"), [(OPEN, True), (CLOSED, False)], ids=["open", "closed"]
)


class TestRedisGone:
    """The number at once, a person if there is one; what was said is kept and recorded later."""

    @pytest.fixture
    def killed(self, tmp_path: Path, redis_binaries: list[Path]) -> Iterator[str]:
        """The address of a Redis of this test's own, which has just been killed."""
        server = redis_server.ensure(tmp_path / "redis", "everysec", redis_binaries)
        os.kill(server.pid, signal.SIGKILL)
        yield server.url
        redis_server.stop(tmp_path / "redis")

    @AT
    @pytest.mark.parametrize(
        ("path", "fields"),
        [("/voice", {}), ("/voice/turn?n=3", {"Digits": "1"}), ("/voice/turn?n=4", {"Digits": ""})],
        ids=["ring", "keys", "silence"],
    )
    def test_a_calm_word(
        self,
        killed: str,
        tmp_path: Path,
        path: str,
        fields: dict[str, str],
        now: datetime,
        put_through: bool,
    ) -> None:
        parts = parts_at(now, tmp_path, killed)
        is_calm(
            heard(post(create_app(parts).test_client(), path, form(**fields))),
            put_through=put_through,
        )
        assert parts.outage.waiting() == 0

    def test_words_of_danger_are_heard(self, killed: str, tmp_path: Path) -> None:
        client = create_app(parts_at(CLOSED, tmp_path, killed)).test_client()
        said = words(
            heard(
                post(
                    client,
                    "/voice/turn?n=3",
                    form(SpeechResult="I want to kill myself", Confidence="0.9"),
                )
            )
        )
        assert said.count("9 8 8") >= 2

    @pytest.mark.parametrize(
        "path", ["/voice/status", "/voice/recording?contact=0123456789abcdef01234567"]
    )
    def test_what_nobody_hears_is_acknowledged(
        self, killed: str, tmp_path: Path, path: str
    ) -> None:
        client = create_app(parts_at(OPEN, tmp_path, killed)).test_client()
        data = form(CallStatus="completed", RecordingSid="RE1", RecordingStatus="completed")
        assert heard(post(client, path, data)).verbs == ()

    def test_what_was_said_or_recorded_or_stopped_is_kept_for_later(
        self, killed: str, tmp_path: Path, redis_url: str, store: Store
    ) -> None:
        client = create_app(parts_at(OPEN, tmp_path, killed)).test_client()
        for n, fields in enumerate(
            (
                {"SpeechResult": "I need help with food", "Confidence": "0.5"},
                {"RecordingSid": "RE1", "RecordingDuration": "9"},
                {"Digits": "7867", "FinishedOnKey": "#"},
                {"SpeechResult": "Stop texting me.", "Confidence": "0.9"},
                {"Digits": "7"},
                {"Digits": ""},
                {"DialCallStatus": "busy"},
            ),
            1,
        ):
            for _ in range(2):
                heard(post(client, f"/voice/turn?n={n}", form("CA1", **fields)))
        back = parts_at(OPEN, tmp_path, redis_url)
        assert back.outage.catch_up() == 4
        received = [event.input for event in events(back.desk) if isinstance(event, InputReceived)]
        assert received[:2] == [Speech("I need help with food", 0.5), Recorded("RE1", 9)]
        assert len(store.optouts()) == 1


class Forgetful(Intents):
    """A bug, met as soon as somebody says a word."""

    def __init__(self, real: Intents) -> None:
        self._real = real

    def hear(self, said: Said) -> Any:
        return self._real.hear(said) if not said.raw else 1 / 0


class Tongueless(Speaker):
    """A bug in the rendering of turns."""

    def render(self, turn: Turn, *_: Any) -> str:
        raise UnicodeError(turn.session.id)


class TestBug:
    @AT
    def test_a_step_that_fails_is_recorded_and_the_caller_hears_the_number(
        self, store: Store, redis_url: str, tmp_path: Path, now: datetime, put_through: bool
    ) -> None:
        parts = parts_at(now, tmp_path, redis_url)
        broken = replace(parts.desk.flow, keypad=SimpleNamespace())
        parts = parts_at(now, tmp_path, redis_url, flow=broken)
        document = heard(post(create_app(parts).test_client(), "/voice", form()))
        assert words(document).count(MCH) >= 4
        assert names(document)[-1] == ("Dial" if put_through else "Hangup")
        assert "sorry" in [event.key for event in events(parts.desk) if isinstance(event, Prompted)]

    @AT
    def test_a_turn_that_cannot_be_said(
        self, parts: Parts, tmp_path: Path, redis_url: str, now: datetime, put_through: bool
    ) -> None:
        parts = parts_at(now, tmp_path, redis_url)
        line = self.line(parts, Tongueless(parts.desk.flow.languages, OFFICE, "", "/intake"))
        is_calm(
            heard(post(Client(Gate(line, create_app(parts), 65536)), "/voice", form())),
            put_through=put_through,
        )

    def test_when_not_even_that_can_be_said_the_words_made_ready_at_the_start_are(
        self, parts: Parts, tmp_path: Path, redis_url: str
    ) -> None:
        broken = replace(parts.desk.flow, intents=Forgetful(parts.desk.flow.intents))
        parts = parts_at(OPEN, tmp_path, f"unix://{tmp_path}/nobody.sock", flow=broken)
        client = create_app(parts).test_client()
        is_calm(
            heard(post(client, "/voice/turn?n=3", form(SpeechResult="hello", Confidence="1"))),
            put_through=False,
        )

    def test_a_session_that_cannot_be_read(
        self, client: FlaskClient, raw_redis: redis.Redis
    ) -> None:
        sid = form()["CallSid"]
        post(client, "/voice", form(sid))
        [key] = raw_redis.scan_iter("*:session:*")
        raw_redis.set(key, b"00000001{not a session")
        document = heard(post(client, "/voice/turn?n=1", form(sid, Digits="1")))
        assert "For English, press 1" in words(document)  # set aside, and a new one begun

    @staticmethod
    def line(parts: Parts, speaker: Speaker) -> Line:
        return Line(
            parts.desk, parts.outage, parts.metrics, SignatureCheck(TOKEN), speaker, "", BASE, False
        )


@AT
@pytest.mark.parametrize("path", ["/voice", "/voice/turn?n=1"])
@pytest.mark.parametrize(
    "data",
    [{}, {"CallSid": ""}, {"From": PARENT, "Digits": "1"}],
    ids=["nothing", "empty", "no call"],
)
def test_a_bad_request_is_answered_all_the_same(
    store: Store,
    redis_url: str,
    tmp_path: Path,
    path: str,
    data: dict[str, str],
    now: datetime,
    put_through: bool,
) -> None:
    client = create_app(parts_at(now, tmp_path, redis_url)).test_client()
    is_calm(heard(post(client, path, data)), put_through=put_through)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(VOICE),
    st.sampled_from(["", "?n=1", "?n=7", "?n=%00", "?language=es", "?contact=x"]),
    st.dictionaries(
        st.sampled_from(
            [
                "CallSid",
                "From",
                "To",
                "CallStatus",
                "Digits",
                "SpeechResult",
                "Confidence",
                "DialCallStatus",
            ]
        ),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
        | st.sampled_from([PARENT, "CA1", "completed", "1"]),
    ),
)
def test_any_signed_form_is_answered_with_valid_twiml(
    client: FlaskClient, path: str, query: str, data: dict[str, str]
) -> None:
    heard(post(client, path + query, data))


@pytest.mark.parametrize(
    "query",
    ["contact=%00", "contact=%1B&language=%0B", "contact=%FF%FE", "contact=a%22%3E%3CDial%3E"],
)
def test_whoever_answers_at_the_office_gets_a_document_whatever_the_address_says(
    client: FlaskClient, query: str
) -> None:
    answer = post(client, f"/voice/accept?{query}", {"CallSid": "CA1"})
    assert read(answer.text).faults == ()
    assert "contact" not in answer.text
