"""What came in from outside, before anything is known about who sent it."""

from __future__ import annotations

from msgspec import Struct

from flows.inputs import Channel, Input


class Inbound(Struct, frozen=True):
    """One delivery. `delivery` names it however often it comes; `sender` and `recipient` are E.164 or a short code;
    `received` is unix time."""

    delivery: str
    sender: str
    recipient: str
    channel: Channel
    input: Input
    received: float
    simulated: bool = False
