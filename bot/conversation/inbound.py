"""An inbound delivery of Twilio's, typed: the input with its idempotency key and addresses."""

from __future__ import annotations

from msgspec import Struct

from flows.model.context import Call
from flows.model.inputs import Channel, Input


class Inbound(Struct, frozen=True):
    """One delivery. `delivery` names it however often it comes; `sender` and `recipient` are E.164
    or a short code; `received` is unix time. A caller who withholds the number has no `sender`, and
    is a contact of this call only."""

    delivery: str
    sender: str
    recipient: str
    channel: Channel
    input: Input
    received: float
    simulated: bool = False
    call: Call | None = None

    @property
    def withheld(self) -> bool:
        return self.call is not None and not self.sender

    @property
    def who(self) -> str:
        """What the contact id is made of."""
        return f"withheld:{self.call.sid}" if self.call and not self.sender else self.sender
