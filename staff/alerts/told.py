"""An alert in words: what it is about, who was told and when, and who has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.alerts.alert_kinds import WORDS
from bot.alerts.taking import KeptAlert, Told
from staff.frame import labels as english

CHANNELS: Mapping[str, str] = {
    "email": "by e-mail",
    "text": "by text",
    "push": "in the browser",
}
STATES: Mapping[str, str] = {
    "intended": "about to be sent",
    "sending": "about to be sent",
    "unknown": "nobody knows whether it arrived; it is not sent again by itself",
}


class Line(Struct, frozen=True):
    """One person told once."""

    at: datetime
    words: str
    failed: bool


class Shown(Struct, frozen=True):
    """An alert as pages show it; `by` is the name of who has it."""

    id: int
    session_id: str
    words: str
    opened: datetime
    by: str
    taken_at: datetime | None
    over: bool
    lines: Sequence[Line]


def shown(alert: KeptAlert) -> Shown:
    words = WORDS.get(alert.kind, english.spaced(alert.kind))
    lines = [_line(each) for each in alert.told]
    return Shown(
        id=alert.id,
        session_id=alert.session_id or "",
        words=words[:1].upper() + words[1:],
        opened=alert.opened,
        by=alert.taken_by,
        taken_at=alert.taken_at,
        over=alert.over,
        lines=lines,
    )


def _line(told: Told) -> Line:
    state = STATES.get(told.state) or english.TEXTS.get(told.state, english.spaced(told.state))
    why = (
        f": {english.trouble(told.error) if told.channel == 'text' else told.error}"
        if told.error
        else ""
    )
    lost = told.state in ("failed", "undelivered", "not_sent", "unknown")
    return Line(
        told.at, f"{told.name}, {CHANNELS.get(told.channel, told.channel)}: {state}{why}", lost
    )
