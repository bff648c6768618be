"""Facts about what followed the list of programs."""

from __future__ import annotations

from flows.model.event import Event


class TopicAnswered(Event, frozen=True):
    """A question about the programs, or a need beyond them, was answered; `again`: it had been
    answered before."""

    topic: str
    again: bool = False


class CalledOff(Event, frozen=True):
    """The parent wants what was arranged no more, or at another time: staff have nothing to do
    about it now."""

    reason: str
