"""Date ranges in the office's time zone, as UTC bounds for queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func

from bot.office import ZONE

_HOUR = "%Y-%m-%d %H"


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`, both of them in it."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first moment that is no longer in it."""
        return midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> Iterator[date]:
        return (
            self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1)
        )


def midnight(day: date) -> datetime:
    """When this day begins."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def hour_of(column: Any, is_sqlite: bool) -> ColumnElement[str]:
    """A time's hour in UTC, to group by: SQLite knows no time zones, and every day in Hartford is
    made of whole hours."""
    if is_sqlite:
        return func.substr(column, 1, 13)
    return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24")


def day_of(hour: str) -> date:
    """The day in Hartford that this hour belongs to."""
    return datetime.strptime(hour, _HOUR).replace(tzinfo=UTC).astimezone(ZONE).date()
