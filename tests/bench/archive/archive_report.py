"""What the bench of the archive found, and the tables of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct
from rich.console import Console
from rich.table import Table

# A page of the larger archive should not take this many times as long.
MOST = 2.0


class Page(Struct, frozen=True):
    """Seconds, in the smaller and in the larger archive."""

    small: float
    large: float

    @property
    def ratio(self) -> float:
        return self.large / self.small


class Exported(Struct, frozen=True):
    """The file, and the memory that writing it took at the most; 0 where the system does not
    tell."""

    size: int
    memory: int


class Database(Struct, frozen=True):
    """Seconds to fill it, bytes of an export, turns a second by turns at once: each by size. Pages
    by name."""

    filled: Mapping[int, float]
    pages: Mapping[str, Page]
    exports: Mapping[int, Exported]
    rates: Mapping[int, Mapping[int, float]]


class Archives(Struct, frozen=True):
    """Databases by name; `missing` says which one was not there."""

    sizes: tuple[int, int]
    databases: Mapping[str, Database]
    missing: str = ""

    @property
    def slow(self) -> Iterator[tuple[str, str, float]]:
        """The pages that grow with the archive."""
        for name, database in self.databases.items():
            yield from (
                (name, page, each.ratio)
                for page, each in database.pages.items()
                if each.ratio >= MOST
            )


def show(found: Archives, console: Console) -> None:
    for table in (_pages(found), _rates(found), _exports(found)):
        console.print(table)
    for name, page, ratio in found.slow:
        console.print(f"{name}: {page} takes {ratio:.1f} times as long in the larger archive.")
    if found.missing:
        console.print(found.missing)


def _table(title: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left")
    for head in ("", *heads):
        table.add_column(head, justify="right" if head else "left")
    return table


def _pages(found: Archives) -> Table:
    small, large = found.sizes
    table = _table("What staff wait for", f"ms at {small:,} turns", f"ms at {large:,}", "ratio")
    for name, database in found.databases.items():
        table.add_section()
        table.add_row(f"[italic]{name}")
        for page, took in database.pages.items():
            table.add_row(
                page,
                f"{took.small * 1e3:,.1f}",
                f"{took.large * 1e3:,.1f}",
                f"[bold]{took.ratio:.2f}",
            )
    return table


def _rates(found: Archives) -> Table:
    small, large = found.sizes
    table = _table(
        "Turns a second into the archive", f"with {small:,} turns", f"with {large:,}", "ratio"
    )
    for name, database in found.databases.items():
        for at_once, rate in database.rates[small].items():
            later = database.rates[large][at_once]
            table.add_row(
                f"{name}, {at_once} at once",
                f"{rate:,.0f}",
                f"{later:,.0f}",
                f"[bold]{later / rate:.2f}",
            )
    return table


def _exports(found: Archives) -> Table:
    table = _table("All turns as one file", "turns", "MB of file", "MB of memory", "filled in s")
    for name, database in found.databases.items():
        for size, exported in database.exports.items():
            figures = (
                f"{exported.size / 1e6:,.1f}",
                f"{exported.memory / 1e6:,.1f}",
                f"{database.filled[size]:,.1f}",
            )
            table.add_row(name, f"{size:,}", *figures)
    return table
