"""Maps an outbox entry to rows of turns, facts and handoffs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from bot.archive.write.fact_rows import fact
from bot.redis.stored import Entry
from bot.stored_session import Record, TurnEntry, decode_entry
from flows.model.call_events import RecordingTranscribed, TextQueued
from flows.model.events import AnyEvent, ErasureConfirmed, HandoffOpened, InputReceived, Prompted
from flows.model.inputs import Digits, Speech, Text
from flows.understanding.text.utterance import Said

HEARD = InputReceived | RecordingTranscribed
_SEQUENCE_BITS = 20  # more entries than that are not written in a millisecond


class Told(Struct, frozen=True):
    """A decoded outbox entry."""

    entry: Entry
    turn: TurnEntry

    @property
    def place(self) -> int:
        return place(self.entry.id)

    @property
    def erases(self) -> bool:
        """Whether all that is of an earlier epoch than this entry's is to be forgotten."""
        return self.turn.record is None and any(
            isinstance(event, ErasureConfirmed) for event in self.turn.events
        )

    @property
    def numbered(self) -> Iterator[tuple[int, AnyEvent]]:
        return enumerate(self.turn.events, self.turn.first)


def read(entry: Entry) -> Told:
    """Raises msgspec.DecodeError on what no version of this program has written."""
    return Told(entry, decode_entry(entry.payload))


def place(entry_id: str) -> int:
    """Stream entry id as a sortable integer (48 bits of milliseconds, 20 bits of sequence)."""
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds) << _SEQUENCE_BITS | int(sequence or 0)


def entry_id(place: int) -> str:
    return f"{place >> _SEQUENCE_BITS}-{place & (1 << _SEQUENCE_BITS) - 1}"


def turn_row(told: Told, record: Record) -> dict[str, Any]:
    turn = told.turn
    heard, said = _heard(turn), _said(turn)
    return {
        "session_id": record.session.id,
        "first": turn.first,
        "entry": told.place,
        "delivery": told.entry.delivery,
        "at": turn.at,
        "channel": turn.channel.value,
        "step": record.session.step,
        "language": record.session.language,
        "events": turn.events,
        "heard": heard,
        "said": said,
        "words": Said(heard).bare,
        "said_words": Said(said).bare,
    }


def fact_rows(told: Told, record: Record) -> list[dict[str, Any]]:
    turn, session = told.turn, record.session
    same = {
        "session_id": session.id,
        "channel": turn.channel.value,
        "step": session.step,
        "simulated": record.simulated,
    }
    return [fact(event, seq, turn.first, turn.at, **same) for seq, event in told.numbered]


def handoff_rows(told: Told, record: Record) -> list[dict[str, Any]]:
    same = {
        "session_id": record.session.id,
        "contact_id": told.entry.contact,
        "opened": told.turn.at,
    }
    return [
        {
            **same,
            "seq": seq,
            "reason": event.reason,
            "start": event.start,
            "end": event.end,
            "due": event.end or told.turn.at,
            "name": plain(event.name),
        }
        for seq, event in told.numbered
        if isinstance(event, HandoffOpened)
    ]


def plain(text: str) -> str:
    """Without NUL, which PostgreSQL's text does not take."""
    return text.replace("\0", "")


def _heard(turn: TurnEntry) -> str:
    return plain("\n".join(_words(event) for event in turn.events if isinstance(event, HEARD)))


def _words(event: InputReceived | RecordingTranscribed) -> str:
    if isinstance(event, RecordingTranscribed):
        return event.words
    match event.input:
        case Text(body):
            return body
        case Speech(words):
            return words
        case Digits(keys):
            return keys
        case _:
            return ""


def _said(turn: TurnEntry) -> str:
    return plain(
        "\n".join(event.text for event in turn.events if isinstance(event, Prompted | TextQueued))
    )
