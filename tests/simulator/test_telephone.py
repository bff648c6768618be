"""A call as Twilio runs it, against a webhook that answers what the test gives it."""

from __future__ import annotations

import msgspec
import pytest

from simulator.posted_forms import EMPTY, WITHHELD, Empty, Form, Outcome
from simulator.telephone import NotNow, Telephone
from simulator.twilio_side import TWILIOS_APOLOGY, Endless, State
from simulator.twiml_rules import read

SID = "CA" + "0a" * 16
SAY = '<Say voice="Polly.Joanna-Neural" language="en-US">{}</Say>'
ASK = (
    '<Gather input="dtmf speech" action="/voice/turn?n=1" actionOnEmptyResult="true"{}>'
    + SAY.format("Which?")
    + "</Gather>"
)
MENU = ASK.format(' numDigits="1" finishOnKey=""')
NUMBER = ASK.format(' finishOnKey="#"')
DIAL = (
    '<Dial action="/voice/turn?n=1" timeout="25"'
    ' callerId="+18605550100"><Number{}>+18607574820</Number></Dial>'
)
WHISPER = (
    '<Gather action="/voice/accepted" numDigits="1">'
    + SAY.format("Press 1.")
    + "</Gather><Hangup/>"
)
RECORD = (
    '<Record action="/voice/turn?n=1" maxLength="120" recordingStatusCallback="/voice/recording" '
    'recordingStatusCallbackEvent="completed absent"/><Redirect>/voice/turn?n=1</Redirect>'
)


class Webhook:
    """Answers each address with what it was given for it, and keeps what it was asked."""

    def __init__(self, **answers: str) -> None:
        self.answers = {"/" + path.replace("__", "/"): inside for path, inside in answers.items()}
        self.asked: list[tuple[str, Form]] = []

    def __call__(self, path: str, form: Form) -> str:
        self.asked.append((path, form))
        return f"<Response>{self.answers.get(path.partition('?')[0], '<Hangup/>')}</Response>"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def last(self, path: str) -> Form:
        return next(form for asked, form in reversed(self.asked) if asked.startswith(path))


def call(first: str, phone: str = "+18605550142", **answers: str) -> tuple[Telephone, Webhook]:
    """A call that has been answered with `first`."""
    webhook = Webhook(voice=first, **answers)
    telephone = Telephone(webhook, phone, SID, clock=iter([100.0, 161.4]).__next__)
    telephone.dial()
    return telephone, webhook


def test_a_call_begins_with_twilios_form_and_is_heard_up_to_the_first_wait() -> None:
    telephone, webhook = call(SAY.format("Hello.") + MENU)
    ((path, form),) = webhook.asked
    assert path == "/voice"
    expected = {
        "CallSid": SID,
        "From": "+18605550142",
        "To": "+18605550100",
        "CallStatus": "ringing",
        "Direction": "inbound",
    }
    expected |= {
        "ApiVersion": "2010-04-01",
        "FromState": "CT",
        "CallerState": "CT",
        "Simulated": "1",
    }
    assert form | expected == form
    assert len(form["AccountSid"]) == 34
    assert [(heard.text, heard.language) for heard in telephone.heard] == [
        ("Hello.", "en-US"),
        ("Which?", "en-US"),
    ]
    assert telephone.waiting
    assert telephone.waiting.name == "Gather"


def test_a_withheld_number_shows_no_place() -> None:
    _, webhook = call(MENU, phone="")
    form = webhook.last("/voice")
    assert (form["From"], form["Caller"], form["FromCity"], form["FromZip"]) == (
        WITHHELD,
        WITHHELD,
        "",
        "",
    )


