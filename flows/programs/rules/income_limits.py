"""Income limits by household size, in dated tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace


class LimitsError(ValueError):
    """The tables are wrong. The message ends with the path inside the file."""


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """The highest gross income, in whole dollars."""

    year: int
    month: int
    week: int


class Table(Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """The limits from one day to another, both included. `stale` is set on the table that is used
    outside its time."""

    since: date
    until: date
    status: Literal["computed", "confirmed"]
    guideline: int
    guideline_extra: int
    sources: Annotated[tuple[str, ...], Meta(min_length=1)]
    sizes: Annotated[tuple[Limit, ...], Meta(min_length=1)]
    extra: Limit
    stale: bool = False

    def for_size(self, people: int) -> Limit:
        """The limit for a household of so many people (1 or more)."""
        if people <= len(self.sizes):
            return self.sizes[max(people, 1) - 1]
        last, more = self.sizes[-1], people - len(self.sizes)
        return Limit(
            last.year + more * self.extra.year,
            last.month + more * self.extra.month,
            last.week + more * self.extra.week,
        )


class File(Struct, frozen=True, forbid_unknown_fields=True):
    tables: Annotated[tuple[Table, ...], Meta(min_length=1)]


class IncomeLimits:
    """The tables in the order of time, without a gap."""

    def __init__(self, data: Any) -> None:
        """From the parsed limits.yaml; LimitsError says where and why the data are wrong."""
        try:
            self.tables = msgspec.convert(data, File).tables
        except msgspec.ValidationError as error:
            raise LimitsError(str(error)) from error
        _check(self.tables)

    def on(self, day: date) -> Table:
        """The table of that day; before the first and after the last the nearest one, marked
        stale."""
        for table in self.tables:
            if table.since <= day <= table.until:
                return table
        return replace(
            self.tables[0] if day < self.tables[0].since else self.tables[-1], stale=True
        )


def _check(tables: Sequence[Table]) -> None:
    for i, table in enumerate(tables):
        if table.until <= table.since:
            raise LimitsError(f"it ends before it begins - at `$.tables[{i}].until`")
        if table.stale:
            raise LimitsError(f"stale is ours to set - at `$.tables[{i}].stale`")
        rows = (*table.sizes, table.for_size(len(table.sizes) + 1))
        for size, (smaller, larger) in enumerate(pairwise(rows), 2):
            if not (
                smaller.year < larger.year
                and smaller.month < larger.month
                and smaller.week < larger.week
            ):
                raise LimitsError(
                    f"the limit for {size} is not above that for {size - 1} - at"
                    f" `$.tables[{i}].sizes`"
                )
    for i, (before, after) in enumerate(pairwise(tables), 1):
        if after.since != before.until + timedelta(days=1):
            fault = (
                "it overlaps the table before"
                if after.since <= before.until
                else "there is a gap before it"
            )
            raise LimitsError(f"{fault} - at `$.tables[{i}].from`")
