"""Facts about what followed the list of programs."""

from __future__ import annotations

from datetime import datetime

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


class FollowUpPlanned(Event, frozen=True):
    """They may be asked how it went with this program, at this time or soon after it."""

    kind: str
    program: str
    at: datetime


class FollowUpPutOff(Event, frozen=True):
    """A planned text was due and could not go: it comes later."""

    why: str
    at: datetime


class FollowUpEnded(Event, frozen=True):
    """Nothing is asked or sent by ourselves any more; of one `program` alone where it is named."""

    why: str
    program: str = ""
