"""Parents and callers whose conversations staff look at: through the real turn, the real Redis and
the archiver."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from bot.contacts import contact_id
from bot.conversation.deliveries import DeliveryReport, record_delivery
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, take_turn
from bot.stored_session import decode_record
from flows.model.inputs import Channel, Text
from flows.model.session import Session
from tests.archive.archiving import archive_all
from tests.playing.caller import Act, Caller
from tests.staff.console_office import Clock, Office

FIRST_BABY = ("im 5 months pregnant w my first in 06106", "food", "yes")
PROMISED = (*FIRST_BABY, "call me", "Ana", "morning")


class Parent:
    """One phone. Between two of its moves a little time passes."""

    def __init__(self, office: Office, simulated: bool = False) -> None:
        self.desk: Desk = office.desk
        self.number = f"+1860{2_000_000 + uuid4().int % 8_000_000}"
        self._clock: Clock = office.clock
        self._simulated = simulated
        self._caller = Caller(lambda: self.desk, self.number, lambda: self._clock().timestamp())

    def texts(self, *bodies: str) -> Parent:
        for body in bodies:
            self._clock.wait(seconds=20)
            received, delivery = self._clock().timestamp(), f"SM{uuid4().hex}"
            sent = Inbound(
                delivery,
                self.number,
                "+18605550100",
                Channel.SMS,
                Text(body),
                received,
                self._simulated,
            )
            take_turn(self.desk, sent, lambda turn: turn.reply)
        return self

    def does(self, **act: Any) -> Parent:
        """One thing in a call, as a line of a dialogue tells it."""
        self._clock.wait(seconds=5)
        self._caller.act(Act(**act), "a call")
        return self

    def report(self, status: str, error: str = "") -> Parent:
        """What Twilio says became of the last reply."""
        self._clock.wait(seconds=2)
        report = DeliveryReport(
            f"SM{uuid4().hex}:{status}", self.number, f"SM{uuid4().hex}", status, error
        )
        record_delivery(self.desk, report, self._clock().timestamp())
        return self

    @property
    def contact(self) -> str:
        return contact_id(self.number, self.desk.contact_key)

    @property
    def session(self) -> Session:
        stored = self.desk.store.read(self.contact, "none").session
        assert stored
        return decode_record(stored).session

    @property
    def id(self) -> str:
        return self.session.id


def archived(office: Office, redis_url: str) -> None:
    """All that was said is in the archive."""
    archive_all(office.desk, office.archive, redis_url)
