"""Decodes turns of the archive into events."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Struct
from sqlalchemy import select

from bot.archive.database import Archive
from bot.archive.models import Session, Turn
from bot.archive.write.turn_rows import entry_id, place
from flows.model.events import AnyEvent
from flows.model.inputs import Channel


class KeptTurn(Struct, frozen=True):
    """A turn, or facts beside the conversation. `id` is that of its entry in the outbox, by which
    it is ordered."""

    id: str
    delivery: str
    at: datetime
    channel: Channel
    events: tuple[AnyEvent, ...]
    simulated: bool


def kept_turns(archive: Archive, contact: str, after: str = "-") -> list[KeptTurn]:
    """All that is in the archive of this contact behind the entry `after`, in order. Raises
    ArchiveAway."""
    behind = place(after) if after != "-" else -1
    columns = (Turn.entry, Turn.delivery, Turn.at, Turn.channel, Turn.events, Session.simulated)
    mine = (
        select(*columns)
        .join(Session, Session.id == Turn.session_id)
        .where(Session.contact_id == contact)
    )
    with archive.reading() as connection:
        rows = connection.execute(mine.where(Turn.entry > behind).order_by(Turn.entry)).all()
    return [
        KeptTurn(
            entry_id(row.entry),
            row.delivery,
            row.at,
            Channel(row.channel),
            events(row.events),
            row.simulated,
        )
        for row in rows
    ]


def events(stored: object) -> tuple[AnyEvent, ...]:
    """The facts of a turn from its column `events`."""
    return msgspec.convert(stored, tuple[AnyEvent, ...])
