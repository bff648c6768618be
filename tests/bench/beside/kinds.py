"""What each kind of text costs, in process and on one thread, beside the floor; no two texts are
the same."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from statistics import median
from typing import Any

import redis
from msgspec import Struct
from rich.table import Table

from bot.app import create_app
from bot.wiring import Parts
from tests.bench import floor
from tests.bench.load.crowd import Post
from tests.bench.load.load_bench import sign
from tests.bench.stages import ask, environ_of
from tests.started_program import TOKEN, form

_WORDS = (
    "table lamp green sofa window chair river stone paper cloud",
    "carpet garden pencil mirror bottle basket candle ladder pillow bucket",
)
_THINGS = " ".join(_WORDS).split()
_NAMES = ("Rosa", "Luz", "Carmen", "Julia", "Ivette", "Denise", "Keisha", "Maria")
_RAMBLING = (
    "hi so my cousin {name} told me about this number, i just moved here from new britain with my"
    " husband and we are trying to figure out things, it has been a {word} few months honestly, i"
    " am about five months along with my first and we dont really have anything yet for the baby"
)
_FAMILY = "i have a {year} year old and a baby of {month} months, {name} said call, we are in 06106"

# What stands before the text that is timed, and how the text is made.
KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[random.Random], str]]] = {
    "a menu answer": (("hi", "english"), lambda chance: "1"),
    "a text not understood": (
        ("hi", "english"),
        lambda chance: " ".join(chance.sample(_THINGS, 5)),
    ),
    "a family in one text": ((), lambda chance: _filled(_FAMILY, chance)),
    "a rambling first text of 280": ((), lambda chance: _filled(_RAMBLING, chance)[:280]),
}


class Kind(Struct, frozen=True):
    """CPU microseconds: ours in process, the floor's in the same rounds, and Redis'."""

    ours: float
    floor: float
    redis: float


class Garbage(Struct, frozen=True):
    """Collections on the turns' way: how many, and milliseconds of the longest."""

    many: int
    longest: float


def measure(parts: Parts, redis_url: str, rounds: int) -> tuple[dict[str, Kind], Garbage]:
    """Each kind in turn, round after round, with the garbage collector as in a web process."""
    apps = {"ours": create_app(parts).wsgi_app, "floor": floor.web(TOKEN).wsgi_app}
    spent: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    server: Any = redis.Redis.from_url(redis_url)
    redis_spent = dict.fromkeys(KINDS, 0.0)
    chance, numbers = random.Random(7), count(2_000_000)
    for kind in KINDS:
        _once(apps, kind, chance, next(numbers))
    gc.collect()
    gc.freeze()
    with _Pauses() as pauses:
        for _ in range(rounds):
            for kind in KINDS:
                before = _prepare(apps["ours"], kind, next(numbers))
                began = _redis_cpu(server)
                asking = _redis_cpu(server) - began
                began += asking
                spent[kind].append(_timed(apps, kind, chance, before))
                redis_spent[kind] += _redis_cpu(server) - began - asking
    gc.unfreeze()
    found = {
        kind: Kind(
            median(ours for ours, _ in each) * 1e6,
            median(other for _, other in each) * 1e6,
            redis_spent[kind] / rounds * 1e6,
        )
        for kind, each in spent.items()
    }
    return found, Garbage(len(pauses.seconds), max(pauses.seconds, default=0.0) * 1e3)


def _prepare(app: Any, kind: str, number: int) -> str:
    phone = f"+1860{number:07}"
    for text in KINDS[kind][0]:
        ask(app, _environ(phone, text))
    return phone


def _once(apps: Mapping[str, Any], kind: str, chance: random.Random, number: int) -> None:
    _timed(apps, kind, chance, _prepare(apps["ours"], kind, number))


def _timed(
    apps: Mapping[str, Any], kind: str, chance: random.Random, phone: str
) -> tuple[float, float]:
    text = KINDS[kind][1](chance)
    spent = []
    for app in apps.values():
        environ = _environ(phone, text)
        began = time.thread_time()
        ask(app, environ)
        spent.append(time.thread_time() - began)
    return spent[0], spent[1]


def _environ(phone: str, text: str) -> dict[str, Any]:
    (signed,) = sign(80, TOKEN, [Post("/sms", form(phone, text))])
    return environ_of(signed.request)


def _nonsense(chance: random.Random) -> str:
    return " ".join(chance.sample(_THINGS, 5))


def _filled(text: str, chance: random.Random) -> str:
    return text.format(
        name=chance.choice(_NAMES),
        word=chance.choice(_THINGS),
        year=chance.randrange(2, 9),
        month=chance.randrange(2, 12),
    )


def _redis_cpu(server: Any) -> float:
    told = server.info("cpu")
    return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])


class _Pauses:
    """How long each collection took."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._began = 0.0

    def __enter__(self) -> _Pauses:
        gc.callbacks.append(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        gc.callbacks.remove(self._note)

    def _note(self, phase: str, _info: Mapping[str, int]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        else:
            self.seconds.append(time.perf_counter() - self._began)


def table(kinds: Mapping[str, Kind]) -> Table:
    told = Table(
        title="Each kind of text, in process: CPU µs of the whole request, Redis beside it",
        title_justify="left",
    )
    for head in ("", "ours", "Redis", "floor", "ours with Redis to the floor"):
        told.add_column(head, justify="right" if head else "left")
    for name, kind in kinds.items():
        ratio = (kind.ours + kind.redis) / kind.floor
        figures = (kind.ours, kind.redis, kind.floor)
        told.add_row(name, *(f"{figure:,.0f}" for figure in figures), f"{ratio:.2f}")
    return told


def sentences(garbage: Garbage) -> Iterator[str]:
    yield (
        f"{garbage.many} collections of garbage on these turns' way, the longest"
        f" [bold]{garbage.longest:.1f}[/bold] ms."
    )