@pytest.mark.parametrize(
    ("gather", "keys", "posted"),
    [
        (MENU, ["1"], {"Digits": "1", "FinishedOnKey": ""}),
        (MENU, ["#"], {"Digits": "#", "FinishedOnKey": ""}),
        (MENU, ["*"], {"Digits": "*", "FinishedOnKey": ""}),
        (MENU, ["12"], {"Digits": "1", "FinishedOnKey": ""}),
        (NUMBER, ["12#"], {"Digits": "12", "FinishedOnKey": "#"}),
        (NUMBER, ["1", "2", "#"], {"Digits": "12", "FinishedOnKey": "#"}),
        (NUMBER, ["*", "#"], {"Digits": "*", "FinishedOnKey": "#"}),
        (NUMBER, ["#"], {"Digits": "", "FinishedOnKey": "#"}),
        (
            ASK.format(' numDigits="5" finishOnKey=""'),
            ["061", "06"],
            {"Digits": "06106", "FinishedOnKey": ""},
        ),
        (ASK.format(' finishOnKey="*"'), ["1#*"], {"Digits": "1#", "FinishedOnKey": "*"}),
    ],
)
def test_keys_are_gathered_until_there_are_enough_or_one_ends_them(
    gather: str, keys: list[str], posted: Form
) -> None:
    telephone, webhook = call(gather, voice__turn=MENU)
    for pressed in keys[:-1]:
        telephone.press(pressed)
        assert webhook.paths == ["/voice"]
    telephone.press(keys[-1])
    form = webhook.last("/voice/turn?n=1")
    assert form | posted | {"CallStatus": "in-progress"} == form
    assert telephone.state.keys == ""


def test_when_the_time_is_up_the_keys_so_far_are_the_answer() -> None:
    telephone, webhook = call(NUMBER)
    telephone.press("12")
    telephone.pause()
    assert webhook.last("/voice/turn")["Digits"] == "12"
    assert webhook.last("/voice/turn")["FinishedOnKey"] == ""


def test_words_come_with_their_confidence() -> None:
    telephone, webhook = call(MENU)
    telephone.say(" March fifth. ", 0.42)
    form = webhook.last("/voice/turn")
    assert (form["SpeechResult"], form["Confidence"], "Digits" in form) == (
        "March fifth.",
        "0.42",
        False,
    )


@pytest.mark.parametrize("shape", EMPTY)
def test_silence_is_posted_in_each_of_its_shapes_where_empty_results_are_asked_for(
    shape: Empty,
) -> None:
    telephone, webhook = call(MENU)
    telephone.silence(shape)
    form = webhook.last("/voice/turn")
    assert {name: form[name] for name in ("Digits", "SpeechResult") if name in form} == {
        name: value for name, value in EMPTY[shape].items() if name in ("Digits", "SpeechResult")
    }


def test_silence_runs_the_next_verb_where_no_empty_result_is_asked_for() -> None:
    telephone, webhook = call(MENU.replace("true", "false") + SAY.format("Still there?") + NUMBER)
    assert [heard.text for heard in telephone.silence()] == ["Still there?", "Which?"]
    assert webhook.paths == ["/voice"]


def test_a_redirect_posts_nothing_but_the_call_itself() -> None:
    telephone, webhook = call(
        SAY.format("One.") + "<Redirect>/voice/turn?n=1</Redirect>" + MENU, voice__turn=NUMBER
    )
    assert telephone.words == "One. Which?"
    assert set(webhook.last("/voice/turn")) == set(webhook.last("/voice"))


@pytest.mark.parametrize("last", ["<Hangup/>", "", '<Reject reason="busy"/>'])
def test_the_call_ends_with_hangup_and_with_the_last_verb_and_its_length_is_posted(
    last: str,
) -> None:
    telephone, webhook = call(SAY.format("Goodbye.") + last)
    assert telephone.over
    assert telephone.waiting is None
    form = webhook.last("/voice/status")
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "61", "2")


def test_what_stands_behind_a_hangup_is_not_heard() -> None:
    telephone, _ = call("<Hangup/>" + SAY.format("Hello?"))
    assert telephone.words == ""
    assert telephone.faults == ("<Say> after <Hangup> never runs",)


def test_hanging_up_posts_only_the_status() -> None:
    telephone, webhook = call(MENU)
    telephone.hang_up()
    assert webhook.paths == ["/voice", "/voice/status"]
    assert telephone.over


