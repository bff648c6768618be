"""Calls as Twilio posts them, signed, to the program's own parts at a given time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import Client, TestResponse

from bot.config.load_settings import load
from bot.contacts import contact_id, partition
from bot.conversation.turns import Desk
from bot.outage.fallback import Outage
from bot.outage.spool import Spool
from bot.stored_session import decode_entry
from bot.wiring import Parts, put_together
from flows.model.events import AnyEvent
from simulator.twiml_rules import Document, Verb, read
from webhooks.gate import VIEWS

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
