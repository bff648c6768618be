"""One input and everything up to the next wait: what came of it, and the draft in which it is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from flows.call_events import TextQueued
from flows.context import Context
from flows.events import (
    Answered,
    AnswersRemoved,
    AnyEvent,
    ErasureConfirmed,
    OptedIn,
    OptedOut,
    Prompted,
    SessionEnded,
)
from flows.flow import Flow, Step
from flows.hygiene import safe
from flows.matching import Verdict
from flows.session import Answer, Disposition, Session, Status
from flows.waits import Wait


@dataclass(frozen=True)
class Turn:
    """The session after the input, and the facts in order. Of an `erased` turn nothing is kept but that it happened.

    `wait` is what the call waits for next; None by text.
    """

    session: Session
    events: tuple[AnyEvent, ...]
    wait: Wait | None = None

    @cached_property
    def reply(self) -> str:
        """What the person receives: one message, or nothing."""
        return "\n".join(event.text for event in self.prompts)

    @property
    def prompts(self) -> tuple[Prompted, ...]:
        """The words in order; in a call each is said in its own language."""
        return tuple(event for event in self.events if isinstance(event, Prompted))

    @property
    def texts(self) -> tuple[TextQueued, ...]:
        """The texts to be sent beside the answer."""
        return tuple(event for event in self.events if isinstance(event, TextQueued))

    @property
    def opted(self) -> str:
        """`out` or `in` if the person said so in this turn, else nothing."""
        for event in reversed(self.events):
            if isinstance(event, OptedOut | OptedIn):
                return "out" if isinstance(event, OptedOut) else "in"
        return ""

    @property
    def erased(self) -> bool:
        return any(isinstance(event, ErasureConfirmed) and event.mode == "now" for event in self.events)


class Draft:
    """A turn in the making: the session as it changes, and the facts so far."""

    def __init__(self, flow: Flow, session: Session, context: Context) -> None:
        self.flow = flow
        self.context = context
        self.session = session
        self.events: list[AnyEvent] = []
        self.told: list[str] = []
        self._verdicts: tuple[Verdict, ...] | None = None
        self._open: frozenset[str] | None = None

    @property
    def step(self) -> Step:
        return self.flow.steps[self.session.step]

    def change(self, **fields: Any) -> None:
        self.session = replace(self.session, **fields)

    def note(self, event: AnyEvent) -> None:
        self.events.append(event)

    def say(self, key: str, **fields: Any) -> None:
        policy = self.context.policy
        text = self.flow.prompts.say(key, self.session.language, mch=policy.mch, **fields)
        self.say_text(key, text)

    def say_text(self, key: str, text: str) -> None:
        self.note(Prompted(key, safe(text, self.context.policy.gsm7_only)))

    def words(self, key: str, **fields: Any) -> str:
        return self.flow.prompts.say(key, self.session.language or "en", mch=self.context.policy.mch, **fields)

    def answer(self, slot: str, answer: Answer) -> None:
        given = replace(answer, turn=self.session.turn)
        self.change(answers={**self.session.answers, slot: given})
        self.note(Answered(slot, given))
        self.told.append(slot)
        self._forget_results()

    def remove(self, slots: tuple[str, ...], why: str) -> None:
        if gone := tuple(slot for slot in slots if slot in self.session.answers):
            self.change(answers={k: v for k, v in self.session.answers.items() if k not in gone})
            self.note(AnswersRemoved(gone, why))
            self._forget_results()

    def _forget_results(self) -> None:
        self._verdicts = self._open = None

    def value(self, slot: str) -> Any:
        answer = self.session.answers.get(slot)
        return answer.value if answer else None

    def raise_topics(self, topics: frozenset[str]) -> None:
        """Remember what the person raised by themselves, and we would never ask."""
        if new := topics - set(self.session.raised):
            self.change(raised=(*self.session.raised, *sorted(new)))
            self._forget_results()

    def end(self, status: Status, disposition: Disposition) -> None:
        if (self.session.status, self.session.disposition) != (status, disposition):
            self.change(status=status, disposition=disposition)
            self.note(SessionEnded(status, disposition))

    def verdicts(self) -> tuple[Verdict, ...]:
        if self._verdicts is None:
            self._verdicts = self.flow.judge.verdicts(self.session.answers, self.context.today)
        return self._verdicts

    def open_slots(self) -> frozenset[str]:
        if self._open is None:
            raised = frozenset(self.session.raised)
            self._open = self.flow.judge.open_slots(self.session.answers, self.context.today, raised)
        return self._open

    def finish(self) -> Turn:
        session, events = self.session, tuple(self.events)
        moved = replace(session, turn=session.turn + 1, seq=session.seq + len(events), heard=self.context.now)
        return Turn(moved, events)
