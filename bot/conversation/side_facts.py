"""Appends events to a session without a turn: delivery states, recordings, answers at the
office."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from bot.conversation.turns import Desk, commit_over
from bot.redis.stored import Commit, Loaded
from bot.stored_session import TurnEntry, decode_record, encode
from flows.model.events import AnyEvent, OptedOut
from flows.model.inputs import Channel
from flows.model.session import Session

# The carrier or Twilio refuses to deliver because this person has opted out.
OPTED_OUT_ERROR = "21610"
# No text can arrive: the number is no mobile, unknown to the carrier, or a landline.
# Source: https://www.twilio.com/docs/api/errors/30006
TEXTLESS_ERRORS = frozenset({"21614", "30005", "30006"})


def record_beside(
    desk: Desk,
    contact: str,
    delivery: str,
    received: float,
    fact: AnyEvent,
    *,
    error: str = "",
    epoch: int | None = None,
    channel: Channel = Channel.SMS,
    mark: Callable[[Session], Session] = lambda session: session,
    also: tuple[AnyEvent, ...] = (),
) -> None:
    """The fact, once for each `delivery`. Raises StoreAway.

    An `error` of Twilio's that means an opt-out becomes ours, and one that means a phone without
    texts is remembered. Given an `epoch`, nothing is recorded of a contact that was erased since.
    `mark` notes the fact in the session too; `also` is what follows from it.
    """

    def work_out(loaded: Loaded) -> Commit | None:
        if epoch is not None and loaded.epoch != epoch:
            return None
        now = desk.clock()
        events: tuple[AnyEvent, ...] = (fact, *also)
        stopped = error == OPTED_OUT_ERROR and loaded.opted_out is None
        if stopped:
            events += (OptedOut(f"error {error}"),)
        record = decode_record(loaded.session) if loaded.session else None
        first = record.session.seq if record else 0
        if record:
            textless = record.session.textless or error in TEXTLESS_ERRORS
            record = replace(
                record,
                session=mark(replace(record.session, seq=first + len(events), textless=textless)),
            )
        return Commit(
            after=loaded,
            reply="",
            session_id=record.session.id if record else "",
            payload=encode(TurnEntry(now, channel, first, events, record)),
            session=encode(record) if record else None,
            quiet_at=desk.quiet_at(record.session) if record else None,
            due_at=record.session.follow.due_at if record else None,
            last_due=record.session.follow.last_due if record else 0.0,
            opt_out=now.isoformat(timespec="seconds") if stopped else None,
        )

    commit_over(desk, contact, delivery, received, work_out)
