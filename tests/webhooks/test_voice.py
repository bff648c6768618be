"""Twilio's side of a call: signed or refused, answered with valid TwiML, and never Twilio's own
error voice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.app import create_app
from bot.contacts import contact_id, partition
from bot.redis.store import Store
from bot.stored_session import decode_entry
from bot.wiring import Parts
from flows.model.call_events import CallClosed, CallOpened, RecordingReported
from simulator.twiml_rules import read
from tests.webhooks.signed_calls import (
    AT,
    BASE,
    OFFICE,
    PARENT,
    TOKEN,
    VOICE,
    events,
    form,
    heard,
    is_calm,
    names,
    parts_at,
    post,
    words,
)


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
