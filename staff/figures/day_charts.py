"""Conversations over time: by channel and by language, in days, weeks or months, as many as fit on
a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from bot.archive.read.day_spans import Span
from bot.archive.read.lists.filters import NONE
from flows.understanding.text.language_id import Languages
from staff.figures.charts import Chart, columns
from staff.figures.links import to

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
    grouped, spans = _grouped(table), _spans(table)
    return [
        _chart(kind, title, grouped, words, spans)
        for kind, title in ((CHANNEL, "By channel"), (LANGUAGE, "By language"))
    ]


def _chart(
    kind: str,
    title: str,
    grouped: Mapping[str, Mapping[str, int]],
    told: Mapping[str, str],
    spans: Sequence[Span],
) -> Chart:
    names = [
        name
        for name in told
        if name.startswith(kind) and any(row[name] for row in grouped.values())
    ]
    series = {told[name]: [row[name] for row in grouped.values()] for name in names}
    hrefs = {told[name]: [to(span, **_filter(name)) for span in spans] for name in names}
    sums = ", ".join(f"{words} {sum(values)}" for words, values in series.items())
    name = kind.strip()
    return columns(f"days-{name}", title, f"{title}: {sums}.", list(grouped), series, hrefs)


def _filter(name: str) -> dict[str, str]:
    """The filter of the inbox for a series."""
    kind, value = name.split(" ", 1)
    only = {"sms": "sms_only", "voice": "voice_only"} if kind == "channel" else {}
    return {kind: only.get(value, value) or NONE}


def _spans(table: Table) -> list[Span]:
    """The days of each group, in the order of the groups."""
    label = _label(len(table))
    found: dict[str, Span] = {}
    for day, _ in table:
        first = found.get(label(day), Span(day, day)).first
        found[label(day)] = Span(first, day)
    return list(found.values())


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
