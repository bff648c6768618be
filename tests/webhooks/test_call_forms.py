"""A call's forms: every shape that Twilio sends is one of our inputs, and none is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.inbound import Inbound
from flows.model.context import Call
from flows.model.inputs import (
    Channel,
    Dialled,
    Digits,
    Hangup,
    Input,
    Recorded,
    Ring,
    Silence,
    Speech,
)
from webhooks import call_forms
from webhooks.forms import Unusable

CALL = {"CallSid": "CA1", "From": "+18605550123", "To": "+18605550101", "CallStatus": "in-progress"}


def form(**fields: str) -> dict[str, list[str]]:
    return {name: [value] for name, value in (CALL | fields).items()}


CAME: list[tuple[dict[str, str], Input]] = [
    # the empty result of a Gather, in its three shapes
    ({"Digits": ""}, Silence()),
    ({}, Silence()),
    ({"SpeechResult": ""}, Silence()),
    ({"Digits": "", "FinishedOnKey": "", "msg": "Gather End"}, Silence()),
    ({"SpeechResult": " \0", "Confidence": "0.0"}, Silence()),
    # keys, with the key that ended them
    ({"Digits": "1"}, Digits("1")),
    ({"Digits": "06106"}, Digits("06106")),
    ({"Digits": "*"}, Digits("*")),
    ({"Digits": "#"}, Digits("#")),
    ({"Digits": "3", "FinishedOnKey": "#"}, Digits("3#")),
    ({"Digits": "", "FinishedOnKey": "#"}, Digits("#")),
    ({"Digits": "", "FinishedOnKey": "*"}, Digits("*")),
    ({"Digits": "3", "FinishedOnKey": ""}, Digits("3")),
    ({"Digits": "1", "SpeechResult": "one", "Confidence": "0.9"}, Digits("1")),
    ({"Digits": "1w<2>"}, Digits("12")),
    ({"Digits": "9" * 100}, Digits("9" * 32)),
    # words
    ({"SpeechResult": "March fifth.", "Confidence": "0.87"}, Speech("March fifth.", 0.87)),
    ({"SpeechResult": "sí", "Confidence": ""}, Speech("sí", 1.0)),
    ({"SpeechResult": "sí"}, Speech("sí", 1.0)),
    ({"SpeechResult": "sí", "Confidence": "high"}, Speech("sí", 1.0)),
    ({"SpeechResult": "sí", "Confidence": "nan"}, Speech("sí", 1.0)),
    ({"SpeechResult": "sí", "Confidence": "7"}, Speech("sí", 1.0)),
    ({"SpeechResult": "sí", "Confidence": "-1"}, Speech("sí", 1.0)),
    ({"SpeechResult": "sí", "Confidence": "0.0"}, Speech("sí", 1.0)),  # not told
    ({"SpeechResult": "a" * 5000, "Digits": ""}, Speech("a" * 600, 1.0)),
    ({"SpeechResult": "\0 hola\0", "Confidence": "0.5"}, Speech("hola", 0.5)),
    # somebody was dialled
    (
        {"DialCallStatus": "completed", "DialBridged": "true", "DialCallDuration": "61"},
        Dialled("taken", 61),
    ),
    ({"DialCallStatus": "completed"}, Dialled("taken")),
    ({"DialCallStatus": "answered"}, Dialled("taken")),
    (
        {"DialCallStatus": "completed", "DialBridged": "false", "DialCallDuration": "9"},
        Dialled("declined", 9),
    ),
    ({"DialCallStatus": "busy"}, Dialled("busy")),
    ({"DialCallStatus": "no-answer", "DialBridged": "false"}, Dialled("no-answer")),
    ({"DialCallStatus": "failed"}, Dialled("failed")),
    ({"DialCallStatus": "canceled", "DialCallDuration": "x"}, Dialled("canceled")),
    # a message was recorded, ended by a key, by silence, or by hanging up
    ({"RecordingSid": "RE1", "RecordingDuration": "12", "Digits": "#"}, Recorded("RE1", 12)),
    (
        {
            "RecordingUrl": "https://api.example.com/Recordings/RE2",
            "RecordingDuration": "3",
            "Digits": "",
        },
        Recorded("RE2", 3),
    ),
    (
        {"RecordingUrl": "https://api.example.com/Recordings/RE3/", "Digits": "hangup"},
        Recorded("RE3", 0),
    ),
    # the recording of a whole call is no message
    (
        {
            "RecordingUrl": "https://api.example.com/Recordings/RE4",
            "Digits": "2",
            "msg": "Gather End",
        },
        Digits("2"),
    ),
    (
        {
            "RecordingUrl": "https://api.example.com/Recordings/RE5",
            "SpeechResult": "two",
            "Confidence": "1",
        },
        Speech("two"),
    ),
]


@pytest.mark.parametrize(("fields", "came"), CAME)
def test_each_shape_is_one_input(fields: dict[str, str], came: Input) -> None:
    inbound = call_forms.read_call_turn(form(**fields), 4, 7.5, simulator_on=False)
    assert inbound == Inbound(
        "CA1:4", "+18605550123", "+18605550101", Channel.VOICE, came, 7.5, False, Call("CA1", 4)
    )


def test_a_call_begins() -> None:
    inbound = call_forms.read_ring(form(CallStatus="ringing"), 7.5, simulator_on=False)
    assert inbound == Inbound(
        "CA1:0", "+18605550123", "+18605550101", Channel.VOICE, Ring(), 7.5, False, Call("CA1", 0)
    )


@pytest.mark.parametrize("status", ["completed", "busy", "failed", "no-answer", "canceled"])
def test_the_end_of_a_call_is_told_once_for_each_way_of_ending(status: str) -> None:
    inbound = call_forms.read_call_status(
        form(CallStatus=status, CallDuration="95"), 7.5, simulator_on=False
    )
    assert inbound is not None
    assert (inbound.delivery, inbound.input, inbound.call) == (
        f"CA1:status:{status}",
        Hangup(status, 95),
        Call("CA1", 0),
    )


@pytest.mark.parametrize("status", ["", "queued", "ringing", "in-progress", "COMPLETED"])
def test_a_call_that_goes_on_has_not_ended(status: str) -> None:
    assert call_forms.read_call_status(form(CallStatus=status), 7.5, simulator_on=False) is None


@pytest.mark.parametrize(
    "shown",
    [
        *("+266696687", "+7378742833", "+8656696", "+2562533", "+86282452253", "+7748283"),
        *("anonymous", "Anonymous", "RESTRICTED", "unavailable", "unknown", "blocked", "", "\0"),
        *(
            "+1",
            "+1911",
            "911",
            "client:somebody",
            "sip:someone@example.org",
            "+99999999999999999999",
        ),
    ],
)
def test_a_caller_without_a_number_is_a_caller_all_the_same(shown: str) -> None:
    inbound = call_forms.read_ring(form(From=shown), 7.5, simulator_on=False)
    assert (inbound.sender, inbound.withheld, inbound.who) == ("", True, "withheld:CA1")


@pytest.mark.parametrize(
    "shown", ["+18605550123", "(860) 555-0123", "+447911123456", "+525555555555"]
)
def test_a_caller_with_a_number_is_known_by_it(shown: str) -> None:
    inbound = call_forms.read_ring(form(From=shown), 7.5, simulator_on=False)
    assert not inbound.withheld
    assert inbound.sender.startswith("+")


@pytest.mark.parametrize("read", [call_forms.read_ring, call_forms.read_call_status])
def test_without_a_call_there_is_nobody_to_answer(read: object) -> None:
    with pytest.raises(Unusable):
        read(form(CallSid="", CallStatus="completed"), 7.5, simulator_on=False)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("given_", "n"),
    [
        ("3", 3),
        ("0", 0),
        ("", 0),
        ("-1", 0),
        ("2.5", 0),
        ("²", 0),
        ("٣", 0),
        ("1e3", 0),
        ("999999999", 1_000_000),
        ("9" * 5000, 0),
    ],
)
def test_a_number_that_cannot_be_read_is_a_callback_of_long_ago(given_: str, n: int) -> None:
    assert call_forms.turn_number({"n": [given_]}) == n
    assert call_forms.turn_number({}) == 0


@pytest.mark.parametrize(
    ("sent", "on", "simulated"), [("1", True, True), ("1", False, False), ("", True, False)]
)
def test_simulated_calls_are_marked_where_the_simulator_is_on(
    sent: str, on: bool, simulated: bool
) -> None:
    assert call_forms.read_ring(form(Simulated=sent), 7.5, simulator_on=on).simulated is simulated


def test_a_recording_is_reported_to_the_contact_that_its_address_names() -> None:
    fields = {"RecordingSid": ["RE1"], "RecordingStatus": ["completed"], "CallSid": ["CA1"]}
    report = call_forms.read_recording(fields, {"contact": ["c1" * 12]})
    assert (report.delivery, report.contact, report.reference, report.state) == (
        "RE1:completed",
        "c1" * 12,
        "RE1",
        "completed",
    )
    for missing in ({}, {"RecordingStatus": [""]}, {"RecordingSid": [""]}):
        with pytest.raises(Unusable):
            call_forms.read_recording(fields | missing, {"contact": ["c1" * 12]} if missing else {})


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "CallSid",
                "From",
                "Digits",
                "FinishedOnKey",
                "SpeechResult",
                "Confidence",
                "DialCallStatus",
                "msg",
            ]
        ),
        st.lists(st.text(max_size=20), max_size=2),
    ),
    st.text(max_size=12),
)
def test_any_form_is_read_or_unusable(params: dict[str, list[str]], n: str) -> None:
    try:
        call_forms.read_call_turn(
            params, call_forms.turn_number({"n": [n]}), 7.5, simulator_on=True
        )
    except Unusable:
        assert not params.get("CallSid", [""])[:1] or not params.get("CallSid", [""])[0]
