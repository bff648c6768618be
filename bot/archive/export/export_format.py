"""The documented files of one conversation and one person (docs/exports.md): values for JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from flows.model.events import AnyEvent

CONVERSATION_FORMAT = "intake-conversation/1"
PERSON_FORMAT = "intake-person/1"


class ToldAnswer(Struct, frozen=True, omit_defaults=True):
    """What somebody answered, and the words it came from."""

    value: Any = None
    words: str = ""
    how: str = "told"


class ToldTurn(Struct, frozen=True):
    turn: int
    at: datetime
    channel: str
    step: str
    language: str
    events: tuple[AnyEvent, ...]


class ToldHandoff(Struct, frozen=True):
    """With `start` and `end` it is a promise. `by` is who closed it."""

    reason: str
    opened: datetime
    start: datetime | None
    end: datetime | None
    name: str
    state: str
    closed: datetime | None
    by: str
    outcome: str
    note: str


class ToldText(Struct, frozen=True):
    """What became of a text that we sent."""

    at: datetime
    status: str
    error: str


class ToldRecording(Struct, frozen=True):
    at: datetime
    seconds: int
    state: str
    reference: str


class ToldNote(Struct, frozen=True):
    at: datetime
    by: str
    text: str


class Conversation(Struct, frozen=True):
    """One conversation, whole."""

    format: str
    id: str
    person: str
    number: str
    simulated: bool
    began: datetime
    last: datetime
    ended: datetime | None
    channels: str
    language: str
    step: str
    status: str
    disposition: str
    programs: list[str]
    answers: dict[str, ToldAnswer]
    turns: list[ToldTurn]
    handoffs: list[ToldHandoff]
    texts: list[ToldText]
    recordings: list[ToldRecording]
    notes: list[ToldNote]


class Person(Struct, frozen=True):
    """Everything that is kept about one person. `texts` and `recordings` are those that belong to
    no conversation."""

    format: str
    id: str
    number: str
    known_since: datetime
    opted_out: bool
    opted_at: datetime | None
    conversations: list[Conversation]
    texts: list[ToldText]
    recordings: list[ToldRecording]
