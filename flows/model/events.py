"""Facts, in the past tense. The reply, the transcript, the staff view and the tests read the same
list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from flows.model.call_events import (
    CallClosed,
    CallEnded,
    CallOpened,
    CaughtUp,
    ConsentGiven,
    LineTold,
    RecordingLeft,
    RecordingReported,
    RecordingStarted,
    RecordingTranscribed,
    TextNotSent,
    TextQueued,
    TextSent,
    TransferAnswered,
    TransferEnded,
    TransferStarted,
)
from flows.model.danger_events import DangerAsked, DangerConfirmed, DangerDenied, SafetyRaised
from flows.model.event import Event
from flows.model.inputs import Channel, Input
from flows.model.program_events import (
    CalledOff,
    FollowUpEnded,
    FollowUpPlanned,
    FollowUpPutOff,
    TopicAnswered,
)
from flows.model.session import Answer, Disposition, Status
from flows.model.staff_events import StaffEvent

FITTING = frozenset({"fits", "may_fit"})


class SessionOpened(Event, frozen=True):
    keyword: str
    flow_version: int


class InputReceived(Event, frozen=True):
    """`late` marks what came while the store was away: recorded, but it moved nothing."""

    input: Input
    channel: Channel
    late: bool = False


class LanguageHeard(Event, frozen=True):
    language: str


class Answered(Event, frozen=True):
    slot: str
    answer: Answer


class AnswersRemoved(Event, frozen=True):
    slots: tuple[str, ...]
    why: str


class GuessOffered(Event, frozen=True):
    slot: str
    value: Any


class NotUnderstood(Event, frozen=True):
    step: str
    count: int


class NothingHeard(Event, frozen=True):
    """Silence in a call: counted apart from what was not understood."""

    step: str
    count: int


class NoiseReceived(Event, frozen=True):
    kind: str


class IntentHeard(Event, frozen=True):
    intent: str


class OptedOut(Event, frozen=True):
    by: str


class OptedIn(Event, frozen=True):
    by: str


class ErasureConfirmed(Event, frozen=True):
    mode: str


class HandoffOpened(Event, frozen=True):
    """A person is asked to take over. With a window, this is a promise that the parent was told."""

    reason: str
    start: datetime | None = None
    end: datetime | None = None
    name: str = ""


class VerdictGiven(Struct, frozen=True, omit_defaults=True):
    program: str
    verdict: str
    reasons: tuple[Any, ...] = ()


class ProgramsMatched(Event, frozen=True):
    verdicts: tuple[VerdictGiven, ...]

    @property
    def fitting(self) -> list[str]:
        """Ids of the programs that fit or may fit."""
        return [given.program for given in self.verdicts if given.verdict in FITTING]


class ProgramShown(Event, frozen=True):
    program: str


class SessionPaused(Event, frozen=True):
    kind: str


class SessionResumed(Event, frozen=True):
    step: str


class SessionRestarted(Event, frozen=True):
    why: str


class FlowChanged(Event, frozen=True):
    """The flow was newer than the session, which went on at the nearest step that still exists."""

    was: str
    dropped: tuple[str, ...] = ()


class Prompted(Event, frozen=True):
    """Words for the person. What the person receives is the turn's prompts, one under the other; in
    a call each is said in its `language`."""

    key: str
    text: str
    language: str = ""


class DeliveryReported(Event, frozen=True):
    """What became of a text we sent: Twilio's status, and its error code if it failed."""

    sid: str
    status: str
    error: str = ""


class ReplyWithheld(Event, frozen=True):
    why: str


class TurnFailed(Event, frozen=True):
    """The program went wrong; the person got the number."""

    error: str


class SessionEnded(Event, frozen=True):
    status: Status
    disposition: Disposition


AnyEvent = (
    SessionOpened
    | InputReceived
    | LanguageHeard
    | Answered
    | AnswersRemoved
    | GuessOffered
    | NotUnderstood
    | NothingHeard
    | NoiseReceived
    | IntentHeard
    | SafetyRaised
    | DangerAsked
    | DangerConfirmed
    | DangerDenied
    | OptedOut
    | OptedIn
    | ErasureConfirmed
    | HandoffOpened
    | TopicAnswered
    | FollowUpPlanned
    | FollowUpPutOff
    | FollowUpEnded
    | CalledOff
    | ProgramsMatched
    | ProgramShown
    | SessionPaused
    | SessionResumed
    | SessionRestarted
    | FlowChanged
    | Prompted
    | CallOpened
    | CaughtUp
    | CallClosed
    | CallEnded
    | TransferStarted
    | TransferAnswered
    | TransferEnded
    | ConsentGiven
    | RecordingStarted
    | RecordingLeft
    | LineTold
    | RecordingReported
    | RecordingTranscribed
    | TextQueued
    | TextSent
    | TextNotSent
    | DeliveryReported
    | ReplyWithheld
    | TurnFailed
    | SessionEnded
    | StaffEvent
)
