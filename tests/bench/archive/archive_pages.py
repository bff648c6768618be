"""What staff wait for: the pages of the console, asked of the archive as the console asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.archive.database import Archive
from bot.archive.read import case
from bot.archive.read.lists import inbox_needs as needs
from bot.archive.read.lists import listing
from bot.archive.read.lists.filters import Wanted
from bot.archive.read.lists.index_walk import Mark
from bot.archive.read.searching import search

_PAGE, _FIRST_NEEDS, _MOST_COUNTED = 30, 15, 100

Ask = Callable[[Connection], Any]


class Often(Struct, frozen=True):
    """Words that many conversations have: in one turn, and only in different ones."""

    together: str
    apart: str


class Seldom(Struct, frozen=True):
    """What as many conversations have whatever the size: all of it in the same ones."""

    word: str
    town: str
    program: str


IN_SPANISH = Wanted(language="es", channel="sms")
# Whoever gets this program here is a caller, or does not speak Spanish.
NEVER = Wanted(program="iap", language="es", channel="sms", town="Hartford", disposition="matched")


def _inbox(connection: Connection) -> None:
    case.names(connection)
    _needed(connection, Wanted())
    listing.read(connection, Wanted(), None, _PAGE, handed_over=False)
    needs.count(connection, _MOST_COUNTED)


def _needed(connection: Connection, wanted: Wanted) -> None:
    needs.read(connection, wanted, datetime.now(UTC), None, _FIRST_NEEDS)


def _listed(wanted: Wanted) -> Ask:
    return lambda connection: listing.read(connection, wanted, None, _PAGE)


def _searched(text: str, wanted: Wanted | None = None) -> Ask:
    return lambda connection: search.read(connection, text, wanted or Wanted(), None, _PAGE)


def _half_way(archive: Archive, sessions: Sequence[str]) -> Mapping[str, Ask]:
    with archive.reading() as connection:
        found = case.read(connection, sessions[len(sessions) // 2])
    assert found
    mark = Mark(found.row.last_at, found.row.id)
    return {
        "the inbox, half way back": lambda connection: listing.read(
            connection, Wanted(), mark, _PAGE
        ),
        "the inbox in Spanish, half way back": lambda connection: listing.read(
            connection, IN_SPANISH, mark, _PAGE
        ),
    }


def pages(
    archive: Archive, sessions: Sequence[str], often: Often, seldom: Seldom
) -> Mapping[str, Ask]:
    """Each page by its name."""
    others, word, rare = (
        cycle(sessions[:: max(1, len(sessions) // 97)]),
        often.together.split()[0],
        Wanted(town=seldom.town),
    )
    return {
        "the inbox": _inbox,
        "the inbox in Spanish, by text": _listed(IN_SPANISH),
        **_half_way(archive, sessions),
        "the inbox, a program of many": _listed(Wanted(program="wic")),
        "the inbox, a rare program": _listed(Wanted(program=seldom.program)),
        "the inbox, a program of nobody": _listed(Wanted(program="none")),
        "the inbox, a rare program and town": _listed(replace(rare, program=seldom.program)),
        "the inbox, a rare program, never in Spanish": _listed(
            Wanted(program=seldom.program, language="es")
        ),
        "the inbox, what is common but never together": _listed(NEVER),
        "the inbox, what needs a person in a rare town": lambda connection: _needed(
            connection, rare
        ),
        f"a search, {len(often.together.split())} words said often": _searched(often.together),
        "a search, a word said often": _searched(word),
        "a search, a word said seldom": _searched(seldom.word),
        "a search, words said often and seldom": _searched(f"{word} {seldom.word}"),
        "a search, words said often but never together": _searched(often.apart),
        "a search, a word that nobody said": _searched("xylophone"),
        "a search, a word said often, in a rare town": _searched(word, rare),
        "a search, a word said often, a program of nobody": _searched(word, Wanted(program="none")),
        "a search, a word said seldom, never in Spanish": _searched(
            seldom.word, Wanted(language="es")
        ),
        "a case": lambda connection: case.read(connection, next(others)),
    }


def compare(
    archives: Mapping[int, tuple[Archive, Mapping[str, Ask]]], times: int
) -> dict[str, dict[int, list[float]]]:
    """Seconds that each page took, by size of the archive: in turns, so that whatever else goes on
    here slows them alike."""
    names = list(next(iter(archives.values()))[1])
    took: dict[str, dict[int, list[float]]] = {
        name: {size: [] for size in archives} for name in names
    }
    for time_no in range(times + 1):
        for name in names:
            for size, (archive, asks) in archives.items():
                spent = _time(archive, asks[name])
                if time_no:  # the first one is to warm up
                    took[name][size].append(spent)
    return took


def _time(archive: Archive, ask: Ask) -> float:
    with archive.reading() as connection:
        began = time.perf_counter()
        ask(connection)
        return time.perf_counter() - began
