"""Upserts a conversation's row: last-write-wins by sequence for its state, commutative aggregates
for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from bot.archive.models import Session, SessionProgram
from bot.archive.write.turn_rows import Told
from bot.archive.write.upsert import put, table_of
from bot.stored_session import Record
from flows.model.described.event_table import EVENTS
from flows.model.events import AnyEvent
from flows.model.session import Status

BOTH = "both"
# What events leave that is no part of the row as a turn left it.
ACTED = "acted"
# Columns that staff write, or that `acted` writes for them.
_STAFFS = frozenset({"assigned_to", "reviewed_at", "reviewed_by", "legal_hold", "acted_at"})
_COLUMNS = [column.name for column in table_of(Session).columns if column.name not in _STAFFS]

Row = dict[str, Any]


def keep_sessions(connection: Connection, batch: Sequence[tuple[Told, Record]]) -> None:
    """Idempotent and commutative: turns may come in any order, and twice."""
    wanted = sorted({record.session.id for _, record in batch})
    table = table_of(Session)
    found = connection.execute(
        select(*(table.c[name] for name in _COLUMNS)).where(table.c.id.in_(wanted))
    )
    rows: dict[str, Row] = {row.id: dict(row._mapping) for row in found}
    linked = {name: set(row["programs"]) for name, row in rows.items()}
    for told, record in batch:
        name = record.session.id
        rows[name] = _gathered(_latest(rows.get(name), told, record), told)
    put(connection, Session, list(rows.values()), _COLUMNS[1:])
    _keep_programs(connection, linked, rows)
    for told, record in batch:
        if any(_is_act(event) for event in told.turn.events):
            acted(connection, record.session.id, told.turn.at)


def acted(connection: Connection, session_id: str, at: datetime) -> None:
    """Somebody of the staff did something about this conversation; the latest act counts."""
    sooner = or_(Session.acted_at.is_(None), Session.acted_at < bindparam("time"))
    latest = (
        update(Session).where(Session.id == session_id, sooner).values(acted_at=bindparam("time"))
    )
    connection.execute(latest, {"time": at})


def _is_act(event: AnyEvent) -> bool:
    return bool(_left(event).get(ACTED))


def _left(event: AnyEvent) -> Mapping[str, Any]:
    leaves = EVENTS[type(event)].leaves
    return leaves(event) if leaves else {}


def _keep_programs(
    connection: Connection, linked: Mapping[str, set[str]], rows: Mapping[str, Row]
) -> None:
    """What a conversation is found by: the programs of its row, at its time. `linked` were there
    before."""
    lost = [
        name for name, programs in linked.items() if not programs <= set(rows[name]["programs"])
    ]
    if lost:
        connection.execute(delete(SessionProgram).where(SessionProgram.session_id.in_(lost)))
    links = [
        {"session_id": name, "program": program, "last_at": row["last_at"]}
        for name, row in rows.items()
        for program in dict.fromkeys(row["programs"])
    ]
    put(connection, SessionProgram, links, ["last_at"])


def _latest(before: Row | None, told: Told, record: Record) -> Row:
    """The row as this turn left it, or as it was if a later turn has been there."""
    session = record.session
    if before and before["seq"] >= session.seq:
        return before
    answers = session.answers
    return {
        "channels": "",
        "last_at": session.opened,
        "programs": [],
        "programs_seq": -1,
        "safety": False,
        "ended_at": None,
        **(before or {}),
        "id": session.id,
        "contact_id": told.entry.contact,
        "epoch": told.entry.epoch,
        "simulated": record.simulated,
        "opened": session.opened,
        "language": session.language,
        "town": _value(answers.get("town")),
        "stage": _value(answers.get("stage")),
        "step": session.step,
        "status": session.status.value,
        "disposition": session.disposition.value if session.disposition else "",
        "keyword": session.keyword,
        "flow_version": session.flow_version,
        "seq": session.seq,
        "record": record,
    }


def _value(answer: Any) -> str:
    return str(answer.value) if answer and answer.value is not None else ""


def _gathered(row: Row, told: Told) -> Row:
    for seq, event in told.numbered:
        for name, value in _left(event).items():
            if name != ACTED:
                GATHER[name](row, value, seq, told.turn.at)
    if row["status"] == Status.WAITING.value:
        row["ended_at"] = None
    return row


def _gather_channel(row: Row, channel: str, seq: int, at: datetime) -> None:
    row["channels"] = channel if row["channels"] in ("", channel) else BOTH


def _gather_word(row: Row, spoke: bool, seq: int, at: datetime) -> None:
    """The time of the person's last word."""
    if spoke:
        row["last_at"] = max(row["last_at"], at)


def _gather_safety(row: Row, urgent: bool, seq: int, at: datetime) -> None:
    row["safety"] |= urgent


def _gather_programs(row: Row, programs: list[str], seq: int, at: datetime) -> None:
    """Those of the latest results."""
    if seq > row["programs_seq"]:
        row |= {"programs": programs, "programs_seq": seq}


def _gather_end(row: Row, ended: bool, seq: int, at: datetime) -> None:
    row["ended_at"] = max(filter(None, (row["ended_at"], at)))


# How what events leave (`flows.model.described.event_table`) is gathered, in whatever order the
# turns come.
GATHER: Mapping[str, Callable[[Row, Any, int, datetime], None]] = {
    "channels": _gather_channel,
    "spoke": _gather_word,
    "safety": _gather_safety,
    "programs": _gather_programs,
    "ended": _gather_end,
}
