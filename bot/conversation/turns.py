"""The turn, the one use case that moves a session: read, run the pure engine, commit with
optimistic concurrency."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import structlog

from bot.contacts import Cipher, contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.optouts import OptOutMirror
from bot.conversation.sends import sends_of
from bot.office import OfficeHours
from bot.redis.store import Store
from bot.redis.stored import Commit, Loaded
from bot.stored_session import Record, TurnEntry, decode_record, encode, readable_record
from flows import engine
from flows.dialogue.aloud import legs
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Call, Context, Policy
from flows.model.events import ErasureConfirmed
from flows.model.inputs import Channel, Hangup
from flows.model.session import Session, Status

FREE_TRIES = 4
LOCKED_TRIES = 8
DAY = 86400
log = structlog.get_logger()

Think = Callable[[Session | None, Context], Turn]
Render = Callable[[Turn], str]


class Crowded(RuntimeError):
    """Optimistic concurrency gave up: too many concurrent deliveries of one contact."""


@dataclass(frozen=True)
class Desk:
    """Dependencies of a turn: flow, store, cipher, policy, clock; passed as an argument to every
    use case."""

    flow: Flow
    store: Store
    cipher: Cipher
    contact_key: str
    policy: Policy
    office: OfficeHours
    optouts: OptOutMirror
    session_days: float
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    took: Callable[[Turn], None] = lambda turn: None  # told of every turn once it is committed

    def context(
        self, channel: Channel, opted_out: bool, call: Call | None = None, withheld: bool = False
    ) -> Context:
        now = self.clock()
        return Context(
            now=now,
            today=self.office.today(now),
            new_id=uuid4().hex,
            channel=channel,
            opted_out=opted_out,
            call=call,
            withheld=withheld,
            office=self.office.at(now),
            policy=self.policy,
            texting_until=self.texting_until(now),
        )

    def texting_until(self, now: datetime) -> datetime | None:
        """Until when texts of our own may go today; None where none may now."""
        return self.office.working_until(now, *self.flow.follow_ups.hours)

    def quiet_at(self, session: Session) -> float | None:
        """When the session may be ended as gone quiet: not at all once it is over."""
        if session.status is Status.EXPIRED:
            return None
        return max(session.heard.timestamp(), session.follow.last_due) + self.session_days * DAY


def take_turn(desk: Desk, inbound: Inbound, render: Render) -> str:
    """One move of this contact's conversation, and its reply as rendered. The same delivery again
    gets the same reply.

    Raises StoreAway when nothing could be read or kept, Crowded when others were always faster.
    """

    def think(session: Session | None, context: Context) -> Turn:
        try:
            return engine.resume(desk.flow, session, inbound.input, context)
        except Exception as error:
            log.error("turn failed", step=session.step if session else "", exc_info=error)
            return engine.fail(desk.flow, session, inbound.input, context, type(error).__name__)

    return _move(desk, inbound, think, render)


def record_late(desk: Desk, inbound: Inbound) -> str:
    """Put an input that was spooled while the store was away into the transcript; it is answered
    with nothing. The reply that it came to, where it turns out to have been committed."""

    def think(session: Session | None, context: Context) -> Turn:
        return engine.receive_late(desk.flow, session, inbound.input, context)

    return _move(desk, inbound, think, lambda turn: "")


def end_quiet(desk: Desk, contact: str, now: float) -> None:
    """End a session that has been quiet for too long, if it still is."""

    def work_out(loaded: Loaded) -> Commit | None:
        record = decode_record(loaded.session) if loaded.session else None
        due = desk.quiet_at(record.session) if record else None
        if record is None or due is None:
            desk.store.not_quiet(contact)
            return None
        if due > now:
            return None
        turn = engine.expire(
            desk.flow, record.session, desk.context(Channel.SMS, loaded.opted_out is not None)
        )
        return commit_of(desk, loaded, turn, "", Channel.SMS, record)

    commit_over(desk, contact, f"quiet:{int(now)}", now, work_out)


def _move(desk: Desk, inbound: Inbound, think: Think, render: Render) -> str:
    contact = contact_id(inbound.who, desk.contact_key)
    moved: list[Turn] = []

    def work_out(loaded: Loaded) -> Commit | None:
        before = readable_record(loaded.session)
        if loaded.session and not before:
            desk.store.aside.keep(contact, loaded.session)
        if isinstance(inbound.input, Hangup) and not (
            before and legs.is_open(before.session, inbound.call)
        ):
            return None
        context = desk.context(
            inbound.channel, loaded.opted_out is not None, inbound.call, inbound.withheld
        )
        turn = think(before.session if before else None, context)
        moved[:] = [turn]
        number = before.number if before else desk.cipher.encrypt(inbound.sender)
        after = Record(turn.session, number, _address(inbound, before), inbound.simulated)
        return commit_of(desk, loaded, turn, render(turn), inbound.channel, after)

    def present(loaded: Loaded) -> str:
        record = readable_record(loaded.session) if inbound.call else None
        return (
            legs.present_delivery(record.session, inbound.call, inbound.input)
            if record and inbound.call
            else ""
        )

    reply = commit_over(desk, contact, inbound.delivery, inbound.received, work_out, present)
    for turn in moved:
        desk.took(turn)
    return reply


def _address(inbound: Inbound, before: Record | None) -> str:
    """Where the person's texts are answered from: what they last texted, never what they called."""
    return inbound.recipient if inbound.channel is Channel.SMS else before.address if before else ""


