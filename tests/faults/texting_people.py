"""Many people texting at once, who remember what was answered; and what was recorded of it."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from bot.archive.database import Archive, address
from bot.archive.models import Session, Turn
from bot.archive.read.stored_turns import events
from bot.archive.write.turn_rows import entry_id
from bot.contacts import PARTITIONS
from bot.redis.connection.folder import recorded_socket
from bot.redis.store import Store
from bot.stored_session import TurnEntry, decode_entry
from flows.model.events import InputReceived
from flows.model.inputs import Channel
from tests.started_program import Line, form

TALK = ("hola", "1", "marzo", "1", "06106", "1,4", "yes", "MORE", "1", "why", "HELP", "restart")
MOST = 2_000  # texts of one load, so that it ends whatever happens
NUMBER = "(860) 757-4820"


@dataclass
class Delivery:
    """A text as posted; `reply` is what was acknowledged, None if nothing was."""

    form: dict[str, str]
    reply: bytes | None = None

    @property
    def sid(self) -> str:
        return self.form["MessageSid"]


class People:
    """Eight phones in conversation with one port, each on a connection of its own, until told to
    stop."""

    def __init__(self, port: int, phones: int = 8) -> None:
        self._port = port
        self._ended = threading.Event()
        self.deliveries: list[Delivery] = []
        self._threads = [
            threading.Thread(target=self._talk, args=(f"+18605550{i:03}",))
            for i in range(100, 100 + phones)
        ]

    def __enter__(self) -> People:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    @property
    def answered(self) -> int:
        return sum(delivery.reply is not None for delivery in self.deliveries)

    def _talk(self, sender: str) -> None:
        with Line(self._port) as line:
            for text in itertools.islice(itertools.cycle(TALK), MOST // len(self._threads)):
                if self._ended.is_set():
                    return
                delivery = Delivery(form(sender, text))
                self.deliveries.append(delivery)
                try:
                    delivery.reply = line.text(delivery.form)
                except (OSError, http.client.HTTPException):
                    self._ended.wait(0.05)


def redeliver(port: int, deliveries: Sequence[Delivery]) -> list[bytes]:
    """The same once more, one after the other."""
    with Line(port) as line:
        return [line.text(delivery.form) for delivery in deliveries]


def redis_pid(folder: Path) -> int:
    return int((folder / "redis" / "server.lock").read_text())


def recorded(folder: Path) -> dict[str, list[TurnEntry]]:
    """The turns in the outbox and in the archive, by delivery. One that is on its way from here to
    there is in both."""
    store = Store(f"unix://{recorded_socket(folder / 'redis')}")
    turns = {
        (entry.contact, entry.id): (entry.delivery, decode_entry(entry.payload))
        for name in PARTITIONS
        for entry in store.outbox(name, count=100_000)
    }
    turns |= _archived(folder)
    found: dict[str, list[TurnEntry]] = defaultdict(list)
    for delivery, turn in turns.values():
        found[delivery].append(turn)
    return found


def _archived(folder: Path) -> dict[tuple[str, str], tuple[str, TurnEntry]]:
    archive = Archive(address("", folder))
    with archive.reading() as connection:
        rows = connection.execute(select(Turn.__table__, Session.contact_id).join(Session)).all()
    archive.close()
    return {
        (row.contact_id, entry_id(row.entry)): (
            row.delivery,
            TurnEntry(row.at, Channel(row.channel), row.first, events(row.events), None),
        )
        for row in rows
    }


def is_late(turns: Sequence[TurnEntry]) -> bool:
    """Recorded after the store had been away."""
    return any(
        isinstance(event, InputReceived) and event.late for turn in turns for event in turn.events
    )


def spooled(folder: Path) -> int:
    """The texts that wait on disk for the store."""
    return len(list((folder / "spool").glob("*.in")))
