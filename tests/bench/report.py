"""What the bench found: figures side by side, and the tables of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from tests.bench.beside.kinds import Kind
from tests.bench.beside.kinds import table as kinds_table
from tests.bench.load.load_bench import Took
from tests.bench.memory import Bytes
from tests.bench.stages import WHOLE

SIZES = ("whole", "session", "reply", "other")


class Round(Struct, frozen=True):
    """One server in one round."""

    rate: float
    p50: float
    p99: float
    cpu: float
    redis_cpu: float
    generator: float

    @classmethod
    def of(cls, took: Took, cpu: float, redis_cpu: float) -> Round:
        posts = len(took.each)
        return cls(
            took.rate,
            took.percentile(50),
            took.percentile(99),
            cpu / posts,
            redis_cpu / posts,
            took.cpu / took.whole,
        )


class Side(Struct, frozen=True):
    """Texts, or calls: rounds by server, the first of them the floor; CPU microseconds by stage;
    bytes of an open session."""

    rounds: Mapping[str, Sequence[Round]]
    stages: Mapping[str, float]
    bytes: Bytes

    @property
    def floor(self) -> str:
        return next(iter(self.rounds))

    def middle(self, server: str, figure: str) -> float:
        return median(getattr(one, figure) for one in self.rounds[server])

    def whole_cpu(self, server: str) -> float:
        """Seconds a request, Redis included."""
        return self.middle(server, "cpu") + self.middle(server, "redis_cpu")


class Found(Struct, frozen=True):
    """Everything; `sessions` are those of the fullest Redis."""

    settings: Mapping[str, int]
    texts: Side
    calls: Side
    sessions: int
    kinds: Mapping[str, Kind]
    beside: Sequence[str]
    """What else is told of this run, in sentences."""

    @property
    def sides(self) -> Mapping[str, Side]:
        return {"texts": self.texts, "calls": self.calls}


def ratio(mine: Sequence[Round], others: Sequence[Round], figure: str) -> float:
    """The median over the rounds of a figure to the other's in the same round."""
    return median(
        getattr(one, figure) / (getattr(other, figure) or 1)
        for one, other in zip(mine, others, strict=True)
    )


def show(found: Found, console: Console) -> None:
    for table in (_servers(found), kinds_table(found.kinds), _stages(found), _bytes(found)):
        console.print(table)
    for line in (*_sentences(found), *found.beside):
        console.print(line)


def _sentences(found: Found) -> Iterator[str]:
    texts, calls = found.texts.rounds, found.calls.rounds
    floor, ours, *_, plain, many = texts
    served, full = ratio(texts[ours], texts[floor], "rate"), ratio(texts[many], texts[ours], "rate")
    yield (
        f"A whole durable turn serves [bold]{served:.2f}[/bold] of the {floor}'s requests a second;"
        f" with {found.sessions:,} sessions in Redis {full:.2f} of its own with few."
    )
    whole = {name: found.texts.whole_cpu(name) for name in (floor, ours, plain)}
    yield (
        f"With Redis it costs [bold]{whole[ours] / whole[floor]:.2f}[/bold] of the {floor}'s CPU"
        f" and {whole[ours] / whole[plain]:.2f} of the {plain}'s."
    )
    served, beside = (
        ratio(calls[ours], calls[floor], "rate"),
        ratio(calls[ours], texts[ours], "rate"),
    )
    yield (
        f"A turn of a call serves [bold]{served:.2f}[/bold] of the {floor}'s requests a second with"
        f" the same forms, and {beside:.2f} of a text's."
    )


def _servers(found: Found) -> Table:
    settings = ", ".join(f"{value:,} {name}" for name, value in found.settings.items())
    table = Table(
        title=f"Side by side ({settings}): medians, and in bold the ratio to the floor",
        title_justify="left",
    )
    for head in ("", "requests/s", "p50 ms", "p99 ms", "CPU µs", "Redis CPU µs", "load's CPU"):
        table.add_column(head, justify="right" if head else "left")
    for name, side in found.sides.items():
        table.add_section()
        table.add_row(f"[italic]{name}")
        for server in side.rounds:
            table.add_row(server, *_figures(side, server))
    return table


def _figures(side: Side, server: str) -> Iterator[str]:
    for figure, factor in (("rate", 1), ("p50", 1e3), ("p99", 1e3), ("cpu", 1e6)):
        value, to_floor = (
            side.middle(server, figure) * factor,
            ratio(side.rounds[server], side.rounds[side.floor], figure),
        )
        yield f"{value:,.{0 if value > 99 else 1}f}  [bold]{to_floor:.2f}[/bold]"
    yield f"{side.middle(server, 'redis_cpu') * 1e6:,.0f}"
    yield f"{side.middle(server, 'generator'):.0%}"


def _stages(found: Found) -> Table:
    table = Table(
        title="Where a turn's CPU goes (in process, without the server around it)",
        title_justify="left",
    )
    for head in ("", "text µs", "share", "call µs", "share"):
        table.add_column(head, justify="right" if head else "left")
    for stage in found.texts.stages:
        taken = [
            (side.stages[stage], side.stages[stage] / side.stages[WHOLE])
            for side in found.sides.values()
        ]
        table.add_row(
            stage,
            *(figure for spent, share in taken for figure in (f"{spent:,.0f}", f"{share:.0%}")),
        )
    return table


def _bytes(found: Found) -> Table:
    table = Table(
        title=f"Bytes of Redis for an open session, half of {found.sessions:,} each",
        title_justify="left",
    )
    for head in ("", "all", "the session", "its last reply", "its turn until archived, and lists"):
        table.add_column(head, justify="right" if head else "left")
    for name, side in found.sides.items():
        table.add_row(name, *(f"{getattr(side.bytes, size):,.0f}" for size in SIZES))
    return table
