"""What is counted has no words in it."""

from __future__ import annotations

import pytest

from flows.model.call_events import TransferAnswered
from flows.model.described.event_table import about
from flows.model.events import AnyEvent, ConsentGiven, InputReceived, Prompted
from flows.model.inputs import Channel, Silence, Text
from flows.model.staff_events import HoldEnded


@pytest.mark.parametrize(
    ("event", "counted"),
    [
        (InputReceived(Text("I am Ana"), Channel.SMS), "text"),
        (InputReceived(Silence(), Channel.VOICE), "silence"),
        (Prompted("stage", "Hi Ana, are you pregnant?"), "stage"),
        (ConsentGiven("text", "yes please, Ana", "en"), "text"),
        (TransferAnswered(True), "accepted"),
        (HoldEnded("time"), "time"),
        (HoldEnded("ana@example.org"), "person"),
    ],
)
def test_a_key_is_no_word_of_anybodys(event: AnyEvent, counted: str) -> None:
    assert about(event) == counted
