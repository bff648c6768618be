"""One input and everything up to the next wait: the session after it, and the events in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flows.model.call_events import TextQueued
from flows.model.events import AnyEvent, ErasureConfirmed, OptedIn, OptedOut, Prompted
from flows.model.session import Session
from flows.model.waits import Wait


@dataclass(frozen=True)
class Turn:
    """The session after the input, and the facts in order. Of an `erased` turn nothing is kept but
    that it happened.

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

    @cached_property
    def erased(self) -> bool:
        return any(
            isinstance(event, ErasureConfirmed) and event.mode == "now" for event in self.events
        )
