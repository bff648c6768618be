"""Conversations over time: by channel and by language, in days, weeks or months, as many as fit on
a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from flows.understanding.language_id import Languages
from staff.figures.charts import Chart, columns

MOST_DAYS, MOST_WEEKS = 62, 62 * 7
CHANNEL, LANGUAGE = "channel ", "language "
CHANNELS: Mapping[str, str] = {
    "channel sms": "Text",
    "channel voice": "Phone",
    "channel both": "Text and phone",
    "channel ": "Not in touch yet",
}

Table = Sequence[tuple[date, Mapping[str, int]]]


def day_series(languages: Languages) -> dict[str, str]:
    """The columns of the table with their words: first by channel, then by language."""
    named = {f"{LANGUAGE}{code}": language.name for code, language in languages.items()}
    return {**CHANNELS, **named, LANGUAGE: "Language not known yet"}


def day_charts(table: Table, words: Mapping[str, str]) -> list[Chart]:
    """Two charts; `words` are those of `day_series`."""
    grouped = _grouped(table)
    return [
        _chart(kind, title, grouped, words)
        for kind, title in ((CHANNEL, "By channel"), (LANGUAGE, "By language"))
    ]


def _chart(
    kind: str, title: str, grouped: Mapping[str, Mapping[str, int]], told: Mapping[str, str]
) -> Chart:
    series = {
        words: [row[name] for row in grouped.values()]
        for name, words in told.items()
        if name.startswith(kind) and any(row[name] for row in grouped.values())
    }
    sums = ", ".join(f"{words} {sum(values)}" for words, values in series.items())
    name = kind.strip()
    return columns(f"days-{name}", title, f"{title}: {sums}.", list(grouped), series)


def _grouped(table: Table) -> dict[str, dict[str, int]]:
    label = _label(len(table))
    found: dict[str, dict[str, int]] = {}
    for day, row in table:
        group = found.setdefault(label(day), dict.fromkeys(row, 0))
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
