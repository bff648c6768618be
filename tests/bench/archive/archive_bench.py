"""The archive at two sizes, side by side in one run: how fast it takes turns, how long staff wait,
what an export holds."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from rich.progress import track

from bot.archive.database import Archive
from bot.archive.write.turn_rows import read
from bot.archive.write.writer import keep
from bot.config.load_settings import load
from bot.conversation.turns import Desk
from bot.redis.connection import server as redis_server
from bot.redis.store import Store
from bot.redis.stored import Entry
from bot.wiring import put_together
from tests.bench.archive.archive_databases import (
    NO_SERVER,
    POSTGRESQL,
    SQLITE,
    Make,
    in_files,
    on_server,
)
from tests.bench.archive.archive_export import export
from tests.bench.archive.archive_fill import Conversation, conversations, entries, fill
from tests.bench.archive.archive_pages import Often, Seldom, compare, pages
from tests.bench.archive.archive_report import Archives, Database, Exported, Page
from tests.bench.load.load_callers import CALLERS, record
from tests.bench.load.load_parents import PARENTS, script
from tests.bench.memory import listening, text_all

# Besides the parents and callers of the load: somebody who wants a call, somebody in danger, and
# one of whom all is rare.
CALL_ME = ["im pregnant", "in 14 MONTHS!", "march 5", "yes", "call me", "Ana", "morning"]
IN_DANGER = ["im 5 months pregnant w my first in 06106", "i want to die", "1", "food"]
SELDOM = Seldom("wintergreen", "Griswold", "young_parents_program")
HER_TEXTS = [
    f"im pregnant and i love {SELDOM.word}",
    "march 5",
    "yes",
    SELDOM.town,
    "1",
    "yes",
    "1",
]
OFTEN = Often("pregnant hartford", "pregnant apoyo")
# As many as the archiver takes from a partition at once, and one alone.
BATCHES = (100, 1)


def measure(folder: Path, sizes: tuple[int, int], times: int, written: int) -> Archives:
    """`sizes` in turns; each page is asked for so many `times`, and so many turns are `written` in
    each way."""
    found, missing = {}, ""
    with ExitStack() as stack:
        told, seldom = _talks(stack, folder)
        makes: dict[str, Make | None] = {
            SQLITE: in_files(folder),
            POSTGRESQL: stack.enter_context(on_server(folder)),
        }
        for name, make in makes.items():
            if make:
                found[name] = _database(name, make, (told, seldom), sizes, times, written)
            else:
                missing = NO_SERVER
    return Archives(sizes, found, missing)


def _talks(stack: ExitStack, folder: Path) -> tuple[list[Conversation], Conversation]:
    """Whole conversations, talked for real; last the one with the rare word."""
    home = folder / "talks"
    home.mkdir()
    redis = redis_server.ensure(home, "everysec")
    stack.callback(redis_server.stop, home)
    Store(redis.url).prepare()
    desk = put_together(load({"DATA_DIR": str(home), "REDIS_URL": redis.url})).desk
    told = [*_by_text(desk, redis.url), *_by_call(desk, redis.url)]
    return told[1:], told[0]


def _by_text(desk: Desk, url: str) -> list[Conversation]:
    desk, commits = listening(desk, url)
    text_all(
        desk, [HER_TEXTS, CALL_ME, IN_DANGER, *(script(desk.flow, parent) for parent in PARENTS)]
    )
    return conversations(commits)


def _by_call(desk: Desk, url: str) -> list[Conversation]:
    desk, commits = listening(desk, url)
    for caller in CALLERS.values():
        record(desk, caller)
    return conversations(commits)


def _database(
    name: str,
    make: Make,
    talks: tuple[Sequence[Conversation], Conversation],
    sizes: tuple[int, int],
    times: int,
    written: int,
) -> Database:
    archives, filled, asks = {}, {}, {}
    for size in track(sizes, f"Filling {name}", transient=True):
        archive, began = make(f"turns_{size}"), time.perf_counter()
        sessions = fill(archive, *talks, size)
        archives[size], filled[size] = archive, time.perf_counter() - began
        asks[size] = (archive, pages(archive, sessions, OFTEN, SELDOM))
    took = compare(asks, times)
    asked = {page: Page(*(median(spent[size]) for size in sizes)) for page, spent in took.items()}
    exports = {size: Exported(*export(archive)) for size, archive in archives.items()}
    rates = {size: _rates(archive, talks[0], written) for size, archive in archives.items()}
    for archive in archives.values():
        archive.close()
    return Database(filled, asked, exports, rates)


def _rates(archive: Archive, told: Sequence[Conversation], count: int) -> Mapping[int, float]:
    """Turns a second, by how many are written at once."""
    return {
        at_once: _rate(archive, list(itertools.islice(_new(told), count)), at_once)
        for at_once in BATCHES
    }


def _new(told: Sequence[Conversation]) -> Iterator[Entry]:
    for conversation in itertools.cycle(told):
        yield from entries(conversation)


def _rate(archive: Archive, new: Sequence[Entry], at_once: int) -> float:
    began = time.perf_counter()
    for start in range(0, len(new), at_once):
        with archive.writing() as connection:
            keep(connection, [read(entry) for entry in new[start : start + at_once]])
    return len(new) / (time.perf_counter() - began)
