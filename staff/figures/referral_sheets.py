"""The figures of referrals: from being told of a program to being enrolled, by program and month,
and by who they are."""

from __future__ import annotations

from collections.abc import Iterable

from bot.archive.read.lists import referral_lists as kept
from bot.archive.read.lists.filters import NONE
from bot.archive.read.lists.referral_lists import Way
from staff.case.answer_lines import in_words
from staff.case.matches import short_name
from staff.figures.charts import Bar, bars
from staff.figures.links import linked, to
from staff.figures.source import Row, Sheet, Source, share
from staff.frame import labels as english

STEPS = ("Told", "Reached", "Enrolled", "Share enrolled")
NOBODY = "Nobody was told of a program in these days."
ASIDE = (
    "Told: the bot or a person named the program in these days. Reached: somebody got through to"
    " it, whatever came of it. Each conversation counts once for a program, where it stands now."
)


def by_program(source: Source) -> Sheet:
    found = kept.ways(source.archive, source.span)
    address = {way.program: to(source.span, program=way.program) for way in found}
    rows: list[Row] = [
        (
            linked(short_name(source.flow, way.program), address[way.program]),
            way.month,
            *_counts(way),
        )
        for way in found
    ]
    title, all_ways = "Referrals by program and month", _summed(found)
    said = _said(all_ways)
    sums = _by_name(found)
    drawn = [
        bar
        for program, way in sums.items()
        for bar in _bars(short_name(source.flow, program), way, address[program])
    ]
    charts = [bars("referrals", title, said, drawn)] if rows else []
    header = ("Program", "Month", *STEPS)
    return Sheet(title, said if rows else NOBODY, header, rows, charts, ASIDE)


def by_person(source: Source) -> Sheet:
    rows: list[Row] = []
    drawn: list[Bar] = []
    for what, title in (("town", "Town"), ("language", "Language"), ("needs", "Need")):
        for name, way in sorted(kept.ways_by(source.archive, source.span, what).items()):
            address = to(source.span, **{"need" if what == "needs" else what: name or NONE})
            who = _named(source, what, name)
            rows.append((title, linked(who, address), *_counts(way)))
            told = f"{way.told} told, {way.enrolled} enrolled"
            drawn.append(Bar(f"{title}: {who}", way.told, told, 0, address))
    said = "Who was told, reached and enrolled, by town, language and need."
    title = "Referrals by who they are"
    charts = [bars("referrals-by-person", title, said, drawn)] if rows else []
    return Sheet(
        title, said if rows else NOBODY, ("By", "Who", *STEPS), rows, charts, ASIDE, same=1
    )


def _named(source: Source, what: str, name: str) -> str:
    if what == "language":
        return source.flow.languages.name(name) or "not known"
    if what == "needs":
        return in_words(source.flow.prompts, "needs", [name])
    return in_words(source.flow.prompts, "town", name) if name else "not known"


def _counts(way: Way) -> tuple[int, int, int, str]:
    return way.told, way.reached, way.enrolled, share(way.enrolled, way.told)


def _bars(name: str, way: Way, address: str) -> Iterable[Bar]:
    for color, (words, count) in enumerate(
        (("told", way.told), ("reached", way.reached), ("enrolled", way.enrolled))
    ):
        yield Bar(f"{name}: {words}", count, str(count), color, address)


def _by_name(found: Iterable[Way]) -> dict[str, Way]:
    sums: dict[str, Way] = {}
    for way in found:
        sums.setdefault(way.program, Way(way.program, "")).states.update(way.states)
    return sums


def _summed(found: Iterable[Way]) -> Way:
    whole = Way("", "")
    for way in found:
        whole.states.update(way.states)
    return whole


def _said(way: Way) -> str:
    return (
        f"Told of a program {english.many(way.told, 'time')}: {way.reached} reached it,"
        f" {way.enrolled} are enrolled."
    )
