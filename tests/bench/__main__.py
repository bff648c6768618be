"""`make bench`: in one run, side by side, what our whole durable turn costs beside the smallest signed reply.

Times mean nothing by themselves (another machine, another hour); ratios do. The servers are loaded one after the other,
round after round, and compared within each round.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import track

from bot import logs
from bot.cli import BLOCKING_THREADS
from bot.settings import load
from bot.stored import Commit
from bot.wiring import Parts, put_together
from tests.bench.load import drive, sign
from tests.bench.memory import Bytes, fill, open_turns
from tests.bench.parents import PARENTS, Crowd, script
from tests.bench.report import Found, Round, show
from tests.bench.servers import Server, floor, ours
from tests.bench.stages import measure
from tests.program import TOKEN

FEW = 1_000


@click.command()
@click.option("--rounds", default=12, show_default=True, help="How often each server is loaded.")
@click.option("--texts", default=1_500, show_default=True, help="Texts in each round.")
@click.option("--sessions", default=100_000, show_default=True, help="Open sessions where there are many.")
@click.option("--workers", default=1, show_default=True)
@click.option("--threads", default=BLOCKING_THREADS, show_default=True, help="Blocking threads of each worker.")
@click.option("--quick", is_flag=True, help="Whether it runs, within seconds; its figures say little.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures here too.")
def main(rounds: int, texts: int, sessions: int, workers: int, threads: int, quick: bool, json_file: Path | None) -> None:
    if quick:
        rounds, texts, sessions = 2, 100, 300
    logs.configure(production=True, level="error")
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder, size = Path(name), (workers, threads)
        first = stack.enter_context(ours("ours", folder / "few", "everysec", *size))
        many = stack.enter_context(ours(f"ours, {sessions:,} sessions", folder / "many", "everysec", *size))
        always = stack.enter_context(ours("ours, appendfsync always", folder / "always", "always", *size))
        contenders = [stack.enter_context(floor(*size)), first, always, many]
        parts = _parts(first)
        scripts = [script(parts.desk.flow, parent) for parent in PARENTS]
        turns = open_turns(parts.desk, first.settings["REDIS_URL"], scripts)
        for server in (first, always):
            _fill(server, turns, min(FEW, sessions))
        bytes_ = _fill(many, turns, sessions)
        crowd = Crowd(scripts)
        for server in contenders:
            _load(server, crowd, texts // 3)  # warm
        taken: dict[str, list[Round]] = {server.name: [] for server in contenders}
        for _ in track(range(rounds), "Rounds", transient=True):
            for server in contenders:
                taken[server.name].append(_load(server, crowd, texts))
        found = Found(
            settings={"workers": workers, "threads": threads, "connections": 16, "rounds": rounds, "texts a round": texts},
            rounds=taken,
            stages=measure(parts, _signed(first, crowd, texts)),
            sessions=sessions,
            bytes=bytes_,
        )
    show(found, Console())
    if json_file:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode(found)))


def _parts(server: Server) -> Parts:
    """The service as this server has it, in this process."""
    return put_together(load(server.settings))


def _fill(server: Server, turns: Sequence[Commit], count: int) -> Bytes:
    return fill(_parts(server).desk.store, server.settings["REDIS_URL"], turns, count)


def _signed(server: Server, crowd: Crowd, texts: int) -> list[list[bytes]]:
    return [sign(server.port, TOKEN, forms) for forms in crowd.conversations(texts)]


def _load(server: Server, crowd: Crowd, texts: int) -> Round:
    requests = _signed(server, crowd, texts)
    cpu, redis_cpu = server.cpu(), server.redis_cpu()
    took = drive(server.port, requests)
    return Round.of(took, server.cpu() - cpu, server.redis_cpu() - redis_cpu)


if __name__ == "__main__":
    main()
