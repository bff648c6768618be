"""The outbox as a test reads it."""

from __future__ import annotations

from bot.archive.write.turn_rows import Told, read
from bot.contacts import partition
from bot.conversation.turns import Desk
from tests.bot.sending import Person

TALK = ("hola", "1", "marzo", "1", "06106", "1", "si", "MORE")


def outbox(desk: Desk, parent: Person) -> list[Told]:
    found = desk.store.outbox(partition(parent.contact), count=10_000)
    return [read(entry) for entry in found if entry.contact == parent.contact]