@pytest.mark.parametrize(
    ("outcome", "posted", "paths"),
    [
        (
            "taken",
            ("completed", "true", "60"),
            ["/voice/accept", "/voice/accepted", "/voice/turn?n=1"],
        ),
        ("machine", ("completed", "false", "0"), ["/voice/accept", "/voice/turn?n=1"]),
        ("busy", ("busy", "false", None), ["/voice/turn?n=1"]),
        ("no-answer", ("no-answer", "false", None), ["/voice/turn?n=1"]),
        ("failed", ("failed", "false", None), ["/voice/turn?n=1"]),
        ("canceled", ("canceled", "false", None), ["/voice/turn?n=1"]),
    ],
)
def test_whoever_is_dialled_must_accept(
    outcome: Outcome, posted: tuple[str, ...], paths: list[str]
) -> None:
    telephone, webhook = call(
        DIAL.format(' url="/voice/accept"'),
        voice__accept=WHISPER,
        voice__accepted="",
        voice__turn=MENU,
    )
    telephone.dialled(outcome)
    assert webhook.paths[1:] == paths
    form = webhook.last("/voice/turn")
    assert (form["DialCallStatus"], form["DialBridged"], form.get("DialCallDuration")) == posted
    assert [heard.text for heard in telephone.heard if heard.answerer] == ["Press 1."] * (
        len(paths) > 1
    )
    assert telephone.words == "Which?"


def test_whoever_is_dialled_hears_a_call_from_our_number() -> None:
    telephone, webhook = call(
        DIAL.format(' url="/voice/accept"'), voice__accept=WHISPER, voice__accepted=""
    )
    telephone.dialled("taken")
    form = webhook.last("/voice/accepted")
    assert (form["Digits"], form["ParentCallSid"], form["From"]) == ("1", SID, "+18605550100")
    assert form["CallSid"] != SID


def test_a_key_that_is_not_accepted_ends_the_dialled_call() -> None:
    telephone, webhook = call(
        DIAL.format(' url="/voice/accept"'), voice__accept=WHISPER, voice__accepted="<Hangup/>"
    )
    telephone.dialled("taken")
    assert webhook.last("/voice/turn")["DialBridged"] == "false"


def test_a_number_without_an_address_is_bridged_at_once() -> None:
    telephone, webhook = call(DIAL.format(""))
    telephone.dialled("machine")
    assert webhook.paths[1] == "/voice/turn?n=1"
    assert webhook.last("/voice/turn")["DialBridged"] == "true"


def test_without_an_action_the_verb_behind_the_dial_runs() -> None:
    telephone, webhook = call(
        DIAL.format("").replace(' action="/voice/turn?n=1"', "") + SAY.format("Sorry.")
    )
    telephone.dialled("busy")
    assert telephone.words == "Sorry."
    assert webhook.paths == ["/voice", "/voice/status"]


def test_a_recording_is_reported_and_then_posted() -> None:
    telephone, webhook = call(RECORD, voice__turn=MENU)
    assert telephone.heard[-1].sound
    telephone.record(300)
    assert webhook.paths[1:] == ["/voice/recording", "/voice/turn?n=1"]
    form = webhook.last("/voice/turn")
    assert (form["RecordingDuration"], form["Digits"]) == ("120", "#")
    assert form["RecordingUrl"].endswith(form["RecordingSid"])
    assert webhook.last("/voice/recording")["RecordingStatus"] == "completed"
    assert "From" not in webhook.last("/voice/recording")


def test_an_empty_recording_is_absent_and_the_next_verb_runs() -> None:
    telephone, webhook = call(RECORD, voice__turn=MENU)
    telephone.record(0)
    assert webhook.paths[1:] == ["/voice/recording", "/voice/turn?n=1"]
    assert webhook.last("/voice/recording")["RecordingStatus"] == "absent"
    assert "RecordingUrl" not in webhook.last("/voice/turn")


