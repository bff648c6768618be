"""Referrals from what the bot told and parents answered: one row for each program, one for each
step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, select

from bot.archive.referral_tables import Referral, ReferralStep
from bot.archive.write.turn_rows import Told
from bot.archive.write.upsert import add, put, table_of
from bot.stored_session import Record
from flows.model.events import AnyEvent, ProgramShown, ProgramsMatched
from flows.model.referrals import BOT, DONE, PARENT, RANK, TOLD
from flows.model.staff_events import ReferralMoved

# The first page of the results: of what fits, so many are told without being asked for.
FIRST_PAGE = 3
# When staff are to look after it, if nobody said otherwise.
LOOK_AFTER = timedelta(days=14)
FITTING = frozenset({"fits", "may_fit"})


class Step(Struct, frozen=True):
    session_id: str
    program: str
    seq: int
    state: str
    at: datetime
    by: str
    note: str = ""


def keep_referrals(connection: Connection, batch: Sequence[tuple[Told, Record]]) -> None:
    """Turns may come in any order, and twice."""
    keep_steps(connection, [step for told, record in batch for step in _steps(told, record)])


def keep_steps(connection: Connection, steps: Sequence[Step], due: datetime | None = None) -> None:
    """Where each referral stands after these steps. `due` is when somebody looks after it, if
    somebody said so."""
    if not steps:
        return
    table = table_of(Referral)
    rows = connection.execute(
        select(table).where(table.c.session_id.in_({step.session_id for step in steps}))
    ).mappings()
    known: dict[tuple[str, str], dict[str, Any]] = {
        (row["session_id"], row["program"]): dict(row) for row in rows
    }
    changed: dict[tuple[str, str], dict[str, Any]] = {}
    for step in sorted(steps, key=lambda step: step.at):
        key = (step.session_id, step.program)
        changed[key] = known[key] = _moved(known.get(key), step, due)
    add(
        connection,
        ReferralStep,
        [{name: getattr(step, name) for name in Step.__struct_fields__} for step in steps],
    )
    put(connection, Referral, list(changed.values()), ["state", "at", "by", "told_at", "due"])


def _moved(row: dict[str, Any] | None, step: Step, due: datetime | None) -> dict[str, Any]:
    if row is None:
        row = {
            "session_id": step.session_id,
            "program": step.program,
            "state": "",
            "at": step.at,
            "by": "",
            "told_at": step.at,
        }
        row["due"] = None
    row = row | {"told_at": min(row["told_at"], step.at)}
    stays = row["state"] and (
        step.at < row["at"] or (step.by == BOT and RANK[step.state] <= RANK[row["state"]])
    )
    if stays:
        return row
    after = due or (None if step.state in DONE else step.at + LOOK_AFTER)
    return row | {
        "state": step.state,
        "at": step.at,
        "by": step.by,
        "due": None if step.state in DONE else after,
    }


def _steps(told: Told, record: Record) -> Iterator[Step]:
    name, at = record.session.id, told.turn.at
    for seq, event in told.numbered:
        for program, state, by in _moves(event, record):
            yield Step(name, program, seq, state, at, by)


def _moves(event: AnyEvent, record: Record) -> Iterator[tuple[str, str, str]]:
    match event:
        case ProgramShown(program=program):
            yield program, TOLD, BOT
        case ProgramsMatched(verdicts=verdicts):
            fit = [each.program for each in verdicts if each.verdict in FITTING]
            yield from (
                (program, TOLD, BOT) for program in fit[: max(FIRST_PAGE, record.session.shown)]
            )
        case ReferralMoved(program=program, state=state, by="") if state in RANK:
            yield program, state, PARENT
        case _:  # what staff wrote down stands in the archive already
            return
