"""Facts of a call, in the past tense, and of the texts that it asks for."""

from __future__ import annotations

from datetime import datetime

from flows.model.event import Event

# To whom a transfer goes that is for no help line.
MCH = "mch"


class CallOpened(Event, frozen=True):
    call: str


class CaughtUp(Event, frozen=True):
    """A caller answered a question that a text had moved on from meanwhile; the present one was
    asked instead."""

    step: str


class CallClosed(Event, frozen=True):
    """The call's part of the transcript is complete: Twilio's CallStatus and the length of the
    call."""

    call: str
    status: str
    seconds: int


class CallEnded(Event, frozen=True):
    """We said goodbye and hung up."""

    why: str


class TransferStarted(Event, frozen=True):
    """The caller is being connected: to `mch`, or to the help line of a kind of danger."""

    to: str


class TransferAnswered(Event, frozen=True):
    """Somebody answered at the office: a person who took the call, or nobody who would (a machine
    presses nothing)."""

    accepted: bool


class TransferEnded(Event, frozen=True):
    to: str
    outcome: str
    seconds: int = 0


class ConsentGiven(Event, frozen=True):
    """A yes to exactly these words: to a recording, or to a text. Given to a person of the staff,
    it is recorded `by` them."""

    to: str
    words: str
    language: str
    by: str = ""


class RecordingStarted(Event, frozen=True):
    most_seconds: int


class RecordingLeft(Event, frozen=True):
    """A recorded message, kept as a reference and fetched only when staff listen to it."""

    reference: str
    seconds: int


class RecordingReported(Event, frozen=True):
    """Twilio's state of a recording: completed, absent or failed."""

    reference: str
    state: str


class RecordingTranscribed(Event, frozen=True):
    """What Twilio's machine heard in a recorded message. It may have heard wrongly."""

    reference: str
    words: str


class LineTold(Event, frozen=True):
    """Which kind of line the caller's number is, by Twilio: "landline", "mobile" and so on."""

    kind: str


class TextQueued(Event, frozen=True):
    """A text that answers no webhook is on its way to the person. `id` names it until Twilio has
    named it. One that we send by ourselves was `due` at a time, and goes no later than `until`."""

    id: str
    why: str
    text: str
    language: str
    due: datetime | None = None
    until: datetime | None = None


class TextSent(Event, frozen=True):
    """Twilio took a queued text and gave it this SID."""

    id: str
    sid: str


class TextNotSent(Event, frozen=True):
    """A queued text was not sent, and why: Twilio's code, `opted_out`, or `unknown` where nobody
    knows whether it was."""

    id: str
    why: str
