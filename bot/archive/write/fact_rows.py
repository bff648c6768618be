"""Events as the rows of `facts`: their kind and a short key, never a word that anybody said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows.model.described.event_table import about
from flows.model.events import AnyEvent


def fact(event: AnyEvent, seq: int, turn: int, at: datetime, **same: Any) -> dict[str, Any]:
    """A row of `facts`; `same` is what all facts of a turn share."""
    return {
        "seq": seq,
        "turn": turn,
        "at": at,
        "kind": type(event).__name__,
        "key": about(event),
        **same,
    }
