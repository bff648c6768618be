"""Values in words: dates, ages, office hours, guesses, each in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flows.context import Window
from flows.parsers.base import Heard
from flows.turn import Draft

YEARS_FROM = 24


def spoken_date(draft: Draft, day: date) -> str:
    return draft.words("date", day=day.day, month=draft.words(f"months.{day.month}"))


def spoken_window(draft: Draft, window: Window) -> str:
    """ "Tuesday, November 24, 8 am to 12 pm"."""
    weekday = draft.words(f"weekdays.{window.start.isoweekday()}")
    day = spoken_date(draft, window.start.date())
    return draft.words("window", weekday=weekday, date=day, start=_spoken_time(window.start), end=_spoken_time(window.end))


def _spoken_time(at: datetime) -> str:
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes} {'am' if at.hour < 12 else 'pm'}"


def spoken_ages(draft: Draft, ages: Sequence[int]) -> str:
    """Ages in months as people say them: months up to two years, then years."""
    return ", ".join(_spoken_age(draft, months) for months in ages)


def _spoken_age(draft: Draft, months: int) -> str:
    if months < 1:
        return draft.words("age.newborn")
    if months < YEARS_FROM:
        return draft.words("age.month" if months == 1 else "age.months", n=months)
    return draft.words("age.years", n=months // 12)


def spoken_guess(draft: Draft, slot: str, heard: Heard) -> str:
    """What we think was meant, for "Did you mean ...?"."""
    if slot == "ages":
        return spoken_ages(draft, heard.value)
    if slot == "due":
        return spoken_date(draft, date.fromisoformat(heard.value))
    values = heard.value if isinstance(heard.value, list) else [heard.value]
    keys = [f"labels.{slot}.{_key(value)}" for value in values]
    if all(key in draft.flow.prompts for key in keys):
        return ", ".join(draft.words(key) for key in keys)
    return heard.label or str(heard.value)


def _key(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
