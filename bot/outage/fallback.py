"""Fallback while Redis is down: stateless replies, and the inbound spooled to disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import structlog

from bot.contacts import contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.late_replies import give_late
from bot.conversation.turns import Desk, record_late
from bot.outage.spool import Spool, SpoolError, Unreadable
from bot.process import request_ids
from bot.redis.store import StoreAway
from flows import engine
from flows.dialogue.stages.by_voice.key_stages import PERSON, STOP_KEYS
from flows.dialogue.turn import Turn
from flows.model.danger_events import SafetyRaised
from flows.model.events import OptedIn, OptedOut
from flows.model.inputs import Channel, Digits, Hangup, Input, Recorded, Silence, Speech, Text
from flows.understanding.spoken.keypad import POUND

log = structlog.get_logger()


class Outage:
    """Stateless answers while Redis is down; replays the spool once it is back."""

    def __init__(self, desk: Desk, spool: Spool) -> None:
        self._desk = desk
        self._spool = spool
        self._words_of: Callable[[str], str] = lambda reply: ""

    def reads_replies(self, words_of: Callable[[str], str]) -> None:
        """Says how the words of a stored reply are found, so that a text that was committed, though
        its sender was told that the system is down, is answered after all."""
        self._words_of = words_of

    def answer(self, inbound: Inbound, keep: bool = True) -> str:
        """The number for everyone, help for words of danger, silence for who opted out. What came
        is kept for later."""
        if keep:
            self.keep(inbound)
        opted_out = contact_id(inbound.sender, self._desk.contact_key) in self._desk.optouts
        text = inbound.input if isinstance(inbound.input, Text) else Text("")
        return engine.without_state(
            self._desk.flow, text, self._desk.context(inbound.channel, opted_out)
        )

    def answer_call(self, inbound: Inbound | None, keep: bool = True) -> Turn:
        """The same for a caller, who in office hours is put through. What was said, recorded, or
        asked to be stopped is kept.

        There is no inbound where Twilio's form could not be read.
        """
        if keep and inbound and _matters_later(inbound.input):
            self.keep(inbound)
        context = self._desk.context(Channel.VOICE, opted_out=False)
        return engine.without_state_aloud(
            self._desk.flow, inbound.input if inbound else Silence(), context
        )

    def keep(self, inbound: Inbound) -> None:
        """For when the store is back; a disk that is full is logged."""
        try:
            self._spool.put(msgspec.to_builtins(inbound))
        except SpoolError as error:
            log.error("inbound could not be kept", reason=str(error), delivery=inbound.delivery)

    def matters(self, inbound: Inbound) -> bool:
        """Whether it says STOP or START, or speaks of danger: what is taken from a sender of whom
        nothing else is taken."""
        turn = engine.receive_late(
            self._desk.flow,
            None,
            inbound.input,
            self._desk.context(inbound.channel, opted_out=False),
        )
        return any(isinstance(event, OptedOut | OptedIn | SafetyRaised) for event in turn.events)

    def call_instead(self) -> str:
        """For a channel that we do not serve: one line with the number, in both languages."""
        return self._desk.flow.prompts.say("whatsapp", "", mch=self._desk.policy.mch)

    def waiting(self) -> int:
        return len(self._spool)

    def catch_up(self) -> int:
        """Put into the transcript what was kept; how many. Raises StoreAway while Redis is still
        away."""
        return self._spool.drain(self._record)

    def _record(self, kept: dict[str, Any]) -> None:
        try:
            inbound = msgspec.convert(kept, Inbound)
        except msgspec.ValidationError as error:
            raise Unreadable("not an inbound of ours") from error
        with request_ids.at_work_for(inbound.delivery):
            self._record_one(inbound)

    def _record_one(self, inbound: Inbound) -> None:
        try:
            reply = record_late(self._desk, inbound)
            if reply and inbound.channel is Channel.SMS:
                give_late(self._desk, inbound, self._words_of(reply))
                log.info("committed reply given late", delivery=inbound.delivery)
        except StoreAway:
            raise
        except Exception as error:
            log.error("text could not be recorded", exc_info=error, delivery=inbound.delivery)
            raise Unreadable("it was the text that could not be recorded, not the store") from error


def _matters_later(input_: Input) -> bool:
    match input_:
        case Digits(keys):
            return keys.rstrip(POUND) in (STOP_KEYS, PERSON)
        case _:
            return isinstance(input_, Speech | Recorded | Hangup)
