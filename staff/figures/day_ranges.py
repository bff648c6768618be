"""A range of days in the address of a page, and the ranges that people ask for most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.archive.read.day_spans import Span

LONGEST = 5 * 366
USUAL = 28


@dataclass(frozen=True)
class Ask:
    """The range that was asked for; `problem` says what was wrong with it, and then it is the usual
    one."""

    span: Span
    problem: str = ""


def read_range(args: Mapping[str, str], today: date) -> Ask:
    """From `since` and `until`, both days in it. Without them the last four weeks."""
    usual = last_days(USUAL, today)
    asked = [args.get(name, "").strip() for name in ("since", "until")]
    try:
        first, last = (date.fromisoformat(text) if text else None for text in asked)
    except ValueError:
        return Ask(usual, "That is not a day. Write days as 2026-11-23.")
    last = last or max(today, first or today)
    first = first or min(last, usual.first)
    first, last = min(first, last), max(first, last)
    if not 2000 <= first.year <= last.year <= 2999:
        return Ask(usual, "That is too far away from today.")
    if (last - first).days >= LONGEST:
        return Ask(usual, "That is too long. Ask for five years at most.")
    return Ask(Span(first, last))


def presets(today: date) -> dict[str, Span]:
    """Their names on the page."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return {
        "Today": Span(today, today),
        "Last 7 days": last_days(7, today),
        "Last 28 days": last_days(USUAL, today),
        "This month": Span(month, today),
        "Last month": Span(before.replace(day=1), before),
        "This year": Span(today.replace(month=1, day=1), today),
    }


def last_days(count: int, today: date) -> Span:
    return Span(today - timedelta(days=count - 1), today)
