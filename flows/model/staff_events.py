"""Facts of what people of the staff do in a conversation, in the past tense. `by` is the e-mail
address of their account."""

from __future__ import annotations

from datetime import datetime

from flows.model.event import Event

# Who ends a hold that runs out.
TIME = "time"


class HoldTaken(Event, frozen=True):
    """A person of the staff answers by text until this time; the bot keeps silent."""

    by: str
    until: datetime


class HoldEnded(Event, frozen=True):
    """Given back by a person, or by `time`."""

    by: str


class StaffWrote(Event, frozen=True):
    """A person of the staff wrote the text that is queued behind this."""

    by: str


class HandoffClosed(Event, frozen=True):
    """What a person was asked for was done, or given up: the outcome. From now on it can be asked
    for again."""

    reason: str
    outcome: str
    by: str


class HandoffReopened(Event, frozen=True):
    """It was closed too early: the promise stands again."""

    reason: str
    by: str


class ParentCalled(Event, frozen=True):
    """The phone of a person of the staff is rung, to be connected with the parent."""

    by: str


class ParentCallEnded(Event, frozen=True):
    """What became of it, in Twilio's words: completed, busy, no-answer, failed or canceled;
    `declined` where the person of the staff did not take their own phone. `seconds` they spoke."""

    by: str
    outcome: str
    seconds: int = 0


class AnswerCorrected(Event, frozen=True):
    """A person of the staff heard the answer by telephone: the Answered behind this is theirs."""

    slot: str
    by: str


class ReferralMoved(Event, frozen=True):
    """What became of a program that the parent was told about: a state of flows.model.referrals.
    Without `by` the parent told it, by text or in a call."""

    program: str
    state: str
    by: str = ""


StaffEvent = (
    AnswerCorrected
    | HandoffClosed
    | HandoffReopened
    | HoldEnded
    | HoldTaken
    | ParentCalled
    | ParentCallEnded
    | ReferralMoved
    | StaffWrote
)
