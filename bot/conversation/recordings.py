"""What became of the messages that callers left: recorded beside the conversation, which does not
move."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from flows.model.call_events import RecordingReported, RecordingTranscribed
from flows.model.danger_events import GRIEF, SafetyRaised
from flows.model.events import AnyEvent, HandoffOpened
from flows.model.inputs import Channel
from flows.model.session import Session
from flows.understanding.text.utterance import Said


class RecordingReport(Struct, frozen=True):
    """A state of one recording. `delivery` names it however often it comes; `contact` is a contact
    id, since Twilio tells no number here; `state` is completed, absent or failed."""

    delivery: str
    contact: str
    reference: str
    state: str


def record_recording(desk: Desk, report: RecordingReport, received: float) -> None:
    """Once for each state of each recording. Raises StoreAway."""
    fact = RecordingReported(report.reference, report.state)
    record_beside(desk, report.contact, report.delivery, received, fact, channel=Channel.VOICE)


class Transcript(Struct, frozen=True):
    """What Twilio heard in one recording; the other fields as in RecordingReport."""

    delivery: str
    contact: str
    reference: str
    words: str


def record_transcript(desk: Desk, written: Transcript, received: float) -> None:
    """Once for each recording; words of danger in it are danger, which staff see first. Raises
    StoreAway."""
    danger = desk.flow.safety.hear(Said(written.words))
    raised: tuple[AnyEvent, ...] = ()
    if danger and danger.kind not in GRIEF:
        raised = (SafetyRaised(danger.kind), HandoffOpened(f"safety_{danger.kind}"))

    def mark(session: Session) -> Session:
        return replace(session, dangers=(*session.dangers, danger.kind)) if danger else session

    record_beside(
        desk,
        written.contact,
        written.delivery,
        received,
        RecordingTranscribed(written.reference, written.words),
        channel=Channel.VOICE,
        mark=mark,
        also=raised,
    )
