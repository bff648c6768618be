"""Somebody of the staff is connected with a parent: who with whom, and what became of it, recorded
beside the conversation."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from msgspec import Struct

from bot.contacts import Cipher, CipherError
from bot.conversation.side_facts import record_beside
from bot.conversation.turns import Desk
from flows.model.inputs import Channel
from flows.model.staff_events import ParentCalled, ParentCallEnded


class StaffCall(Struct, frozen=True):
    """`number` is the parent's, `by` the e-mail address of the account; `once` names this call."""

    contact: str
    number: str
    by: str
    once: str


def as_token(call: StaffCall, cipher: Cipher) -> str:
    """The call as it may stand in an address: encrypted, since addresses are logged."""
    return cipher.encrypt(msgspec.json.encode(call).decode())


def from_token(token: str, cipher: Cipher) -> StaffCall | None:
    """Nothing for what was not made here."""
    try:
        return msgspec.json.decode(cipher.decrypt(token), type=StaffCall)
    except (CipherError, msgspec.DecodeError):
        return None


def place(desk: Desk, call: StaffCall, ring: Callable[[str], None], received: float) -> None:
    """Rings the phone (`ring` is given the token) and records that. Raises what `ring` raises, and
    StoreAway."""
    ring(as_token(call, desk.cipher))
    record_beside(
        desk,
        call.contact,
        f"{call.once}:called",
        received,
        ParentCalled(call.by),
        channel=Channel.VOICE,
    )


def record_end(desk: Desk, call: StaffCall, outcome: str, seconds: int, received: float) -> None:
    """Once for each call. Raises StoreAway."""
    fact = ParentCallEnded(call.by, outcome, seconds)
    record_beside(desk, call.contact, f"{call.once}:ended", received, fact, channel=Channel.VOICE)
