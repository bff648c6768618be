"""Sender loop: posts each text of the `sends` streams to Twilio at most once, and records the
outcome."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

import structlog

from bot.contacts import CipherError
from bot.conversation.follow_up_turns import still_wanted
from bot.conversation.sends import Send, decode_send
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Crowded, Desk
from bot.process import request_ids
from bot.redis.store import StoreAway
from bot.redis.stored import Entry
from bot.redis.streams.send_stream import FAILED, SENT, SendStream
from bot.twilio.texts import Failed, InDoubt, NotNow, Refused, TwilioTexts
from flows.model.call_events import TextNotSent, TextSent

OPTED_OUT, UNKNOWN, UNREADABLE = "opted_out", "unknown", "unreadable"
TOO_LATE, WITHDRAWN = "too_late", "withdrawn"
_LEFT_AT_ONCE = 10
_CLOCKS_APART = 60.0  # Twilio's clock and ours

log = structlog.get_logger()


@dataclass(frozen=True)
class Patience:
    """Seconds. `pauses` lie between the tries of a text in hand; then it is put off until `claim`,
    and given up `give_up` after it was queued. A text in doubt is looked for until `doubt` after
    its post. `claim` must exceed a try with its pause.
    """

    pauses: tuple[float, ...] = (0.5, 1.0, 2.0)
    claim: float = 60.0
    look_around: float = 15.0
    doubt: float = 60.0
    give_up: float = 1800.0
    rest: float = 1.0


@dataclass(frozen=True)
class Sender:
    """What sending takes. Without `twilio` (in development) every text is as good as sent, like a
    simulated one."""

    desk: Desk
    stream: SendStream
    twilio: TwilioTexts | None
    patience: Patience = Patience()


def send_texts(sender: Sender, ended: threading.Event) -> None:
    """Send what there is and what comes until `ended`; while Redis is away, wait."""
    waiting = False
    while not ended.is_set():
        try:
            sender.stream.prepare()
            waiting = False
            _attend(sender, ended)
        except (StoreAway, Crowded) as error:
            if not waiting:
                log.warning("sender waits", reason=type(error).__name__)
            waiting = True
        except Exception as error:
            log.error("sender failed", exc_info=error)
        ended.wait(sender.patience.rest)


def _attend(sender: Sender, ended: threading.Event) -> None:
    looked = -sender.patience.look_around
    while not ended.is_set():
        if time.monotonic() - looked >= sender.patience.look_around:
            looked = time.monotonic()
            left = sender.stream.left_behind(sender.patience.claim, _LEFT_AT_ONCE)
            handle_all(sender, chain.from_iterable(left), ended)
        handle_all(sender, iter(sender.stream.new()), ended)


def handle_all(sender: Sender, entries: Iterator[Entry], ended: threading.Event) -> None:
    """Each of these until `ended`; one that cannot be handled keeps no other waiting. Raises
    StoreAway, Crowded."""
    for entry in entries:
        if ended.is_set():
            return
        with request_ids.at_work_for(entry.delivery):
            _handle_one(sender, entry, ended)


def _handle_one(sender: Sender, entry: Entry, ended: threading.Event) -> None:
    try:
        handle(sender, entry, ended)
    except (StoreAway, Crowded):
        raise
    except Exception as error:
        log.error("text could not be handled", entry=entry.id, exc_info=error)


def handle(sender: Sender, entry: Entry, ended: threading.Event) -> None:
    """Processes one entry with retries: sent, not sent, or left pending for later. Raises
    StoreAway."""
    for pause in (*sender.patience.pauses, None):
        try:
            outcome = _try(sender, entry)
        except NotNow as error:
            if _age(sender, entry) > sender.patience.give_up:
                _settle(sender, entry, error.why)
                return
            log.info("text put off", entry=entry.id, why=error.why)
        except InDoubt:
            return  # to be looked for again
        else:
            if outcome:
                _settle(sender, entry, *outcome)
            return
        if pause is None or ended.wait(pause):
            return


def _try(sender: Sender, entry: Entry) -> tuple[str, ...]:
    """What became of the text, with its SID if it was sent; nothing if it is none of this sender's
    business any more.

    Raises NotNow or InDoubt.
    """
    begun = sender.stream.begin(entry)
    if begun.state == "gone":
        return ()
    if begun.state == "erased":
        sender.stream.done(entry)
        return ()
    if begun.state == "opted_out":
        return (OPTED_OUT,)
    if begun.state == "go":
        return _post(sender, entry)
    if begun.outcome not in ("", FAILED):
        return (SENT, begun.outcome)
    try:
        sid = _look(sender, entry, begun.since)
    except NotNow:
        if _age(sender, entry) > sender.patience.give_up:
            return (UNKNOWN,)
        raise
    if sid:
        return (SENT, sid)
    if begun.outcome == FAILED:
        sender.stream.withdraw(entry)
        return _try(sender, entry)
    if sender.desk.store.now() - begun.since > sender.patience.doubt:
        return (UNKNOWN,)
    raise InDoubt


def _post(sender: Sender, entry: Entry) -> tuple[str, ...]:
    try:
        send, number = _open(sender, entry)
        if send.until and (known := _known(sender, entry, send, number)):
            return known
        if send.simulated or sender.twilio is None:
            return _keep(sender, entry, _made_up_sid(entry))
        return _keep(sender, entry, sender.twilio.post(number, send.sender, send.text))
    except Refused as error:
        return (error.code,)
    except Failed:
        sender.stream.keep_failed(entry)
        raise
    except NotNow:
        sender.stream.withdraw(entry)
        raise


def _known(sender: Sender, entry: Entry, send: Send, number: str) -> tuple[str, ...]:
    """Of a text that we send by ourselves, what becomes of it without a post: its hours are over,
    it is wanted no more, or Twilio has it, from a Redis that was lost before it was recorded.
    Raises NotNow."""
    now = sender.desk.clock()
    if now.timestamp() >= send.until:
        return (TOO_LATE,)
    if not still_wanted(sender.desk, entry.contact, send.id, now):
        return (WITHDRAWN,)
    if send.simulated or sender.twilio is None:
        return ()
    found = sender.twilio.find(number, send.text, send.due - _CLOCKS_APART)
    sid = next((sid for sid in found if sender.stream.keep_sid(entry, sid)), "")
    return (SENT, sid) if sid else ()


def _keep(sender: Sender, entry: Entry, sid: str) -> tuple[str, ...]:
    sender.stream.keep_sid(entry, sid)
    return (SENT, sid)


def _look(sender: Sender, entry: Entry, since: float) -> str:
    """The SID under which Twilio has this text, if it has it. Raises NotNow when it cannot be
    asked."""
    send, number = _open(sender, entry)
    if send.simulated or sender.twilio is None:
        return _made_up_sid(entry)
    found = sender.twilio.find(number, send.text, since - _CLOCKS_APART)
    return next((sid for sid in found if sender.stream.keep_sid(entry, sid)), "")


def _settle(sender: Sender, entry: Entry, outcome: str, sid: str = "") -> None:
    """Record it beside the conversation, and only then let go of the text."""
    desk, send = sender.desk, decode_send(entry.payload)
    fact = TextSent(send.id, sid) if outcome == SENT else TextNotSent(send.id, outcome)
    error = "" if outcome == SENT else outcome
    record_beside(
        desk,
        entry.contact,
        f"text:{send.id}",
        desk.store.now(),
        fact,
        error=error,
        epoch=entry.epoch,
    )
    sender.stream.done(entry)
    if not send.simulated:
        sender.stream.count(outcome)
    log.info("text settled", entry=entry.id, outcome=outcome)


def _open(sender: Sender, entry: Entry) -> tuple[Send, str]:
    """The text, and whom it goes to. Raises NotNow while the key for the number is missing."""
    send = decode_send(entry.payload)
    try:
        return send, sender.desk.cipher.decrypt(send.number)
    except CipherError:
        raise NotNow(UNREADABLE) from None


def _age(sender: Sender, entry: Entry) -> float:
    return sender.desk.store.now() - int(entry.id.partition("-")[0]) / 1000


def _made_up_sid(entry: Entry) -> str:
    """The same for the same text, so that a second try makes no second text of it."""
    return f"SM{blake2b(f'{entry.contact}:{entry.id}'.encode(), digest_size=16).hexdigest()}"
