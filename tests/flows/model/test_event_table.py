"""One row describes an event for everybody who reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from string import Formatter
from typing import get_args

from bot.archive.write.session_rows import ACTED, GATHER
from flows.model import events
from flows.model.described.event_table import EVENTS, Shown
from flows.model.described.event_text import PLAIN, Labels
from flows.model.described.input_table import INPUTS
from flows.model.inputs import Channel, Input, Text
from flows.model.session import Disposition, Status
from flows.model.staff_events import HoldTaken

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)


def test_every_event_and_every_input_has_one_row() -> None:
    assert set(EVENTS) == set(get_args(events.AnyEvent))
    assert set(INPUTS) == set(get_args(Input))


def test_every_event_has_a_line_or_is_shown_otherwise() -> None:
    for event, row in EVENTS.items():
        assert bool(row.line) != (row.shown is Shown.OTHERWISE), event.__name__


def test_every_template_names_fields_of_its_event_and_ways_that_somebody_has() -> None:
    ways = {*PLAIN, *(name for name in vars(Labels) if not name.startswith("_"))}
    for kind, template in _templates():
        for _, field, way, _ in Formatter().parse(template):
            if field is not None:
                assert field in kind.__struct_fields__, (kind.__name__, field)  # type: ignore[attr-defined]
                assert (way or "").removeprefix("begun_") in ways, (kind.__name__, way)


def _templates() -> list[tuple[type, str]]:
    found = [(kind, text) for kind, row in INPUTS.items() for text in row]
    for kind, row in EVENTS.items():
        if isinstance(row.line, str):
            found.append((kind, row.line))
        if row.export:
            found.append((kind, row.export[1]))
    return found


def test_every_short_key_is_a_field() -> None:
    for kind, row in EVENTS.items():
        if isinstance(row.about, str) and row.about:
            assert row.about in kind.__struct_fields__, kind.__name__  # type: ignore[attr-defined]


def test_what_events_leave_is_gathered_in_the_row_of_the_conversation() -> None:
    came = events.InputReceived(Text("hi"), Channel.SMS)
    ended = events.SessionEnded(Status.EXPIRED, Disposition.ABANDONED)
    left = [
        came,
        events.SafetyRaised("loss"),
        events.ProgramsMatched(()),
        ended,
        HoldTaken("a@example.org", NOON),
    ]
    names = {
        name for event in left if (row := EVENTS[type(event)]).leaves for name in row.leaves(event)
    }
    assert names == {*GATHER, ACTED}
    assert not events.SafetyRaised("loss").urgent  # grief is no emergency
