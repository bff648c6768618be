"""Whatever is said, in whatever order: no error, valid TwiML, a way out, and a session that
survives its storage."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.dialogue.turn import Turn
from flows.model.context import Context, Office, Policy, Window
from flows.model.danger_events import SafetyRaised
from flows.model.events import IntentHeard, OptedOut, ReplyWithheld
from flows.model.inputs import Digits, Hangup, Input, Silence, Speech, Text
from flows.model.session import Session
from flows.wording.sms_encoding import MAX_LENGTH
from tests.playing.desks import the_flow
from webhooks import twiml

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
OFFICE = Office(True, (Window(MONDAY, MONDAY + timedelta(hours=2)),))
# What people say, and anything else.
SAID = st.sampled_from(
    (Path(__file__).parent / "said.txt").read_text("utf-8").splitlines()
) | st.text(max_size=60)
INPUTS = st.one_of(
    st.builds(Text, SAID.map(str.strip)),
    st.builds(Text, SAID, st.integers(0, 2), st.sampled_from(["", "START", "STOP", "HELP"])),
    st.builds(Digits, st.text("0123456789*#", max_size=6)),
    st.builds(Speech, SAID, st.floats(0, 1)),
    st.builds(Silence),
    st.builds(Hangup),
)
PAUSES = st.sampled_from([20, 20, 20, 20, 3600, 5 * 3600, 4 * 86400, 20 * 86400])
POLICIES = st.builds(Policy, erase=st.sampled_from(["now", "request"]), gsm7_only=st.booleans())
LEFT = re.compile(r"At most (\d+) more|Después de esta, (\d+) como")


def move(
    session: Session | None, input_: Input, now: datetime, opted_out: bool, policy: Policy
) -> Turn:
    context = Context(
        now, date(2026, 11, 23), "a-new-id", opted_out=opted_out, office=OFFICE, policy=policy
    )
    return engine.resume(the_flow(), session, input_, context)


def check(turn: Turn) -> None:
    reply = twiml.render(turn)
    messages = ElementTree.fromstring(reply).findall("Message")
    withheld = [event for event in turn.events if isinstance(event, ReplyWithheld | OptedOut)]
    assert len(messages) == (1 if turn.reply else 0)
    assert turn.reply or withheld, "silence without a reason"
    assert len(turn.reply) <= MAX_LENGTH


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(INPUTS, PAUSES), min_size=1, max_size=14), POLICIES)
def test_any_conversation_goes_on(moves: list[tuple[Input, int]], policy: Policy) -> None:
    session, now, opted_out = None, MONDAY, False
    for input_, pause in moves:
        now += timedelta(seconds=pause)
        turn = move(session, input_, now, opted_out, policy)
        check(turn)
        in_danger = any(isinstance(event, SafetyRaised) for event in turn.events)
        asked_help = (
            IntentHeard("help") in turn.events
        )  # carriers demand its answer of a short code
        if (
            opted_out
            and isinstance(input_, Text)
            and turn.opted != "in"
            and not in_danger
            and not asked_help
        ):
            assert not turn.reply, "answered someone who said stop"
        opted_out = {"out": True, "in": False}.get(turn.opted, opted_out)
        stored = msgspec.json.encode(turn.session)
        session = None if turn.erased else msgspec.json.decode(stored, type=Session)
        assert session is None or session == turn.session
    if session is not None and not opted_out:
        check_ways_out(session, now, policy)


def check_ways_out(session: Session, now: datetime, policy: Policy) -> None:
    """From everywhere: HELP gives the number, CALL a person, STOP an end."""
    soon = now + timedelta(seconds=20)
    assert policy.mch in move(session, Text("HELP"), soon, False, policy).reply
    assert move(session, Text("CALL"), soon, False, policy).reply
    assert move(session, Text("STOP"), soon, False, policy).opted == "out"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["1", "2", "3", "no", "idk", "Hartford", "Stamford", "2 and 5", "4 months", "SKIP"]
        ),
        max_size=14,
    )
)
def test_how_many_are_left_never_rises(said: list[str]) -> None:
    session, least = None, 99
    for body in ["hi", *said]:
        turn = move(session, Text(body), MONDAY, False, Policy())
        session = turn.session
        if found := LEFT.search(turn.reply):
            left = int(found[1] or found[2])
            assert left < least
            least = left
