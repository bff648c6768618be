"""How a call from the console went, as the outcome that is proposed: from what Twilio reported
last."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.archive.read.case import KeptTurn
from bot.casework.call_parent import PROPOSED
from flows.model.events import AnyEvent
from flows.model.staff_events import HandoffClosed, ParentCallEnded


def proposed(turns: Sequence[KeptTurn]) -> str:
    """An outcome of bot.casework.handoffs, or nothing: no call since the last one was written
    down."""
    for turn in reversed(turns):
        for event in reversed(msgspec.convert(turn.events, list[AnyEvent])):
            if isinstance(event, ParentCallEnded):
                return PROPOSED.get(event.outcome, "")
            if isinstance(event, HandoffClosed):
                return ""
    return ""
