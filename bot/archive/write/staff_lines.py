"""Lines of the audit log that follow from what staff did in a conversation: they come out of the
same outbox entry as the text itself, so that there is never one without the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from bot.archive.audit_chain import append
from bot.archive.staff_tables import Staff
from bot.archive.write.turn_rows import Told
from bot.stored_session import Record
from flows.model.call_events import ConsentGiven
from flows.model.staff_events import TIME, HoldEnded, HoldTaken, StaffWrote

# As bot.accounts.audit.Action has them.
TEXTED, TAKEN_OVER, HANDED_BACK = "texted", "taken over", "handed back"


def keep_staff_lines(connection: Connection, batch: Sequence[tuple[Told, Record]]) -> None:
    """Must come last in its transaction: it takes the lock of the log."""
    lines = [line for told, record in batch for line in _lines(told, record)]
    if not lines:
        return
    emails = {line["email"] for line in lines}
    numbers = {
        row.email: row.id
        for row in connection.execute(select(Staff.email, Staff.id).where(Staff.email.in_(emails)))
    }
    for line in sorted(lines, key=lambda line: line["at"]):
        append(connection, **{"staff_id": numbers.get(line["email"]), **line})


def _lines(told: Told, record: Record) -> Iterator[dict[str, Any]]:
    wrote = any(isinstance(event, StaffWrote) for event in told.turn.events)
    asked = next(
        (event.language for event in told.turn.events if isinstance(event, ConsentGiven)), ""
    )
    for place, event in enumerate(told.turn.events):
        # the entry's own: its facts may be numbered anew
        origin = f"{record.session.id}:{told.entry.id}:{place}"
        line = {"at": told.turn.at, "target": record.session.id, "origin": origin}
        line["address"] = told.turn.acted_from
        match event:
            case StaffWrote(by=by):
                yield line | {
                    "email": by,
                    "action": TEXTED,
                    "detail": {"yes": asked} if asked else {},
                }
            case HoldTaken(by=by, until=until) if not wrote:
                yield line | {
                    "email": by,
                    "action": TAKEN_OVER,
                    "detail": {"until": until.isoformat()},
                }
            case HoldEnded(by=by) if by != TIME:
                yield line | {"email": by, "action": HANDED_BACK, "detail": {}}
            case _:
                pass
