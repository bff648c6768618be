"""What became of the texts we sent: recorded beside the conversation, which does not move."""

from __future__ import annotations

from msgspec import Struct

from bot.contacts import contact_id
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from flows.model.events import DeliveryReported


class DeliveryReport(Struct, frozen=True):
    """A status of one of our texts. `delivery` names it however often it comes; `recipient` is
    E.164."""

    delivery: str
    recipient: str
    sid: str
    status: str
    error: str


def record_delivery(desk: Desk, report: DeliveryReport, received: float) -> None:
    """Once for each state of each text. An opt-out that only Twilio knew of becomes ours. Raises
    StoreAway."""
    contact = contact_id(report.recipient, desk.contact_key)
    fact = DeliveryReported(report.sid, report.status, report.error)
    record_beside(desk, contact, report.delivery, received, fact, error=report.error)
