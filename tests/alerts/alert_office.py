"""Parents in danger or promised a call, people on call, a mail server and a sender: alerts as tests
see them."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.accounts.audit import Actor
from bot.alerts import escalation as rules
from bot.alerts.escalation import Rules
from bot.alerts.mail import MailBox
from bot.alerts.telling import Alarm, look
from bot.archive.alert_tables import Alert, Telling
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.workers.sender import Patience, Sender, send_texts
from tests.archive.archiving import archive_all, rows
from tests.staff.console_office import Office
from tests.staff.parents import Parent
from tests.stand_ins.smtp_stand_in import MailServer
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn
from tests.started_program import until

BASE = "https://intake.example"
WHO = Actor(None, "test")
HASTE = Patience(claim=0.05, look_around=0.05, doubt=0.1)


@dataclass
class Watch:
    """The alarm of one office."""

    office: Office
    redis_url: str
    server: MailServer

    @property
    def alarm(self) -> Alarm:
        return Alarm(
            self.office.desk, self.office.archive, MailBox(self.server.url, "mch@example.org"), BASE
        )

    def looks(self, **wait: float) -> int:
        """Some time passes, what was said is archived, and the alarm looks around."""
        self.office.clock.wait(**wait)
        archive_all(self.office.desk, self.office.archive, self.redis_url)
        return look(self.alarm)

    def on_call(self, *names: str, numbers: bool = False) -> None:
        for place, name in enumerate(names):
            number = f"+1860555020{place}" if numbers else ""
            cipher = self.office.desk.cipher
            rules.add(
                self.office.archive,
                cipher,
                WHO,
                name,
                f"{name.lower()}@example.org",
                number,
                self.office.clock(),
            )

    def rules(self, **values: Any) -> None:
        rules.set_rules(self.office.archive, WHO, Rules(**values), self.office.clock())

    def parent(self, *words: str, simulated: bool = False) -> Parent:
        return Parent(self.office, simulated).texts(*words)

    @property
    def alerts(self) -> list[dict[str, Any]]:
        return rows(self.office.archive, Alert)

    @property
    def kinds(self) -> list[str]:
        return [row["kind"] for row in self.alerts]

    @property
    def ledger(self) -> list[tuple[str, str]]:
        return [(row["name"], row["state"]) for row in rows(self.office.archive, Telling)]

    def at(self, moment: datetime) -> None:
        self.office.clock.now = moment


def send_all(watch: Watch, twilio: StandIn, count: int) -> None:
    """The sender, until so many texts have come to Twilio."""
    texts = TwilioTexts(
        Account(ACCOUNT, TOKEN, "+18605550100", "", f"{BASE}/sms/status", twilio.base)
    )
    ended = threading.Event()
    sender = Sender(
        watch.office.desk, SendStream(watch.redis_url, block_seconds=0.05), texts, HASTE
    )
    thread = threading.Thread(target=send_texts, args=(sender, ended))
    thread.start()
    try:
        until(lambda: len(twilio.posts) >= count, "texts")
    finally:
        ended.set()
        thread.join()
