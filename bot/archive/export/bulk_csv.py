"""Streaming CSV export of many conversations, a row each or a row a turn, with bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Select, func

from bot.archive.database import Archive
from bot.archive.export.csv_cells import CHUNK, csv_parts
from bot.archive.models import Contact, Session, Turn
from bot.archive.read.figures import AT_ONCE
from bot.archive.read.lists.selecting import Selection, selected
from bot.contacts import Cipher, CipherError, mask
from bot.office import ZONE


class Rows(StrEnum):
    CONVERSATIONS = "conversations"
    TURNS = "turns"


class Shape(StrEnum):
    CSV = "csv"
    LINES = "jsonl"


class Taking(Struct, frozen=True):
    """What is taken along, and how. With `numbers` the people's numbers are written in full."""

    selection: Selection = Selection()
    rows: Rows = Rows.CONVERSATIONS
    shape: Shape = Shape.CSV
    numbers: bool = False


# Answers that have a place of their own already, or are only for the one call.
_ELSEWHERE = frozenset({"language", "town", "stage", "callback_name", "callback_time"})
_CONVERSATION = (
    "conversation",
    "person",
    "number",
    "began",
    "last_word",
    "last_act_of_staff",
    "ended",
    "channels",
    "language",
    "town",
    "stage",
    "step",
    "status",
    "disposition",
    "keyword",
    "safety",
    "reviewed",
    "programs",
)
_TURN = ("conversation", "turn", "at", "channel", "language", "step", "heard", "said", "events")

Row = dict[str, Any]


def size(archive: Archive, taking: Taking) -> int:
    """How many rows there will be. Raises ArchiveAway, as `read_rows` does."""
    rows = selected(archive, taking.selection, func.count()).select_from(Session)
    if taking.rows is Rows.TURNS:
        rows = rows.join(Turn, Turn.session_id == Session.id)
    with archive.reading() as connection:
        return int(connection.execute(rows).scalar_one())


def read_rows(archive: Archive, cipher: Cipher, taking: Taking) -> Iterator[Row]:
    """Rows in order of their beginning, read in batches: memory stays bounded whatever their
    number."""
    if taking.rows is Rows.TURNS:
        return _read(archive, _turns(archive, taking.selection), _turn)
    return _read(
        archive,
        _conversations(archive, taking.selection),
        lambda row: _conversation(row, cipher, taking.numbers),
    )


def written(taking: Taking, rows: Iterable[Row], slots: Iterable[str]) -> Iterator[bytes]:
    """The file as a stream of chunks; `slots` are the columns of answers, in flow order."""
    if taking.shape is Shape.LINES:
        return _lines(rows)
    header: tuple[str, ...] = _TURN
    if taking.rows is Rows.CONVERSATIONS:
        header = (
            *_CONVERSATION,
            *(f"answer_{slot}" for slot in dict.fromkeys(slots) if slot not in _ELSEWHERE),
        )
    cells = (_cells(row, header) for row in rows)
    return (part.encode() for part in csv_parts(header, cells))


def _read(archive: Archive, statement: Select[Any], row_of: Callable[[Any], Row]) -> Iterator[Row]:
    with archive.reading() as connection:
        for row in connection.execution_options(yield_per=AT_ONCE).execute(statement):
            yield row_of(row)


def _conversations(archive: Archive, selection: Selection) -> Select[Any]:
    rows = selected(archive, selection, Session, Contact.number).join(
        Contact, Contact.id == Session.contact_id
    )
    return rows.order_by(Session.opened, Session.id)


def _turns(archive: Archive, selection: Selection) -> Select[Any]:
    rows = selected(archive, selection, Turn).join_from(
        Session, Turn, Turn.session_id == Session.id
    )
    return rows.order_by(Session.opened, Session.id, Turn.first)


def _conversation(row: Any, cipher: Cipher, in_full: bool) -> Row:
    answers: Mapping[str, Any] = row.record["session"].get("answers", {})
    return {
        "conversation": row.id,
        "person": row.contact_id,
        "number": number_of(cipher, row.number, in_full),
        "began": row.opened,
        "last_word": row.last_at,
        "last_act_of_staff": row.acted_at,
        "ended": row.ended_at,
        "channels": row.channels,
        "language": row.language,
        "town": row.town,
        "stage": row.stage,
        "step": row.step,
        "status": row.status,
        "disposition": row.disposition,
        "keyword": row.keyword,
        "safety": row.safety,
        "reviewed": row.reviewed_at,
        "programs": row.programs,
        "answers": {
            slot: _answer(answer) for slot, answer in answers.items() if slot not in _ELSEWHERE
        },
    }


def _answer(answer: Mapping[str, Any]) -> Any:
    """The value, or `unknown` or `declined`: both are answers."""
    value = answer.get("value")
    return answer.get("how", "") if value is None else value


def _turn(row: Any) -> Row:
    return {
        "conversation": row.session_id,
        "turn": row.first,
        "at": row.at,
        "channel": row.channel,
        "language": row.language,
        "step": row.step,
        "heard": row.heard,
        "said": row.said,
        "events": row.events,
    }


def number_of(cipher: Cipher, encrypted: str, in_full: bool) -> str:
    """The number, masked unless it is wanted in full; nothing where there is none, or none that our
    keys can read."""
    try:
        number = cipher.decrypt(encrypted)
    except CipherError:
        return ""
    if not in_full:
        return mask(number)
    return (
        f"({number[2:5]}) {number[5:8]}-{number[8:]}"
        if len(number) == 12 and number.startswith("+1")
        else number
    )


def _cells(row: Row, header: Iterable[str]) -> Iterator[Any]:
    answers = row.get("answers", {})
    return (
        _cell(answers.get(name.removeprefix("answer_")) if name not in row else row[name])
        for name in header
    )


def _cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
        case list():
            return " ".join(
                each["event"] if isinstance(each, dict) else str(each) for each in value
            )
        case _:
            return value


def _lines(rows: Iterable[Row]) -> Iterator[bytes]:
    encoder, buffer = msgspec.json.Encoder(), bytearray()
    for row in rows:
        buffer += encoder.encode(row) + b"\n"
        if len(buffer) > CHUNK:
            yield bytes(buffer)
            buffer.clear()
    yield bytes(buffer)
