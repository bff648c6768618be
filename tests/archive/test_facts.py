"""What is counted has no words in it."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.archive.write.fact_rows import KEYS, key
from flows.model.call_events import CallOpened, RecordingLeft, RecordingStarted, TextSent, TransferAnswered
from flows.model.events import AnyEvent, ConsentGiven, InputReceived, ProgramsMatched, Prompted
from flows.model.inputs import Channel, Silence, Text
from flows.model.staff_events import HoldEnded, HoldTaken, StaffWrote

# Told by their kind alone, or in a way of their own.
WITHOUT = {
    *(CallOpened, InputReceived, ProgramsMatched, RecordingLeft, RecordingStarted, TextSent, TransferAnswered),
    *(HoldEnded, HoldTaken, StaffWrote),
}


def test_every_event_has_its_key() -> None:
    assert set(KEYS) | WITHOUT == set(get_args(AnyEvent))


@pytest.mark.parametrize(
    ("event", "about"),
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
def test_a_key_is_no_word_of_anybodys(event: AnyEvent, about: str) -> None:
    assert key(event) == about
