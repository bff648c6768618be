"""What a parent was told and promised, and where in the conversation they answered what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.archive.read.case import KeptTurn
from flows.flow import Flow
from flows.model import call_events as calls
from flows.model import events
from flows.model.events import HandoffOpened
from staff.case.event_lines import in_line
from staff.case.transcript import read_events
from staff.frame import labels as english
from staff.frame.clock import window

# What the parent was told, by the beginning of the prompt's key.
SAID: Mapping[str, str] = {
    "safety.": "Told the emergency numbers, and what to do",
    "results.mention": "Told of other programs, and whom to ask",
    "results.none": "Told that no program fits, and whom to call",
    "promise.noted": "Told that MCH will call in office hours",
    "held": "Told that a person at MCH has the messages",
    "stopped": "Told that no more texts come",
    "voicemail.thanks": "Told that the message was recorded",
}


class Line(Struct, frozen=True):
    """What the parent was told or promised, and where."""

    at: datetime
    words: str
    turn: int


def told_to_them(flow: Flow, turns: Sequence[KeptTurn]) -> Iterator[Line]:
    """In order; of one turn each thing once."""
    for turn in turns:
        said: dict[str, None] = {}
        for _, event in read_events(turn.events):
            if isinstance(event, events.Prompted):
                said |= {words: None for key, words in SAID.items() if event.key.startswith(key)}
            elif isinstance(event, events.ProgramsMatched | events.ProgramShown | calls.TextQueued):
                said[
                    _sent(event) if isinstance(event, calls.TextQueued) else in_line(flow, event)
                ] = None
            elif isinstance(event, HandoffOpened) and event.start and event.end:
                said[f"A call was promised for {window(event.start, event.end)}"] = None
        yield from (Line(turn.at, words, turn.first) for words in said)


def _sent(event: calls.TextQueued) -> str:
    return f"A text was sent: {english.WHY_SENT.get(event.why, english.spaced(event.why))}"


def filled(turns: Sequence[KeptTurn]) -> Mapping[str, int]:
    """In which turn each slot was last filled."""
    facts = ((turn, event) for turn in turns for _, event in read_events(turn.events))
    return {event.slot: turn.first for turn, event in facts if isinstance(event, events.Answered)}
