"""A reply that was committed although the person was told that the system is down: sent as a text
once the store is back."""

from __future__ import annotations

from msgspec.structs import replace

from bot.contacts import contact_id
from bot.conversation.inbound import Inbound
from bot.conversation.sends import Send, encode_send
from bot.conversation.turns import Desk, commit_over
from bot.redis.stored import Commit, Loaded
from bot.stored_session import TurnEntry, encode, readable_record
from flows.model.call_events import TextQueued

LATE = "late"
# The longest that Twilio waits for a webhook; what the person wrote later than that they wrote
# after they had been told that the system is down, and its reply says where the conversation is.
# Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
_TWILIO_SECONDS = 15.0


def give_late(desk: Desk, inbound: Inbound, words: str) -> None:
    """Queues the reply that this delivery came to, once, unless the conversation has moved since or
    no text may be sent. Raises StoreAway, Crowded."""
    contact = contact_id(inbound.who, desk.contact_key)

    def work_out(loaded: Loaded) -> Commit | None:
        record = readable_record(loaded.session)
        if record is None or loaded.opted_out is not None or not words:
            return None
        if record.session.heard.timestamp() > inbound.received + _TWILIO_SECONDS:
            return None
        session = record.session
        text = TextQueued(f"{session.id}.{session.seq}", LATE, words, session.language)
        after = replace(record, session=replace(session, seq=session.seq + 1))
        send = Send(
            text.id, record.number, record.address, words, LATE, text.language, record.simulated
        )
        return Commit(
            after=loaded,
            reply="",
            session_id=session.id,
            payload=encode(TurnEntry(desk.clock(), inbound.channel, session.seq, (text,), after)),
            session=encode(after),
            quiet_at=desk.quiet_at(session),
            sends=[encode_send(send)],
        )

    commit_over(desk, contact, f"late:{inbound.delivery}", desk.store.now(), work_out)
