"""What became of the messages that callers left: recorded beside the conversation, which does not
move."""

from __future__ import annotations

from msgspec import Struct

from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from flows.model.call_events import RecordingReported
from flows.model.inputs import Channel


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
