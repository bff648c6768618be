"""Serialized forms (JSON by msgspec): the session in Redis, and a turn in the outbox."""

from __future__ import annotations

from datetime import datetime

import msgspec
import structlog
from msgspec import Struct

from flows.model.events import AnyEvent
from flows.model.inputs import Channel
from flows.model.session import Session


class Record(Struct, frozen=True, omit_defaults=True):
    """The session, with what only the service knows: the number (encrypted), and the address the
    person used and is answered from. `simulated` sessions are never counted."""

    session: Session
    number: str
    address: str
    simulated: bool = False


class TurnEntry(Struct, frozen=True, omit_defaults=True):
    """One turn for the archive. `first` numbers its first event; `record` is the session after it,
    None once it was erased.

    `acted_from` is the address from which somebody of the staff did this, for the audit log.

    Of an erased one the encrypted `number` goes along, since what Twilio holds of that person is
    found by nothing else.
    """

    at: datetime
    channel: Channel
    first: int
    events: tuple[AnyEvent, ...]
    record: Record | None
    number: str = ""
    acted_from: str = ""


log = structlog.get_logger()

_encoder = msgspec.json.Encoder()
_records = msgspec.json.Decoder(Record)
_entries = msgspec.json.Decoder(TurnEntry)

encode = _encoder.encode


def decode_record(data: bytes) -> Record:
    return _records.decode(data)


def readable_record(data: bytes | None) -> Record | None:
    """The record, or None where there is none or this program cannot read it: after a rollback,
    say.

    A conversation must not end because of that: the old one is set aside and a new one begins. What
    was opted out of is kept apart from it.
    """
    if data is None:
        return None
    try:
        return decode_record(data)
    except msgspec.DecodeError as error:
        log.error("session set aside, it cannot be read", reason=str(error).partition(" - at")[2])
        return None


def decode_entry(data: bytes) -> TurnEntry:
    return _entries.decode(data)
