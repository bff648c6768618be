"""Sheets about what came of conversations: programs, promises, safety."""

from __future__ import annotations

from bot.archive.read import figures
from bot.archive.read.lists.filters import AHEAD, KEPT, LATE, MISSED, NONE
from staff.case.matches import short_name
from staff.figures.charts import Bar, bars
from staff.figures.links import linked, to
from staff.figures.source import Sheet, Source, share
from staff.frame import labels as english

PROMISES = {
    KEPT: "Kept in time",
    LATE: "Done, but later than promised",
    MISSED: "Not done, and the time is over",
    AHEAD: "Still to come",
}
COLORS = {KEPT: 2, LATE: 1, MISSED: 3, AHEAD: 0}


def matched(source: Source) -> Sheet:
    found = figures.matches(source.archive, source.span)
    named = [
        (linked(short_name(source.flow, program), to(source.span, program=program)), count)
        for program, count in found.programs.items()
    ]
    rows: list[tuple[str, int, str]] = [
        (name, count, share(count, found.told)) for name, count in named
    ]
    nothing = linked("No program", to(source.span, program=NONE))
    rows += [(nothing, found.none, share(found.none, found.told))] if found.none else []
    said = (
        f"{english.many(found.told, 'conversation')} came to a result, {found.none} of them to no"
        " program."
    )
    title = "What was matched"
    drawn = [
        Bar(name, count, f"{count} ({part})", 0, getattr(name, "href", ""))
        for name, count, part in rows
    ]
    charts = [bars("matched", title, said, drawn)] if rows else []
    aside = (
        "A program counts where it fits or may fit, also where another one that does the same was"
        " told instead."
    )
    header = ("Program", "Conversations", "Of those with a result")
    return Sheet(
        title,
        said if rows else "No conversation came to a result in these days.",
        header,
        rows,
        charts,
        aside,
    )


def promises(source: Source) -> Sheet:
    found = figures.promises(source.archive, source.span, source.now)
    due = sum(found[name] for name in (KEPT, LATE, MISSED))
    rows = [(PROMISES[name], count) for name, count in found.items()] if any(found.values()) else []
    title = "Promises kept in time"
    said = (
        f"{found[KEPT]} of {english.many(due, 'promise')} kept in time ({share(found[KEPT], due)})."
    )
    drawn = [
        Bar(PROMISES[name], count, str(count), COLORS[name], to(source.span, promise=name))
        for name, count in found.items()
    ]
    charts = [bars("promises", title, said, drawn)] if rows else []
    aside = (
        "Calls promised in these days. Kept: closed before the end of the time that was promised."
    )
    return Sheet(
        title,
        said if rows else "No call was promised in these days.",
        ("Promise", "Calls"),
        rows,
        charts,
        aside,
    )


def safety(source: Source) -> Sheet:
    found = figures.dangers(source.archive, source.span)
    rows = [
        (
            linked(english.DANGERS.get(each.kind, each.kind), to(source.span, danger=each.kind)),
            *(each.moments, each.conversations, each.certain, each.confirmed, each.denied),
        )
        for each in found
    ]
    title = "Safety moments"
    said = f"Urgent words were heard {english.many(sum(each.moments for each in found), 'time')}."
    drawn = [
        Bar(name.capitalize(), moments, str(moments), 1, name.href) for name, moments, *_ in rows
    ]
    charts = [bars("safety", title, said, drawn)] if rows else []
    columns = ("Kind", "Moments", "Conversations", "Certain", "Asked: yes", "Asked: no")
    return Sheet(
        title, said if rows else "No urgent words were heard in these days.", columns, rows, charts
    )
