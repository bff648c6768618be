"""The month itself: a clock that moves by the hour, workers and senders that die, a stand-in
Twilio, and a Redis that is emptied once."""

from __future__ import annotations

import heapq
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import uuid4

from bot.archive.database import Archive
from bot.conversation.inbound import Inbound
from bot.conversation.turns import Desk, take_turn
from bot.outage.restore import restore
from bot.redis.store import Store
from bot.redis.stored import Commit, Entry
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.workers.follow_up_worker import take_all
from bot.workers.sender import Patience, Sender, handle
from flows.model.inputs import Channel, Text
from tests.archive.archiving import archive_all
from tests.month.drawn_people import LIST, THANKS, TROUBLES, Person, Sent
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn

DAYS = 31
EMPTIED_ON_DAY = 9
AN_HOUR = timedelta(hours=1)
KILLS = 0.03
PATIENCE = Patience(pauses=(), claim=0, look_around=0, doubt=0.0, give_up=1800, rest=0)


ONCE_MORE = re.compile("once more|una vez más")
STILL = re.compile("same person|misma persona")


class Killed(RuntimeError):
    """The process is gone, at the worst moment."""


class DyingStore(Store):
    """A worker's store: now and then the worker dies just before or just after its commit."""

    random = Random(2)

    def commit(self, contact: str, turn: Commit) -> bool | str:
        ours = turn.after.delivery.startswith("followup:")
        if ours and self.random.random() < KILLS:
            raise Killed
        done = super().commit(contact, turn)
        if ours and self.random.random() < KILLS:
            raise Killed
        return done


@dataclass
class World:
    desk: Desk
    archive: Archive
    redis_url: str
    empty: Callable[[], object]
    people: list[Person]
    now: datetime
    random: Random = field(default_factory=lambda: Random(1))
    killed: int = 0

    def __post_init__(self) -> None:
        self._by_number = {person.number: person for person in self.people}
        self._coming: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = count()
        self._stream = SendStream(self.redis_url, 0)

    def clock(self) -> datetime:
        return self.now

    def run(self, twilio: StandIn) -> None:
        """All of it: everybody who is drawn, until nothing can come any more."""
        for person in self.people:
            self._at(person.begins, self._begin, person)
        ends, empties = self.now + timedelta(days=DAYS), self.now + timedelta(days=EMPTIED_ON_DAY)
        texts = self._twilio(twilio)
        while self.now < ends:
            self.now += AN_HOUR
            self._let_happen()
            self._tick(texts)
            if self.now.hour % 6 == 0 and self.now <= empties:
                archive_all(self.desk, self.archive, self.redis_url)
            if self.now == empties:
                self._lose_redis()

    def _at(self, when: datetime, what: Callable[..., object], *args: object) -> None:
        heapq.heappush(self._coming, (when, next(self._order), lambda: what(*args)))

    def _let_happen(self) -> None:
        hour = self.now
        while self._coming and self._coming[0][0] <= hour:
            self.now, _, does = heapq.heappop(self._coming)
            does()
        self.now = hour

    def _says(self, person: Person, *texts: str) -> str:
        reply = ""
        for text in texts:
            inbound = Inbound(
                f"SM{uuid4().hex}",
                person.number,
                "+18605550100",
                Channel.SMS,
                Text(text),
                self.now.timestamp(),
            )
            reply = take_turn(self.desk, inbound, lambda turn: turn.reply)
        return reply

    def _begin(self, person: Person) -> None:
        self._says(person, *LIST[person.language])
        person.told_at = self.now
        if person.trouble:
            self._at(self.now + person.trouble_after, self._has_trouble, person)
        if person.says in ("yes", "no"):
            self.now += timedelta(minutes=1)
            self._says(person, THANKS[person.language])
            self._answers_whether(person)

    def _answers_whether(self, person: Person) -> None:
        yes = person.says.endswith("yes")
        self._says(person, "1" if yes else "2")
        person.yes_at = self.now if yes else None

    def _has_trouble(self, person: Person) -> None:
        first, *rest = TROUBLES[person.trouble][person.language]
        person.trouble_at = self.now
        reply = self._says(person, first)
        if person.trouble == "somebody else" and not STILL.search(reply):
            person.trouble_at = None  # heard lately: nobody is taken for somebody else
        else:
            self._says(person, *rest)

    def _answers_how(self, person: Person) -> None:
        if person.trouble_at is None:
            reply = self._says(person, person.answer)
            person.later_at = self.now if ONCE_MORE.search(reply) else None

    def _arrived(self, number: str, text: str) -> None:
        """A text of ours is on the phone: some answer, after a while."""
        person = self._by_number[number]
        person.sent.append(Sent(text, self.now))
        last = person.sent[-1]
        if last in person.asks:
            if person.answer and len(person.asks) == 1:
                self._at(self.now + person.answers_after, self._answers_how, person)
        elif person.says in ("silent yes", "silent no") and not person.trouble_at:
            self._at(self.now + timedelta(minutes=33), self._answers_offer, person)

    def _answers_offer(self, person: Person) -> None:
        if person.trouble_at is None:
            self._answers_whether(person)

    # The workers

    def _tick(self, texts: Iterator[TwilioTexts]) -> None:
        while take_all(self.desk, self.archive, most=500):
            pass
        self._stream.prepare()
        while self._stream.waiting():  # one that was killed leaves its text to the next
            sender = Sender(self.desk, SendStream(self.redis_url, 0), next(texts), PATIENCE)
            for entries in (*sender.stream.left_behind(0.0), sender.stream.new()):
                self._send(sender, entries)

    def _send(self, sender: Sender, entries: list[Entry]) -> None:
        for entry in entries:
            with suppress(Killed):
                handle(sender, entry, threading.Event())

    def _twilio(self, stand_in: StandIn) -> Iterator[TwilioTexts]:
        world = self
        account = Account(ACCOUNT, TOKEN, "+18605550100", "", "https://x.example", stand_in.base)

        class Dying(TwilioTexts):
            """Dies before the post, or after it and before anybody has heard of it."""

            def post(self, to: str, sender: str, text: str) -> str:
                if world.random.random() < KILLS:
                    world.killed += 1
                    world._by_number[to].lost += 1
                    raise Killed
                sid = super().post(to, sender, text)
                stand_in.messages[-1].sent = world.now  # Twilio lives in the same month
                world._arrived(to, text)
                if world.random.random() < KILLS:
                    world.killed += 1
                    raise Killed
                return sid

        while True:
            one = Dying(account)
            yield from (one, one)

    def _lose_redis(self) -> None:
        """Everything is in the archive; Redis starts empty and is put back."""
        archive_all(self.desk, self.archive, self.redis_url)
        self.empty()
        restore(self.desk, self.archive)
