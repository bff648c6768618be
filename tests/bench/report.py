"""What the bench found: figures side by side, and the table of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from tests.bench.load import Took
from tests.bench.memory import Bytes
from tests.bench.stages import WHOLE


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
        texts = len(took.each)
        return cls(took.rate, took.percentile(50), took.percentile(99), cpu / texts, redis_cpu / texts, took.cpu / took.whole)


class Found(Struct, frozen=True):
    """Everything: rounds by server, the first of them the floor; CPU microseconds by stage; bytes of an open session."""

    settings: Mapping[str, int]
    rounds: Mapping[str, Sequence[Round]]
    stages: Mapping[str, float]
    sessions: int
    bytes: Bytes

    def ratio(self, server: str, figure: str, to: str = "") -> float:
        """The median over the rounds of this server's figure to the floor's, or another's, in the same round."""
        pairs = zip(self.rounds[server], self.rounds[to or next(iter(self.rounds))], strict=True)
        return median(getattr(mine, figure) / (getattr(other, figure) or 1) for mine, other in pairs)

    def middle(self, server: str, figure: str) -> float:
        return median(getattr(one, figure) for one in self.rounds[server])


def show(found: Found, console: Console) -> None:
    for table in (_servers(found), _stages(found), _bytes(found)):
        console.print(table)
    floor, ours, *_, many = found.rounds
    console.print(
        f"A whole durable turn serves [bold]{found.ratio(ours, 'rate'):.2f}[/bold] of the {floor}'s requests a second; "
        f"with {found.sessions:,} sessions in Redis {found.ratio(many, 'rate', ours):.2f} of its own with few."
    )


def _servers(found: Found) -> Table:
    settings = ", ".join(f"{value:,} {name}" for name, value in found.settings.items())
    table = Table(title=f"Side by side ({settings}): medians, and in bold the ratio to the floor", title_justify="left")
    for head in ("", "requests/s", "p50 ms", "p99 ms", "CPU µs", "Redis CPU µs", "load's CPU"):
        table.add_column(head, justify="right" if head else "left")
    for server in found.rounds:
        table.add_row(server, *_figures(found, server))
    return table


def _figures(found: Found, server: str) -> Iterator[str]:
    for figure, factor in (("rate", 1), ("p50", 1e3), ("p99", 1e3), ("cpu", 1e6)):
        value, ratio = found.middle(server, figure) * factor, found.ratio(server, figure)
        yield f"{value:,.{0 if value > 99 else 1}f}  [bold]{ratio:.2f}[/bold]"
    yield f"{found.middle(server, 'redis_cpu') * 1e6:,.0f}"
    yield f"{found.middle(server, 'generator'):.0%}"


def _stages(found: Found) -> Table:
    table = Table(title="Where a turn's CPU goes (in process, without the server around it)", title_justify="left")
    for head in ("", "µs", "share"):
        table.add_column(head, justify="right" if head else "left")
    for stage, taken in found.stages.items():
        table.add_row(stage, f"{taken:,.0f}", f"{taken / found.stages[WHOLE]:.0%}")
    return table


def _bytes(found: Found) -> Table:
    table = Table(title=f"Bytes of Redis for an open session, of {found.sessions:,}", title_justify="left")
    for head in ("all", "the session", "its last reply", "its turn until archived, and lists"):
        table.add_column(head, justify="right")
    sizes = found.bytes
    table.add_row(*(f"{size:,.0f}" for size in (sizes.whole, sizes.session, sizes.reply, sizes.other)))
    return table
