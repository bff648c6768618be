"""Closes the handoffs in the archive that the parent cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam

from bot.archive.models import CLOSED, Handoff
from bot.archive.write.turn_rows import Told
from bot.archive.write.upsert import table_of
from bot.stored_session import Record
from flows.model.program_events import CalledOff

OUTCOME = "called_off"


def keep_called_off(connection: Connection, turns: Sequence[tuple[Told, Record]]) -> None:
    """Close the open handoffs of that reason which were opened before the event; the same batch
    twice closes them once."""
    rows = [
        {"session": record.session.id, "why": event.reason, "before": seq, "at": told.turn.at}
        for told, record in turns
        for seq, event in told.numbered
        if isinstance(event, CalledOff)
    ]
    if not rows:
        return
    handoffs = table_of(Handoff)
    mine = handoffs.update().where(
        handoffs.c.session_id == bindparam("session"),
        handoffs.c.reason == bindparam("why"),
        handoffs.c.seq < bindparam("before"),
        handoffs.c.state != CLOSED,
    )
    connection.execute(mine.values(state=CLOSED, outcome=OUTCOME, closed_at=bindparam("at")), rows)
