"""Office hours and closed days in the office's time zone: open now, and the next windows for a
call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from bot.config.value_kinds import Opening
from bot.intake_lines import line_of
from flows.model.context import Office, Window


class OfficeZone(tzinfo):
    """The time zone of the office's clock: that of the county whose data are served, set once at
    start."""

    def __init__(self, name: str) -> None:
        self._zone = ZoneInfo(name)

    def use(self, name: str) -> None:
        """Take the zone of this IANA name from here on."""
        self._zone = ZoneInfo(name)

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(at)

    def dst(self, at: datetime | None) -> timedelta | None:
        return self._zone.dst(at)

    def tzname(self, at: datetime | None) -> str | None:
        return self._zone.tzname(at)

    def fromutc(self, at: datetime) -> datetime:
        return self._zone.fromutc(at.replace(tzinfo=self._zone)).replace(tzinfo=self)


ZONE = OfficeZone("America/New_York")
NOON = time(12)
DAYS_AHEAD = 14
LEAST_LEFT = timedelta(hours=1)
HOW = "write each day as `2026-12-25: Christmas Day`"
_DAY = re.compile(r"^['\"]?\d{4}-\d\d-\d\d", re.MULTILINE)


class ClosedDaysError(ValueError):
    """The file of closed days cannot be used."""


class OfficeHours:
    """The weekly openings less the closed days. With no openings nothing is known, and nothing may
    be promised."""

    def __init__(self, openings: Sequence[Opening], closed: Iterable[date] = ()) -> None:
        self._openings = tuple(openings)
        self._closed = frozenset(closed)
        self._in_minute = lru_cache(maxsize=4)(self._look)

    def today(self, now: datetime) -> date:
        return now.astimezone(ZONE).date()

    def working_until(self, now: datetime, first: int, last: int) -> datetime | None:
        """The end of these hours (whole hours by the office's clock) of today, if it is a working
        day and now is between them; else None. Where no openings are known, Monday to Friday are
        working days."""
        day = self.today(now)
        days = {each for opening in self._openings for each in opening.days} or set(range(5))
        if day in self._closed or day.weekday() not in days:
            return None
        begins, ends = (
            datetime.combine(day, time(), ZONE) + timedelta(hours=hour) for hour in (first, last)
        )
        return ends.astimezone(UTC) if begins <= now < ends else None

    def at(self, now: datetime) -> Office:
        """Whether it is open, and the next half days in which a call can be made, soonest first."""
        return self._in_minute(now.replace(second=0, microsecond=0))

    def _look(self, now: datetime) -> Office:
        windows = tuple(self._windows(now))
        is_open = any(start <= now < end for start, end in self._spans(self.today(now)))
        return Office(is_open, windows)

    def _windows(self, now: datetime) -> Iterator[Window]:
        """What is left of today's half days, if at least an hour, and those of the days ahead."""
        soonest = _next_half_hour(now)
        for ahead in range(DAYS_AHEAD):
            for opens, closes in self._spans(self.today(now) + timedelta(days=ahead)):
                noon = datetime.combine(opens.date(), NOON, ZONE)
                for start, end in ((opens, min(closes, noon)), (max(opens, noon), closes)):
                    start = max(start, soonest)
                    if end - start >= LEAST_LEFT:
                        yield Window(start, end)

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day in self._closed:
            return
        for opening in self._openings:
            if day.weekday() in opening.days:
                yield (
                    datetime.combine(day, opening.opens, ZONE),
                    datetime.combine(day, opening.closes, ZONE),
                )


def _next_half_hour(now: datetime) -> datetime:
    local = now.astimezone(UTC)
    late = (-local.minute) % 30
    return (local + timedelta(minutes=late)).replace(second=0, microsecond=0).astimezone(ZONE)


def load_closed_days(path: Path) -> frozenset[date]:
    """The days of the file: a mapping of dates to their names. Raises ClosedDaysError with the file
    and the line."""
    try:
        days = yaml.load(path.read_text("utf-8"), yaml.BaseLoader) or {}
    except OSError as error:
        raise ClosedDaysError(f"CLOSED_DAYS: {path} cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ClosedDaysError(f"CLOSED_DAYS: {path}: {HOW}: {error}") from error
    if not isinstance(days, dict):
        raise ClosedDaysError(f"CLOSED_DAYS: {path}:1: {HOW}")
    for day, name in days.items():
        if not _is_day(day) or not isinstance(name, str) or not name:
            raise ClosedDaysError(
                f"CLOSED_DAYS: {path}:{line_of(path, [str(day)])}: {day!r} is no day; {HOW}"
            )
    if len(days) != (lines := len(_DAY.findall(path.read_text("utf-8")))):
        raise ClosedDaysError(f"CLOSED_DAYS: {path}: {lines - len(days)} of the days stand twice")
    return frozenset(date.fromisoformat(day) for day in days)


def _is_day(text: object) -> bool:
    try:
        return (
            isinstance(text, str)
            and _DAY.match(text) is not None
            and bool(date.fromisoformat(text))
        )
    except ValueError:
        return False


def public_holidays(year: int, country: str, subdivision: str) -> dict[date, str]:
    """The public holidays of a country and a part of it, to begin a file of closed days with."""
    import holidays  # a tenth of a second, for one command

    return dict(
        sorted(holidays.country_holidays(country, subdiv=subdivision or None, years=year).items())
    )