def commit_over(
    desk: Desk,
    contact: str,
    delivery: str,
    received: float,
    work_out: Callable[[Loaded], Commit | None],
    present: Callable[[Loaded], str] = lambda loaded: "",
) -> str:
    """Optimistic concurrency: a lost race reloads and retries with jitter, later behind a short
    lock.

    The reply, or nothing for what came before the contact was erased, or when there is nothing to
    do. `present` names the delivery whose reply is to be given instead, if this one comes too late.
    """
    with ExitStack() as stack:
        for attempt in _tries(desk, contact, stack):
            loaded = desk.store.read(contact, delivery)
            if (instead := present(loaded)) and instead != delivery:
                loaded = desk.store.read(contact, instead)
            if loaded.reply is not None:
                return loaded.reply
            commit = work_out(loaded) if received >= loaded.erased_at else None
            if commit is None:
                return ""
            done = desk.store.commit(contact, commit)
            if done is True and commit.opt_out is not None:
                desk.optouts.note(contact, bool(commit.opt_out))
            if done is not False:
                return done if isinstance(done, str) else commit.reply
            log.info("turn raced", attempt=attempt)
    raise Crowded("too many deliveries at once for one contact")


def _tries(desk: Desk, contact: str, stack: ExitStack) -> Iterator[int]:
    for attempt in range(FREE_TRIES):
        yield attempt
        time.sleep(random.uniform(0, 0.002 * 2**attempt))
    stack.enter_context(desk.store.lock(contact))
    yield from range(FREE_TRIES, FREE_TRIES + LOCKED_TRIES)


def commit_of(
    desk: Desk,
    loaded: Loaded,
    turn: Turn,
    reply: str,
    channel: Channel,
    record: Record,
    acted_from: str = "",
) -> Commit:
    """The turn as it is written. Of an erasure only the fact remains."""
    session, events = turn.session, turn.events
    stamp = session.heard.isoformat(timespec="seconds")
    after = (
        None if turn.erased else Record(session, record.number, record.address, record.simulated)
    )
    if turn.erased:
        events = tuple(event for event in events if isinstance(event, ErasureConfirmed))
    number = record.number if turn.erased else ""
    entry = TurnEntry(
        session.heard, channel, session.seq - len(turn.events), events, after, number, acted_from
    )
    return Commit(
        after=loaded,
        reply=reply,
        session_id=session.id,
        payload=encode(entry),
        session=encode(after) if after else None,
        quiet_at=desk.quiet_at(session) if after else None,
        due_at=session.follow.due_at if after else None,
        last_due=session.follow.last_due if after else 0.0,
        opt_out={"out": stamp, "in": "", "": None}[turn.opted],
        sends=sends_of(turn, record),
        erase_at=session.heard.timestamp() if turn.erased else None,
    )
