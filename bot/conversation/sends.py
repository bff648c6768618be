"""Outbound texts that answer no webhook, as entries of the `sends` stream."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from bot.stored_session import Record
from flows.dialogue.turn import Turn


class Send(Struct, frozen=True, omit_defaults=True):
    """One text to send. `id` is that of its TextQueued; `number` is encrypted; it goes out from
    `sender`, the address that the person texted, or from our SMS number if there is none. One that
    we send by ourselves was `due` at a unix time, and goes no later than `until`."""

    id: str
    number: str
    sender: str
    text: str
    why: str
    language: str
    simulated: bool = False
    due: float = 0.0
    until: float = 0.0


def sends_of(turn: Turn, record: Record) -> list[bytes]:
    """What this turn sends beside its answer, for the commit that writes the turn. Of an erased one
    nothing is left."""
    if turn.erased:
        return []
    return [
        encode_send(
            Send(
                text.id,
                record.number,
                record.address,
                text.text,
                text.why,
                text.language,
                record.simulated,
                text.due.timestamp() if text.due else 0.0,
                text.until.timestamp() if text.until else 0.0,
            )
        )
        for text in turn.texts
    ]


encode_send = msgspec.json.Encoder().encode
_sends = msgspec.json.Decoder(Send)


def decode_send(data: bytes) -> Send:
    return _sends.decode(data)
