"""`make bench`: in one run, side by side, what our whole durable turn costs beside the smallest
signed reply; and whether staff wait longer when the archive is full.

Times mean nothing by themselves (another machine, another hour); ratios do. The servers are loaded
one after the other, with texts and with calls, round after round, and compared within each round;
so are the pages of a small and a large archive.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import track

from bot.config.load_settings import load
from bot.process import logs
from bot.process.bulkhead import THREADS
from bot.redis.stored import Commit
from bot.wiring import Parts, put_together
from tests.bench.archive import archive_bench as archive
from tests.bench.archive import archive_report
from tests.bench.archive.archive_report import Archives
from tests.bench.beside import busy_disk, kinds, start
from tests.bench.load.crowd import Crowd, phone_numbers
from tests.bench.load.load_bench import Signed, drive, sign
from tests.bench.load.load_callers import CALLERS, calling, record
from tests.bench.load.load_parents import PARENTS, script, texting
from tests.bench.memory import Bytes, fill, listening, text_all
from tests.bench.report import Found, Round, Side, show
from tests.bench.servers import Server, floor, ours, plain
from tests.bench.stages import measure
from tests.started_program import TOKEN

FEW = 1_000
# Requests a round to each second of the busy disk: some twenty seconds of it, in a quick run two.
BUSY = 75
# Turns in the smaller archive; how often each page is asked for, and how many turns are written.
SMALL, ASKED, WRITTEN = 10_000, 15, 2_000


@dataclass
class Load:
    """One kind of people and the servers they turn to, the floor first."""

    crowd: Crowd
    servers: Sequence[Server]
    bytes: Bytes
    rounds: dict[str, list[Round]] = field(default_factory=dict)

    def signed(self, server: Server, posts: int) -> list[list[Signed]]:
        return [
            sign(server.port, TOKEN, conversation)
            for conversation in self.crowd.conversations(posts)
        ]

    def on(self, server: Server, posts: int) -> Round:
        requests = self.signed(server, posts)
        cpu, redis_cpu = server.cpu(), server.redis_cpu()
        took = drive(server.port, requests, exact=not server.deaf)
        return Round.of(took, server.cpu() - cpu, server.redis_cpu() - redis_cpu)

    def found(self, parts: Parts, posts: int) -> Side:
        return Side(self.rounds, measure(parts, self.signed(self.servers[1], posts)), self.bytes)


@click.command()
@click.option("--rounds", default=12, show_default=True, help="How often each server is loaded.")
@click.option(
    "--requests",
    default=1_500,
    show_default=True,
    help="Texts, and requests of calls, in each round.",
)
@click.option(
    "--sessions",
    default=100_000,
    show_default=True,
    help="Open sessions where there are many, half of them calls.",
)
@click.option("--workers", default=1, show_default=True)
@click.option(
    "--threads",
    default=THREADS,
    show_default=True,
    help="Blocking threads of each worker of the floor.",
)
@click.option(
    "--archived", default=1_000_000, show_default=True, help="Turns in the larger archive."
)
@click.option(
    "--only",
    type=click.Choice(["turns", "archive"]),
    help="Only what a turn costs, or only the archive.",
)
@click.option(
    "--quick", is_flag=True, help="Whether it runs, within seconds; its figures say little."
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the figures here too.",
)
def main(
    rounds: int,
    requests: int,
    sessions: int,
    workers: int,
    threads: int,
    archived: int,
    only: str | None,
    quick: bool,
    json_file: Path | None,
) -> None:
    if quick:
        rounds, requests, sessions, archived = 2, 100, 300, 400
    logs.configure(production=True, level="error")
    found: dict[str, Found | Archives] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        if only != "archive":
            found["turns"] = turns = _turns(
                Path(name), rounds, requests, sessions, (workers, threads)
            )
            show(turns, Console())
        if only != "turns":
            times, written = (2, 100) if quick else (ASKED, WRITTEN)
            found["archive"] = archives = archive.measure(
                Path(name), (min(SMALL, archived // 2), archived), times, written
            )
            archive_report.show(archives, Console())
    if json_file:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(found)))


def _turns(folder: Path, rounds: int, requests: int, sessions: int, size: tuple[int, int]) -> Found:
    workers, threads = size
    with ExitStack() as stack:
        first = stack.enter_context(ours("ours", folder / "few", "everysec", workers))
        many = stack.enter_context(
            ours(f"ours, {sessions:,} sessions", folder / "many", "everysec", workers)
        )
        always = stack.enter_context(
            ours("ours, appendfsync always", folder / "always", "always", workers)
        )
        started = start.measured(first)
        beside = stack.enter_context(plain(folder / "plain", *size))
        servers = (stack.enter_context(floor(*size)), first, always, beside, many)
        parts = _parts(first)
        texts, calls = _loads(parts, servers, sessions)
        _take_turns((texts, calls), rounds, requests)
        settings = {
            "workers": workers,
            "threads": threads,
            "connections": 16,
            "rounds": rounds,
            "requests a round": requests,
        }
        each, garbage = kinds.measure(parts, first.settings["REDIS_URL"], requests // 4)
        lines = (
            *kinds.sentences(garbage),
            started,
            *busy_disk.measured(folder / "busy", requests / BUSY),
        )
        sides = (texts.found(parts, requests), calls.found(parts, requests))
        return Found(settings, *sides, sessions, each, lines)


def _parts(server: Server) -> Parts:
    """The service as this server has it, in this process."""
    return put_together(load(server.settings))


def _loads(parts: Parts, servers: Sequence[Server], sessions: int) -> tuple[Load, Load]:
    """Texts for all of the servers, whose Redis is filled first; calls for the floor and for
    ours."""
    floor, first, always, _beside, many = servers
    numbers, url = phone_numbers(), first.settings["REDIS_URL"]
    scripts = [script(parts.desk.flow, parent) for parent in PARENTS]
    desk, by_text = listening(parts.desk, url)
    text_all(desk, scripts)
    desk, by_call = listening(parts.desk, url)
    recorded = [record(desk, caller) for caller in CALLERS.values()]
    for server in (first, always):
        _fill(server, by_text + by_call, min(FEW, sessions))
    of_a_text, of_a_call = (_fill(many, turns, sessions // 2) for turns in (by_text, by_call))
    texts = Load(Crowd(numbers, [texting(texts) for texts in scripts]), servers, of_a_text)
    return texts, Load(
        Crowd(numbers, [calling(posts) for posts in recorded]), (floor, first), of_a_call
    )


def _fill(server: Server, turns: Sequence[Commit], count: int) -> Bytes:
    return fill(_parts(server).desk.store, server.settings["REDIS_URL"], turns, count)


def _take_turns(loads: Sequence[Load], rounds: int, requests: int) -> None:
    each = [(people, server) for people in loads for server in people.servers]
    for people, server in each:
        people.on(server, requests // 3)  # warm
    for _ in track(range(rounds), "Rounds", transient=True):
        for people, server in each:
            people.rounds.setdefault(server.name, []).append(people.on(server, requests))


if __name__ == "__main__":
    main()
