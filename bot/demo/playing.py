"""Plays the demo: each conversation at its time in the last sixty days, then archives them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

import msgspec

from bot.archive.database import Archive
from bot.conversation.deliveries import DeliveryReport, record_delivery
from bot.conversation.turns import Desk, end_quiet
from bot.demo import staffing
from bot.demo.cast import Character, character, number_of
from bot.demo.lines import CallLine, Clock, Line, contacts_of
from bot.demo.scripted_answers import Answers
from bot.demo.talking import Talk
from bot.office import ZONE
from bot.redis.streams.outbox_stream import OutboxStream
from bot.redis.streams.send_stream import SendStream
from bot.stored_session import decode_record
from bot.workers.archiver import Archiver, archive_turns
from bot.workers.sender import Sender, handle
from webhooks.spoken import Speaker

DAYS = 60
# When people write and call; most in the morning and in the evening.
HOURS = (
    7,
    8,
    8,
    9,
    9,
    9,
    10,
    10,
    10,
    11,
    11,
    12,
    12,
    13,
    14,
    14,
    15,
    15,
    16,
    17,
    18,
    18,
    19,
    19,
    20,
    20,
    21,
    22,
)
LAST_MINUTES = 150  # some are talking just now
_ARCHIVED_SECONDS = 120.0

Tell = Callable[[int], None]


class DemoError(RuntimeError):
    """The demo cannot be made; the message says why."""


@dataclass(frozen=True)
class Stage:
    """What the demo plays on. `ours` is the number that people text."""

    desk: Desk
    archive: Archive
    redis_url: str
    speaker: Speaker
    ours: str


def play(stage: Stage, count: int, tell: Tell) -> None:
    """So many conversations, up to now; `tell` hears how many are done. Raises StoreAway, Crowded,
    ArchiveAway, DemoError."""
    now = stage.desk.clock()
    people = sorted((begins(place, now), place) for place in range(count))
    with _archiving(stage):
        for done, (start, place) in enumerate(people, 1):
            _play_one(stage, place, start, now)
            tell(done)
    everybody = [
        contact for place in range(count) for contact in contacts_of(place, stage.desk.contact_key)
    ]
    staffing.work(stage.desk, stage.archive, everybody, now)
    with _archiving(stage):
        for contact in everybody:
            _let_time_pass(stage.desk, contact, now)
    staffing.answer_one(stage.desk, stage.archive, everybody)
    with _archiving(stage):
        _send(stage, stage.desk, everybody)


def begins(place: int, now: datetime) -> datetime:
    """When somebody first writes or calls; some within the last hours."""
    chance = Random(f"begins {place}")
    if place % 20 == 5:
        return now - timedelta(minutes=chance.randint(25, LAST_MINUTES))
    local = now.astimezone(ZONE)
    day = local - timedelta(days=chance.randint(0, DAYS - 1))
    if day.weekday() > 4 and chance.random() < 0.5:
        day -= timedelta(days=2)
    start = day.replace(
        hour=chance.choice(HOURS), minute=chance.randint(0, 59), second=chance.randint(0, 59)
    )
    return (
        start if start < local - timedelta(minutes=30) else start - timedelta(days=1)
    ).astimezone(now.tzinfo)


def _play_one(stage: Stage, place: int, start: datetime, now: datetime) -> None:
    clock = Clock(start)
    who = character(place, start.astimezone(ZONE).date())
    policy = msgspec.structs.replace(stage.desk.policy, erase=who.erase)
    desk = replace(stage.desk, clock=clock, policy=policy)
    talk = Talk(who, clock, now, Answers(who, start.astimezone(ZONE).date()))
    line: Line
    if who.calls:
        line = call = CallLine(desk, who, clock, stage.ours, stage.speaker)
        talk.by_telephone(call)
        if who.goes_on:
            line = Line(desk, who, clock, stage.ours)
            talk.goes_on(line)
    else:
        line = Line(desk, who, clock, stage.ours)
        talk.by_text(line)
    if line.texts:
        _send(stage, desk, contacts_of(who.place, desk.contact_key))
    if who.error and not who.calls:
        _report(desk, who, clock)


def _send(stage: Stage, desk: Desk, whose: Sequence[str]) -> None:
    """What they get as a text; as good as sent, since there is no account of Twilio's. Another
    worker may be quicker."""
    stream, ended = SendStream(stage.redis_url, block_seconds=0.05), threading.Event()
    stream.prepare()
    while entries := stream.new():
        for entry in entries:
            handle(
                Sender(desk if entry.contact in whose else stage.desk, stream, None), entry, ended
            )


def _report(desk: Desk, who: Character, clock: Clock) -> None:
    """Their last text did not arrive."""
    clock.wait(5)
    number, status = number_of(who.place), "failed" if who.error == "21610" else "undelivered"
    sid = f"SM{who.place:032x}"
    record_delivery(
        desk,
        DeliveryReport(f"{sid}:{status}", number, sid, status, who.error),
        clock.now.timestamp(),
    )


def _let_time_pass(desk: Desk, contact: str, now: datetime) -> None:
    """The worker has ended a conversation that went quiet, when its days were over."""
    stored = desk.store.read(contact, "").session
    due = desk.quiet_at(decode_record(stored).session) if stored else None
    if due is not None and due < now.timestamp():
        then = datetime.fromtimestamp(due, now.tzinfo) + timedelta(seconds=1)
        end_quiet(replace(desk, clock=lambda: then), contact, then.timestamp())


@contextmanager
def _archiving(stage: Stage) -> Iterator[None]:
    """An archiver beside it, which at the end has archived everything; those of a running worker
    may help."""
    stream, ended = OutboxStream(stage.redis_url, block_seconds=0.1), threading.Event()
    archiver = Archiver(stage.archive, stream, lambda: None)
    thread = threading.Thread(target=archive_turns, args=(archiver, ended), daemon=True)
    thread.start()
    try:
        yield
        _wait_until_archived(OutboxStream(stage.redis_url))
    finally:
        ended.set()
        thread.join()


def _wait_until_archived(stream: OutboxStream) -> None:
    pause = threading.Event()
    for _ in range(int(_ARCHIVED_SECONDS / 0.1)):
        if not stream.waiting():
            return
        pause.wait(0.1)
    raise DemoError(
        "The conversations were made, but not all of them could be archived yet: is the database"
        " away?"
    )
