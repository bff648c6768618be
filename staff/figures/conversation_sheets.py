"""Sheets about conversations: how many, how far they get, how long they take, what was missed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from bot.archive.read import figures
from bot.archive.read import funnel as progress
from bot.archive.read.funnel import path_of
from staff.figures.charts import Bar, bars
from staff.figures.day_charts import CHANNEL, LANGUAGE, day_charts, day_series
from staff.figures.links import linked, to, to_day
from staff.figures.source import Row, Sheet, Source, share
from staff.frame import labels as english

UNITS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}


def by_day(source: Source) -> Sheet:
    counted = figures.volumes(source.archive, source.span)
    series = day_series(source.flow.languages)
    days: dict[date, dict[str, int]] = {}
    for each in counted:
        day = days.setdefault(each.day, dict.fromkeys(series, 0))
        language = f"{LANGUAGE}{each.language}"
        for name in (f"{CHANNEL}{each.channels}", language if language in series else LANGUAGE):
            day[name] += each.count
    total = sum(each.count for each in counted)
    empty = dict.fromkeys(series, 0)
    table = [(day, days.get(day, empty)) for day in source.span.days] if counted else []
    rows: list[Row] = [
        (linked(day.isoformat(), to_day(day)), *row.values(), _all(row)) for day, row in table
    ]
    said = (
        f"{english.many(total, 'conversation')} began."
        if total
        else "No conversation began in these days."
    )
    charts = day_charts(table, series) if total else ()
    return Sheet("Conversations a day", said, ("Day", *series.values(), "All"), rows, charts)


def _all(row: Mapping[str, int]) -> int:
    return sum(count for name, count in row.items() if name.startswith(CHANNEL))


def how_far(source: Source) -> Sheet:
    places = progress.funnel(source.archive, source.span, path_of(source.flow), source.now)
    began, done = places[0].reached, places[-1].reached
    named = [(english.place(source.flow.prompts, place.step), place) for place in places]
    rows: list[Row] = [
        (name, place.reached, place.asked, place.stopped, place.under_way, place.to_a_person)
        for name, place in named
        if began
    ]
    said = (
        f"Of {english.many(began, 'conversation')} {done} came to a result ({share(done, began)})."
    )
    title = "How far people get"
    drawn = [
        Bar(
            name,
            place.reached,
            f"{place.reached} ({share(place.reached, began)})",
            0,
            to(source.span, **({"reached": place.step} if at else {})),
        )
        for at, (name, place) in enumerate(named)
    ]
    stops = [
        Bar(name, place.stopped, str(place.stopped), 1, to(source.span, step=place.step))
        for name, place in named
        if place.stopped
    ]
    charts = [bars("far", title, said, drawn)] if began else []
    if stops:
        charts.append(
            bars(
                "stops",
                "Where they stop",
                "Conversations in which nothing was said for a day, by question.",
                stops,
            )
        )
    header = (
        "Question",
        "Got this far",
        "Were asked",
        "Stopped here",
        "Under way",
        "Asked for a call here",
    )
    aside = (
        "A question is left out when it can change nothing, so fewer are asked than got this far. "
        "Stopped: nothing was said for a day."
    )
    return Sheet(
        title,
        said if began else "No conversation began in these days.",
        header,
        rows,
        charts,
        aside,
    )


def not_understood(source: Source) -> Sheet:
    called = partial(english.place, source.flow.prompts)
    found = progress.missed(source.archive, source.span, most=10 if source.words else 0)
    rows: list[Row] = []
    for each in found:
        said_so = [
            (linked(answer, _said_so(source, each.step, answer)), times)
            for answer, times in each.answers
            if answer
        ]
        shown = [
            *said_so,
            *(("(no words)", times) for answer, times in each.answers if not answer),
        ] or [("", 0)]
        rows += [
            (
                linked(called(each.step), to(source.span, missed=each.step)),
                each.misses,
                each.silences,
                *((answer, times) if source.words else ()),
            )
            for answer, times in shown
        ]
    title = "What was not understood"
    misses = sum(each.misses for each in found)
    said = (
        f"{english.many(misses, 'answer')} could not be understood. This is the list for better"
        " wording."
    )
    drawn = [
        Bar(called(each.step), each.misses, str(each.misses), 1, to(source.span, missed=each.step))
        for each in found
        if each.misses
    ]
    header = (
        "Question",
        "Not understood",
        "Nothing heard",
        *(("What they said", "Times") if source.words else ()),
    )
    aside = "" if source.words else "Reviewers and administrators also see what was said."
    charts = [bars("missed", title, said, drawn)] if drawn else []
    return Sheet(
        title,
        said if rows else "Everything was understood in these days.",
        header,
        rows,
        charts,
        aside,
        same=3,
    )


def time_to_finish(source: Source) -> Sheet:
    found = figures.paces(source.archive, source.span)
    names = {"": "All together"} | {
        key: words.capitalize() for key, words in english.CHANNELS.items() if key
    }
    rows = [
        (names[pace.channels], pace.finished, int(pace.median), lasting(pace.median))
        for pace in found
    ]
    title = "Time to the result"
    said = (
        f"Half of them had their result after {rows[-1][3]}."
        if rows
        else "Nobody came to a result in these days."
    )
    drawn = [
        Bar(
            names[pace.channels], int(pace.median), lasting(pace.median), 2, _finished(source, pace)
        )
        for pace in found
    ]
    charts = [bars("time", title, said, drawn)] if rows else []
    header = ("By", "Came to a result", "Median in seconds", "Half took less than")
    return Sheet(
        title,
        said,
        header,
        rows,
        charts,
        "From the first word to the first result, with all pauses.",
    )


def _finished(source: Source, pace: figures.Pace) -> str:
    """Those who came to a result by this channel."""
    only = {"sms": "sms_only", "voice": "voice_only"}
    end = path_of(source.flow).steps[-1]
    channel = only.get(pace.channels, pace.channels)
    return to(source.span, reached=end, **({"channel": channel} if channel else {}))


def lasting(seconds: float) -> str:
    """ "40 seconds", "2 minutes 20 seconds", "3 hours 5 minutes", "2 days 1 hour"."""
    left, parts = int(seconds), []
    for name, length in UNITS.items():
        parts.append((left // length, name))
        left %= length
    first = next((at for at, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return (
        " ".join(english.many(*part) for part in parts[first : first + 2] if part[0]) or "0 seconds"
    )


def _said_so(source: Source, step: str, answer: str) -> str:
    """What stands for a number was never said: its conversations are those that were not understood
    there."""
    words = {} if "(number)" in answer else {"q": answer}
    return to(source.span, missed=step, **words)
