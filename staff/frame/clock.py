"""The clock of a promise: how long until a call is due, and whether it was kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from bot.office import ZONE
from staff.frame.labels import many

Tone = Literal["calm", "soon", "now", "late", "done"]

SOON = timedelta(hours=1)


class Clock(Struct, frozen=True):
    """In words, and how much it presses."""

    words: str
    tone: Tone


def window(start: datetime, end: datetime) -> str:
    """ "Tue Nov 24, 8:00 AM to 12:00 PM", in Hartford."""
    begins, ends = start.astimezone(ZONE), end.astimezone(ZONE)
    return f"{begins:%a %b} {begins.day}, {_hour(begins)} to {_hour(ends)}"


def of_promise(
    start: datetime, end: datetime, now: datetime, closed: datetime | None = None
) -> Clock:
    if closed:
        return Clock(
            "kept on time" if closed <= end else f"done {_span(closed - end)} late", "done"
        )
    if now < start:
        return Clock(f"begins in {_span(start - now)}", "soon" if start - now <= SOON else "calm")
    if now <= end:
        return Clock(f"call now, {_span(end - now)} left", "now")
    return Clock(f"{_span(now - end)} late", "late")


def of_waiting(since: datetime, now: datetime, closed: datetime | None = None) -> Clock:
    """Of something without a window: how long it has been waiting."""
    if closed:
        return Clock("done", "done")
    waited = now - since
    return Clock(f"waiting {_span(waited)}", "late" if waited > timedelta(days=1) else "now")


def ago(at: datetime, now: datetime) -> str:
    return "just now" if now - at < timedelta(minutes=1) else f"{_span(now - at)} ago"


def _span(length: timedelta) -> str:
    """The two largest units at most; a minute at least."""
    minutes = max(1, int(length.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, left = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {left} min" if left and hours < 6 else f"{hours} h"
    return many(hours // 24, "day")


def _hour(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M %p}"
