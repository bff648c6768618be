"""What staff wait for: the pages of the console, asked of the archive as the console asks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from sqlalchemy import Connection

from bot.archive import case, listing, needs, search
from bot.archive.database import Archive
from bot.archive.wanted import Wanted

_PAGE, _FIRST_NEEDS, _MOST_COUNTED = 30, 15, 100

Ask = Callable[[Connection], Any]


def _inbox(connection: Connection) -> None:
    case.names(connection)
    needs.read(connection, Wanted(), datetime.now(UTC), None, _FIRST_NEEDS)
    listing.read(connection, Wanted(), None, _PAGE, handed_over=False)
    needs.count(connection, _MOST_COUNTED)


def _listed(wanted: Wanted) -> Ask:
    return lambda connection: listing.read(connection, wanted, None, _PAGE)


def _half_way(connection: Connection, sessions: Sequence[str]) -> Ask:
    found = case.read(connection, sessions[len(sessions) // 2])
    assert found
    mark = listing.Mark(found.row.last_at, found.row.id)
    return lambda later: listing.read(later, Wanted(), mark, _PAGE)


def _searched(text: str, wanted: Wanted | None = None) -> Ask:
    return lambda connection: search.read(connection, text, wanted or Wanted(), None, _PAGE)


def pages(archive: Archive, sessions: Sequence[str], often: str, seldom: str) -> Mapping[str, Ask]:
    """Each page by its name. `often` are words of many conversations, `seldom` is a word of as many whatever the size."""
    others = cycle(sessions[:: max(1, len(sessions) // 97)])
    with archive.reading() as connection:
        half_way = _half_way(connection, sessions)
    return {
        "the inbox": _inbox,
        "the inbox in Spanish, by text": _listed(Wanted(language="es", channel="sms")),
        "the inbox, half way back": half_way,
        f"a search, {len(often.split())} words said often": _searched(often),
        "a search, a word said often": _searched(often.split()[0]),
        "a search, a word said seldom": _searched(seldom),
        "a search, words never said together": _searched(f"{often} {seldom}"),
        "a case": lambda connection: case.read(connection, next(others)),
    }


def compare(archives: Mapping[int, tuple[Archive, Mapping[str, Ask]]], times: int) -> dict[str, dict[int, list[float]]]:
    """Seconds that each page took, by size of the archive: in turns, so that whatever else goes on here slows them alike."""
    names = list(next(iter(archives.values()))[1])
    took: dict[str, dict[int, list[float]]] = {name: {size: [] for size in archives} for name in names}
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
