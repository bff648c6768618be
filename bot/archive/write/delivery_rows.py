"""Upserts delivery states of texts and recordings; reports may come in any order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.archive.models import Delivery, Recording
from bot.archive.write.turn_rows import Told
from bot.archive.write.upsert import put, table_of
from flows.model.call_events import (
    RecordingLeft,
    RecordingReported,
    TextNotSent,
    TextQueued,
    TextSent,
)
from flows.model.events import AnyEvent, DeliveryReported

QUEUED, UNKNOWN, NOT_SENT, SENT = "queued", "unknown", "not_sent", "sent"
# What a text has come to. Of two facts the one further on counts, whichever was told later.
# Source: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
STAGES = {
    name: stage
    for stage, names in enumerate(
        (
            (QUEUED,),
            (UNKNOWN,),
            (NOT_SENT, "accepted", "scheduled"),
            ("sending",),
            (SENT,),
            ("delivered", "undelivered", "failed", "canceled"),
            ("read",),
        )
    )
    for name in names
}

_NAMES = ("send_id", "sid")

Row = dict[str, Any]


def keep_deliveries(connection: Connection, batch: Sequence[Told]) -> None:
    """A text has one row, found by the name that we gave it or by the SID that Twilio gave it."""
    facts = [
        fact for told in batch for event in told.turn.events if (fact := _delivery(told, event))
    ]
    if not facts:
        return
    table = table_of(Delivery)
    named = [{fact[name] for fact in facts if fact[name]} for name in _NAMES]
    known = connection.execute(
        select(table).where(or_(table.c.send_id.in_(named[0]), table.c.sid.in_(named[1])))
    ).mappings()
    rows: dict[tuple[str, str], Row] = {}
    for row in known:
        _file(rows, dict(row))
    were = {row["id"] for row in rows.values()}
    for fact in facts:
        _file(rows, fact)
    texts = list({id(row): row for row in rows.values()}.values())
    old, new = [row for row in texts if "id" in row], [row for row in texts if "id" not in row]
    connection.execute(table.delete().where(table.c.id.in_(were - {row["id"] for row in old})))
    put(connection, Delivery, old, [column.name for column in table.columns if column.name != "id"])
    if new:
        connection.execute(table.insert(), new)


def _delivery(told: Told, event: AnyEvent) -> Row | None:
    """What an event tells about a text."""
    row: Row = {
        "session_id": told.entry.session_id or None,
        "contact_id": told.entry.contact,
        "at": told.turn.at,
    }
    row |= {"send_id": None, "sid": None, "error": "", "text_of": None}
    match event:
        case TextQueued(id=name):
            return row | {"send_id": name, "status": QUEUED, "text_of": told.turn.first}
        case TextSent(id=name, sid=sid):
            return row | {"send_id": name, "sid": sid, "status": SENT}
        case TextNotSent(id=name, why=why):
            return row | {
                "send_id": name,
                "status": UNKNOWN if why == UNKNOWN else NOT_SENT,
                "error": why,
            }
        case DeliveryReported(sid, status, error):
            return row | {"sid": sid, "status": status, "error": error}
        case _:
            return None


def _file(rows: dict[tuple[str, str], Row], row: Row) -> None:
    """Put a row with those of the same text, of which one is left."""
    for name in _NAMES:
        if (other := rows.get((name, row[name]))) and other is not row:
            row = _merged(other, row)
    rows |= {(name, row[name]): row for name in _NAMES if row[name]}


def _merged(one: Row, other: Row) -> Row:
    """The conversation in which the text was queued is its own; a report may come in a later
    one."""
    own, strange = (
        (other, one) if one["text_of"] is None and other["text_of"] is not None else (one, other)
    )
    further = max(own, strange, key=lambda row: STAGES.get(row["status"], 0))
    same = {name: own[name] or strange[name] for name in (*_NAMES, "session_id")}
    row = {**strange, **own} | same  # with the id, if either has one
    return row | {
        "status": further["status"],
        "error": further["error"],
        "at": min(own["at"], strange["at"]),
    }


def keep_recordings(connection: Connection, batch: Sequence[Told]) -> None:
    """A message has one row, by Twilio's reference."""
    facts = [
        row for told in batch for event in told.turn.events if (row := _recording(told, event))
    ]
    table = table_of(Recording)
    wanted = {fact["reference"] for fact in facts}
    known = (
        connection.execute(select(table).where(table.c.reference.in_(wanted))).mappings()
        if wanted
        else ()
    )
    rows: dict[str, Row] = {row["reference"]: dict(row) for row in known}
    for fact in facts:
        before = rows.setdefault(fact["reference"], fact)
        before |= {name: fact[name] or before[name] for name in ("session_id", "seconds", "state")}
        before["at"] = min(before["at"], fact["at"])
    put(connection, Recording, list(rows.values()), ["session_id", "at", "seconds", "state"])


def _recording(told: Told, event: AnyEvent) -> Row | None:
    row: Row = {
        "session_id": told.entry.session_id or None,
        "contact_id": told.entry.contact,
        "at": told.turn.at,
    }
    match event:
        case RecordingLeft(reference, seconds):
            return row | {"reference": reference, "seconds": seconds, "state": ""}
        case RecordingReported(reference, state):
            return row | {"reference": reference, "seconds": 0, "state": state}
        case _:
            return None
