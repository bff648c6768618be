"""Senders at work beside a test, towards the stand-in for Twilio."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.conversation.turns import Desk
from bot.redis.streams.send_stream import SendStream
from bot.twilio.texts import Account, TwilioTexts
from bot.workers.sender import Patience, Sender, send_texts
from flows.model.call_events import TextNotSent, TextSent
from tests.stand_ins.twilio_stand_in import ACCOUNT, TOKEN, StandIn

CALLBACK = "https://intake.example/sms/status"
HASTE = Patience(
    pauses=(0.01, 0.01), claim=0.05, look_around=0.02, doubt=0.3, give_up=30, rest=0.02
)
TIRED = Patience(pauses=(), claim=0.05, look_around=0.02, doubt=0.3, give_up=0, rest=0.02)


def texts(twilio: StandIn) -> TwilioTexts:
    return TwilioTexts(
        Account(ACCOUNT, TOKEN, "+18605550100", "", CALLBACK, twilio.base), seconds=0.3
    )


@contextmanager
def sending(
    desk: Desk, redis_url: str, twilio: StandIn | None, patience: Patience = HASTE
) -> Iterator[None]:
    """A sender at work beside the test."""
    stream = SendStream(redis_url, block_seconds=0.05)
    sender = Sender(desk, stream, texts(twilio) if twilio else None, patience)
    ended = threading.Event()
    thread = threading.Thread(target=send_texts, args=(sender, ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


Settled = Callable[..., TextSent | TextNotSent]
