"""Whether whoever answered at the office took the call: recorded beside the conversation, which
goes on when the dial ends."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from bot.redis.store import StoreAway
from bot.stored_session import decode_record
from flows.dialogue.aloud.reach_a_person import ACCEPTED, DECLINED
from flows.model.call_events import TransferAnswered
from flows.model.inputs import Channel
from flows.model.session import Session


class TransferAnswer(Struct, frozen=True):
    """What was pressed at the office. `delivery` names it however often it comes; `contact` is a
    contact id."""

    delivery: str
    contact: str
    accepted: bool


def record_answer(desk: Desk, answer: TransferAnswer, received: float) -> None:
    """Once for each answer. Raises StoreAway."""

    def mark(session: Session) -> Session:
        aside = session.aside
        if aside is None or aside.kind != "transfer":
            return session
        return replace(
            session, aside=replace(aside, slot=ACCEPTED if answer.accepted else DECLINED)
        )

    fact = TransferAnswered(answer.accepted)
    record_beside(
        desk, answer.contact, answer.delivery, received, fact, channel=Channel.VOICE, mark=mark
    )


def session_of(desk: Desk, contact: str) -> Session | None:
    """The conversation of this contact as it stands, or nothing while Redis is away."""
    try:
        loaded = desk.store.read(contact, "whisper")
    except StoreAway:
        return None
    return decode_record(loaded.session).session if loaded.session else None
