"""Office hours and closed days, known before a call is promised."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.config.settings import INTAKE
from bot.config.value_kinds import openings
from bot.office import ZONE, ClosedDaysError, OfficeHours, load_closed_days, public_holidays

WEEKDAYS = openings("Mon-Fri 08:00-17:00")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "is_open", "first"),
    [
        (
            "2026-11-23 10:10",
            True,
            ("2026-11-23 10:30", "2026-11-23 12:00"),
        ),  # Monday morning: what is left of it
        (
            "2026-11-23 11:20",
            True,
            ("2026-11-23 12:00", "2026-11-23 17:00"),
        ),  # under an hour left: the afternoon
        ("2026-11-23 16:30", True, ("2026-11-24 08:00", "2026-11-24 12:00")),
        ("2026-11-23 02:00", False, ("2026-11-23 08:00", "2026-11-23 12:00")),
        (
            "2026-11-25 19:00",
            False,
            ("2026-11-27 08:00", "2026-11-27 12:00"),
        ),  # Thanksgiving is closed
        ("2026-11-27 19:00", False, ("2026-11-30 08:00", "2026-11-30 12:00")),  # over the weekend
        (
            "2026-10-30 19:00",
            False,
            ("2026-11-02 08:00", "2026-11-02 12:00"),
        ),  # over the change of the clocks
    ],
)
def test_the_first_window_is_one_in_which_somebody_is_there(
    now: str, is_open: bool, first: tuple[str, str]
) -> None:
    office = OfficeHours(WEEKDAYS, load_closed_days(INTAKE / "closed_days.yaml")).at(at(now))
    assert office.open is is_open
    assert (office.windows[0].start, office.windows[0].end) == (at(first[0]), at(first[1]))


def test_without_hours_nothing_is_known_and_no_window_offered() -> None:
    office = OfficeHours(openings("none")).at(at("2026-11-23 10:00"))
    assert not office.open
    assert office.windows == ()


def test_today_is_the_day_in_hartford() -> None:
    assert OfficeHours(()).today(datetime(2026, 7, 1, 3, 0, tzinfo=UTC)) == date(2026, 6, 30)


def test_the_file_of_closed_days_holds_the_public_holidays_of_three_years() -> None:
    days = load_closed_days(INTAKE / "closed_days.yaml")
    assert {day for year in (2026, 2027, 2028) for day in public_holidays(year, "US", "CT")} <= days


@pytest.mark.parametrize("content", ["- 2026-12-25", "2026-12-25", "soon: Christmas", "{"])
def test_a_wrong_file_of_closed_days_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text(content)
    with pytest.raises(ClosedDaysError, match=r"closed\.yaml"):
        load_closed_days(path)


def test_an_empty_file_of_closed_days_is_no_closed_day(tmp_path: Path) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text("# none yet\n")
    assert load_closed_days(path) == frozenset()
