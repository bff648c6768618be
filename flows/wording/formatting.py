"""Values in words: dates, ages, office hours, guesses, in one of our languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flows.model.context import Window
from flows.understanding.parsers.base import Heard
from flows.wording.prompts import Prompts

YEARS_FROM = 24
MID = (10, 20)  # the days of a month between which it is in its middle


def spoken_date(prompts: Prompts, language: str, day: date) -> str:
    return prompts.say(
        "date", language, day=day.day, month=prompts.say(f"months.{day.month}", language)
    )


def spoken_day(prompts: Prompts, language: str, day: date, exact: str) -> str:
    """A date no more exactly than it was said (`exact` as in `Due.exactness`): "March 15", "early
    April", "March"."""
    if exact == "day":
        return spoken_date(prompts, language, day)
    part = (
        "month"
        if exact == "month"
        else "early"
        if day.day <= MID[0]
        else "mid"
        if day.day <= MID[1]
        else "late"
    )
    return prompts.say(
        f"date_part.{part}", language, month=prompts.say(f"months.{day.month}", language)
    )


def spoken_window(prompts: Prompts, language: str, window: Window | None) -> str:
    """ "Tuesday, November 24, 8 am to 12 pm", or that it will be in office hours."""
    if window is None:
        return prompts.say("promise.in_hours", language)
    start, end = window.start, window.end
    hour = _time_aloud if "hour.noon" in prompts else _time_written
    return prompts.say(
        "window",
        language,
        weekday=prompts.say(f"weekdays.{start.isoweekday()}", language),
        date=spoken_date(prompts, language, start.date()),
        start=hour(prompts, language, start),
        end=hour(prompts, language, end),
    )


def spoken_opening(prompts: Prompts, language: str, window: Window) -> str:
    """When the office opens: "Monday, November 30, at 8 in the morning"; nothing is said of when it
    closes."""
    start, hour = window.start, _time_aloud if "hour.noon" in prompts else _time_written
    return prompts.say(
        "opening_time",
        language,
        weekday=prompts.say(f"weekdays.{start.isoweekday()}", language),
        date=spoken_date(prompts, language, start.date()),
        start=hour(prompts, language, start),
    )


def _time_written(_: Prompts, __: str, at: datetime) -> str:
    hour = at.hour % 12 or 12
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes} {'am' if at.hour < 12 else 'pm'}"


def _time_aloud(prompts: Prompts, language: str, at: datetime) -> str:
    """ "8 in the morning": a voice stumbles on am and pm, in Spanish above all."""
    if (at.hour, at.minute) == (12, 0):
        return prompts.say("hour.noon", language)
    part = "morning" if at.hour < 12 else "one" if at.hour == 13 else "afternoon"
    return prompts.say(
        f"hour.{part}", language, time=f"{at.hour % 12 or 12}{f' {at.minute}' if at.minute else ''}"
    )


def spoken_ages(prompts: Prompts, language: str, ages: Sequence[int]) -> str:
    """Ages in months as people say them: months up to two years, then years."""
    return ", ".join(_spoken_age(prompts, language, months) for months in ages)


def _spoken_age(prompts: Prompts, language: str, months: int) -> str:
    if months < 1:
        return prompts.say("age.newborn", language)
    if months < YEARS_FROM:
        return prompts.say("age.month" if months == 1 else "age.months", language, n=months)
    return prompts.say("age.years", language, n=months // 12)


def spoken_guess(prompts: Prompts, language: str, slot: str, heard: Heard) -> str:
    """What we think was meant, for "Did you mean ...?"; without a value, that there is none."""
    if heard.value is None:
        return prompts.say("labels.skip", language)
    if slot == "ages":
        return ", ".join(_exact_age(prompts, language, months) for months in heard.value)
    if slot == "due" and " / " in heard.label:
        return _own(prompts, language, heard.label)
    if slot == "due":
        return spoken_date(prompts, language, date.fromisoformat(heard.value))
    values = heard.value if isinstance(heard.value, list) else [heard.value]
    keys = [f"labels.{slot}.{label_key(value)}" for value in values]
    if all(key in prompts for key in keys):
        return ", ".join(prompts.say(key, language) for key in keys)
    return heard.label or str(heard.value)


def _exact_age(prompts: Prompts, language: str, months: int) -> str:
    """With the months beyond the years: one child of 4 years and 9 months is not two children."""
    years, rest = divmod(months, 12)
    if months < YEARS_FROM or not rest:
        return _spoken_age(prompts, language, months)
    return prompts.say("age.years_months", language, n=years, m=rest)


def _own(prompts: Prompts, language: str, label: str) -> str:
    """The part of a label ("late March / finales de marzo") in this language, else in the first."""
    parts = label.split(" / ")
    place = list(prompts.languages).index(language)
    return parts[place] if place < len(parts) else parts[0]


def label_key(value: object) -> str:
    """How a value stands under `labels` in prompts.yaml."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