@pytest.mark.parametrize(
    ("seconds", "paths"),
    [
        (9, ["/voice/recording", "/voice/turn?n=1", "/voice/status"]),
        (0, ["/voice/recording", "/voice/status"]),
    ],
)
def test_who_hangs_up_after_speaking_leaves_a_recording(seconds: int, paths: list[str]) -> None:
    telephone, webhook = call(RECORD)
    telephone.record(seconds, hangs_up=True)
    assert webhook.paths[1:] == paths
    assert telephone.over


def test_the_latest_callback_is_posted_again_as_it_was_and_nothing_moves() -> None:
    telephone, webhook = call(MENU, voice__turn=NUMBER)
    telephone.press("1")
    telephone.press("4")
    before = telephone.state
    telephone.again()
    assert webhook.asked[-1] == webhook.asked[-2]
    assert telephone.state == before


def test_a_call_can_be_laid_aside_and_taken_up_again() -> None:
    """The page keeps it between two requests."""
    telephone, webhook = call(NUMBER, voice__turn=MENU)
    telephone.press("1")
    stored = msgspec.json.encode(telephone.state)
    later = Telephone(webhook, "+18605550142", SID, state=msgspec.json.decode(stored, type=State))
    later.press("2#")
    assert webhook.last("/voice/turn")["Digits"] == "12"


def test_what_is_slow_and_what_is_a_sound_is_heard_as_such() -> None:
    slow = SAY.format('<prosody rate="slow">Call 9 8 8.</prosody>')
    telephone, _ = call(slow + "<Play>https://example.org/a.mp3</Play><Pause/>" + DIAL.format(""))
    assert [(heard.slow, heard.sound) for heard in telephone.heard] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert telephone.words == "Call 9 8 8."


@pytest.mark.parametrize("inside", ["<Say>cut off", "\x01"])
def test_what_twilio_cannot_read_ends_the_call_with_its_own_apology(inside: str) -> None:
    telephone, _ = call(inside)
    assert telephone.words == TWILIOS_APOLOGY
    assert telephone.over


def test_documents_that_lead_to_each_other_without_a_wait_are_found() -> None:
    with pytest.raises(Endless):
        call(
            "<Redirect>/voice/turn?n=1</Redirect>",
            voice__turn="<Redirect>/voice/turn?n=1</Redirect>",
        )


ACTIONS = {
    "dial": lambda telephone: telephone.dial(),
    "press": lambda telephone: telephone.press("1"),
    "say": lambda telephone: telephone.say("yes"),
    "pause": lambda telephone: telephone.pause(),
    "dialled": lambda telephone: telephone.dialled("busy"),
    "record": lambda telephone: telephone.record(3),
    "hang up": lambda telephone: telephone.hang_up(),
    "again": lambda telephone: telephone.again(),
    "no key": lambda telephone: telephone.press("A"),
    "no words": lambda telephone: telephone.say(" "),
}


@pytest.mark.parametrize(
    ("first", "possible"),
    [
        (MENU, {"press", "say", "pause", "hang up", "again"}),
        (MENU.replace("dtmf ", ""), {"say", "pause", "hang up", "again"}),
        (MENU.replace(" speech", ""), {"press", "pause", "hang up", "again"}),
        (DIAL.format(""), {"dialled", "hang up", "again"}),
        (RECORD, {"record", "hang up", "again"}),
        ("<Hangup/>", {"again"}),
    ],
)
def test_only_what_the_line_waits_for_can_be_done(first: str, possible: set[str]) -> None:
    for name, action in ACTIONS.items():
        telephone, webhook = call(first)
        if name in possible:
            action(telephone)
        else:
            with pytest.raises(NotNow):
                action(telephone)
            assert len(webhook.asked) == len(call(first)[1].asked)


def test_before_the_call_nothing_can_be_done_but_to_dial() -> None:
    for name, action in ACTIONS.items():
        telephone = Telephone(Webhook(voice=MENU), "+18605550142", SID)
        if name == "dial":
            action(telephone)
        else:
            with pytest.raises(NotNow):
                action(telephone)


def test_the_test_s_own_documents_are_right() -> None:
    for inside in (MENU, NUMBER, DIAL.format(' url="/voice/accept"'), WHISPER, RECORD):
        assert read(f"<Response>{inside}</Response>").faults == ()
