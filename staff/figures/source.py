"""What a sheet of figures is drawn from, and what it is: a sentence, charts and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.archive.database import Archive
from bot.archive.read.day_spans import Span
from flows.flow import Flow
from staff.figures.charts import Chart

Row = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """What the figures are drawn from; `words`: whether what people said may be shown."""

    archive: Archive
    flow: Flow
    span: Span
    now: datetime
    words: bool


@dataclass(frozen=True)
class Sheet:
    """`said` is the whole in a sentence; without `rows` it says why there is nothing. `aside`
    explains the columns.

    The first `same` columns of a row are those of the question that it is about, and are shown
    once.
    """

    title: str
    said: str
    header: Sequence[str]
    rows: Sequence[Row]
    charts: Sequence[Chart] = ()
    aside: str = ""
    same: int = 0

    @property
    def groups(self) -> list[list[Row]]:
        """The rows, those with the same first columns together."""
        if not self.same:
            return [[row] for row in self.rows]
        return [list(rows) for _, rows in groupby(self.rows, lambda row: row[: self.same])]


def share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "none"
