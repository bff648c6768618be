"""Conversations over time: by channel and by language, in days, weeks or months, as many as fit on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from staff.figures.charts import Chart, columns

MOST_DAYS, MOST_WEEKS = 62, 62 * 7
CHANNEL, LANGUAGE = "channel ", "language "
# In the order of the table: first by channel, then by language.
DAY_SERIES: Mapping[str, str] = {
    "channel sms": "Text",
    "channel voice": "Phone",
    "channel both": "Text and phone",
    "channel ": "Not in touch yet",
    "language en": "English",
    "language es": "Spanish",
    "language ": "Language not known yet",
}

Table = Sequence[tuple[date, Mapping[str, int]]]


def day_charts(table: Table) -> list[Chart]:
    grouped = _grouped(table)
    return [_chart(kind, title, grouped) for kind, title in ((CHANNEL, "By channel"), (LANGUAGE, "By language"))]


def _chart(kind: str, title: str, grouped: Mapping[str, Mapping[str, int]]) -> Chart:
    series = {
        words: [row[name] for row in grouped.values()]
        for name, words in DAY_SERIES.items()
        if name.startswith(kind) and any(row[name] for row in grouped.values())
    }
    sums = ", ".join(f"{words} {sum(values)}" for words, values in series.items())
    name = kind.strip()
    return columns(f"days-{name}", title, f"{title}: {sums}.", list(grouped), series)


def _grouped(table: Table) -> dict[str, dict[str, int]]:
    label = _label(len(table))
    found: dict[str, dict[str, int]] = {}
    for day, row in table:
        group = found.setdefault(label(day), dict.fromkeys(DAY_SERIES, 0))
        for name, count in row.items():
            group[name] += count
    return found


def _label(days: int) -> Callable[[date], str]:
    if days <= MOST_DAYS:
        return lambda day: f"{day:%a %b} {day.day}"
    if days <= MOST_WEEKS:
        return _week
    return lambda day: f"{day:%b %Y}"


def _week(day: date) -> str:
    monday = day - timedelta(days=day.weekday())
    return f"Week of {monday:%b} {monday.day}, {monday.year}"
