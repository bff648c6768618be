"""A text in the `sends` stream, as a turn of a real session writes it, and what became of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from msgspec.structs import replace

from bot.archive.database import Archive
from bot.archive.read.stored_turns import kept_turns
from bot.archive.write.turn_rows import place
from bot.contacts import contact_id, partition
from bot.conversation.inbound import Inbound
from bot.conversation.sends import Send, encode_send
from bot.conversation.turns import Desk, commit_over, take_turn
from bot.redis.stored import Commit, Loaded
from bot.stored_session import Record, TurnEntry, decode_entry, decode_record, encode
from flows.model.call_events import TextNotSent, TextQueued, TextSent
from flows.model.events import AnyEvent
from flows.model.inputs import Channel, Text

PARENT = "+18605550199"
WORDS = "WIC: food for you and your baby. (860) 757-4820"


@dataclass
class Person:
    """Somebody in conversation, to whom texts are sent beside the answers."""

    desk: Desk
    number: str = PARENT
    simulated: bool = False
    texted: str = "+18605550100"
    archive: Archive | None = None  # where a worker archives, too

    @property
    def contact(self) -> str:
        return contact_id(self.number, self.desk.contact_key)

    def says(self, body: str) -> None:
        sid = f"SM{uuid4().hex}"
        inbound = Inbound(
            sid, self.number, self.texted, Channel.SMS, Text(body), time.time(), self.simulated
        )
        take_turn(self.desk, inbound, lambda turn: turn.reply)

    def is_sent(self, name: str, text: str = WORDS, number: str = "") -> None:
        """A turn that sends this text, written as one commit."""

        def work_out(loaded: Loaded) -> Commit:
            record = decode_record(loaded.session or b"")
            first = record.session.seq
            record = replace(record, session=replace(record.session, seq=first + 1))
            send = Send(
                name, number or record.number, record.address, text, "asked", "en", record.simulated
            )
            entry = TurnEntry(
                datetime.now(UTC),
                Channel.VOICE,
                first,
                (TextQueued(name, "asked", text, "en"),),
                record,
            )
            sends = [encode_send(send)]
            return Commit(loaded, "", record.session.id, encode(entry), encode(record), sends=sends)

        commit_over(self.desk, self.contact, f"turn:{name}", time.time(), work_out)

    @property
    def record(self) -> Record | None:
        stored = self.desk.store.read(self.contact, "none").session
        return decode_record(stored) if stored else None

    @property
    def facts(self) -> list[AnyEvent]:
        found = self.desk.store.outbox(partition(self.contact), count=10_000)
        turns = {
            place(one.id): decode_entry(one.payload).events
            for one in found
            if one.contact == self.contact
        }
        if self.archive:
            turns |= {place(one.id): one.events for one in kept_turns(self.archive, self.contact)}
        return [event for _, events in sorted(turns.items()) for event in events]

    @property
    def outcomes(self) -> list[TextSent | TextNotSent]:
        return [event for event in self.facts if isinstance(event, TextSent | TextNotSent)]

    def waiting(self) -> int:
        return len(self.desk.store.sends(partition(self.contact)))
