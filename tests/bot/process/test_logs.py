"""Logs: no number, no words of a person's, one line an event."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot.process import logs, request_ids

SID = "SM0123456789abcdef0123456789abcdef"


@pytest.fixture
def production_logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a production process writes."""
    # A test before this one may have left the id of its request on this thread.
    monkeypatch.setattr(request_ids, "_at_work", threading.local())
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    logs.configure(production=True, stream=written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.raiseExceptions = True
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("+18605550120", "***"),
        ("from (860) 555-0120 to us", "from *** to us"),
        ("860.555.0120", "***"),
        ("860 555 0120", "***"),
        ("860/555/0120", "***"),
        ("5550120", "***"),
        ("tel:+18605550120,x", "tel:***,x"),
        ("whatsapp:+18605550120", "whatsapp:***"),
        (18605550120, "***"),
        (["8605550120", {"to": "+18605550120"}], ["***", {"to": "***"}]),
        ({"+18605550120": 1}, {"***": 1}),
        (b"+18605550120", "b'***'"),
        ("06106-1234"[:5], "06106"),
        ("555-012", "555-012"),
        (999_999, 999_999),
        (0.1234567890, 0.1234567890),
        (True, True),
        (None, None),
        (SID, SID),
        ("0123456789abcdef01234567", "0123456789abcdef01234567"),
    ],
)
def test_numbers_are_hidden(value: object, shown: object) -> None:
    """Seven digits or more, however written and wherever, are a number; our own ids and small
    counts are not."""
    assert logs.hide_numbers(None, "info", {"field": value}) == {"field": shown}


def test_one_line_of_json(production_logs: io.StringIO) -> None:
    """Our events and those of libraries come out alike, with a time, and masked."""
    structlog.get_logger("bot").info(
        "turn taken", contact="0123456789abcdef01234567", sender="+18605550120"
    )
    logging.getLogger("library").warning("no route to %s", "+18605550120")
    ours, theirs = map(json.loads, production_logs.getvalue().splitlines())
    assert ours["timestamp"].endswith("Z")
    ours.pop("timestamp")
    assert ours == {
        "event": "turn taken",
        "contact": "0123456789abcdef01234567",
        "sender": "***",
        "level": "info",
        "logger": "bot",
    }
    assert (theirs["event"], theirs["level"]) == ("no route to ***", "warning")


def test_an_exception_tells_where_and_not_what(production_logs: io.StringIO) -> None:
    """The message of an exception may quote a person: its kind and its places are enough."""
    try:
        int("my baby is sick")
    except ValueError:
        structlog.get_logger("bot").exception("turn failed")
        logging.getLogger("library").exception("failed")
    said = production_logs.getvalue()
    assert "baby" not in said
    for line in map(json.loads, said.splitlines()):
        assert line["error"] == "ValueError"
        assert "test_logs.py" in line["at"][-1]


def test_loud_libraries_are_quiet(production_logs: io.StringIO) -> None:
    """Libraries that log what they send, or log every move, are heard from a warning on."""
    for name in ("transitions.core", "twilio.http_client", "urllib3.connectionpool"):
        logging.getLogger(name).info("sending +18605550120")
    assert production_logs.getvalue() == ""
