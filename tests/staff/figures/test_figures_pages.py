"""The page of figures: each figure with its chart, its table and its CSV, for the days in the
address."""

from __future__ import annotations

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest

from bot.accounts.accounts import Role
from bot.archive.read.day_spans import Span
from staff.figures.charts import Bar, bars, columns, round_up
from staff.figures.conversation_sheets import lasting
from staff.figures.day_ranges import presets, read_range
from staff.figures.sheets import SHEETS
from tests.staff.console_office import Office

WEEK = "since=2026-11-22&until=2026-11-28"
TODAY = date(2026, 11, 28)


def table(
    office: Office, name: str, role: Role = Role.REVIEWER, days: str = WEEK
) -> list[list[str]]:
    """A figure's CSV."""
    answer = office.signed_in(role).get(f"/staff/figures/{name}.csv?{days}")
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_page_shows_every_figure_with_its_chart_and_its_table(week: Office) -> None:
    page = week.signed_in(Role.REVIEWER).get(f"/staff/figures?{WEEK}").text
    assert page.count('<section class="sheet"') == len(SHEETS)
    assert page.count("<table") == len(SHEETS)
    assert page.count('<svg class="chart"') >= len(SHEETS)
    assert "6 conversations began." in page
    assert "in 14 months" in page


def test_nothing_on_the_page_needs_inline_style_or_script(week: Office) -> None:
    page = week.signed_in(Role.ADMINISTRATOR).get(f"/staff/figures?{WEEK}").text
    assert " style=" not in page
    assert "<style" not in page


def test_a_reader_sees_how_often_people_were_not_understood_but_not_their_words(
    week: Office,
) -> None:
    assert "in 14 months" not in week.signed_in(Role.READER).get(f"/staff/figures?{WEEK}").text
    assert table(week, "not-understood", Role.READER) == [
        ["Question", "Not understood", "Nothing heard"],
        ["Due date", "3", "0"],
    ]


def test_reviewers_get_the_words_that_were_not_understood(week: Office) -> None:
    assert table(week, "not-understood")[1:] == [
        ["Due date", "3", "0", "in 14 months", "2"],
        ["Due date", "3", "0", "my number is (number)", "1"],
    ]


def test_every_day_of_the_range_has_a_row(week: Office) -> None:
    header, *rows = table(week, "conversations")
    assert header == [
        "Day",
        "Text",
        "Phone",
        "Text and phone",
        "Not in touch yet",
        *header[5:8],
        "All",
    ]
    assert [(row[0][-2:], row[-1]) for row in rows] == [
        *(
            ("22", "0"),
            ("23", "2"),
            ("24", "1"),
            ("25", "2"),
            ("26", "0"),
            ("27", "1"),
            ("28", "0"),
        ),
    ]


def test_the_other_tables_are_what_the_week_comes_to(week: Office) -> None:
    assert table(week, "time")[1:] == [
        ["Text", "2", "150", "2 minutes 30 seconds"],
        ["All together", "2", "150", "2 minutes 30 seconds"],
    ]
    assert table(week, "safety")[1:] == [["suicide", "1", "1", "1", "0", "0"]]
    assert table(week, "matched")[1][1:] == ["2", "100 %"]
    assert {row[0]: row[1] for row in table(week, "promises")[1:]}["Kept in time"] == "0"
    assert {row[0]: row[1] for row in table(week, "how-far")[1:]}["Results"] == "2"


def test_days_without_anything_say_so(week: Office) -> None:
    page = week.signed_in().get("/staff/figures?since=2025-01-01&until=2025-01-02").text
    assert "No conversation began in these days. Choose other days above." in page
    assert "<svg" not in page
    assert len(table(week, "conversations", days="since=2025-01-01&until=2025-01-02")) == 1


def test_taking_a_figure_along_is_written_down(week: Office) -> None:
    week.signed_in(Role.READER).get(f"/staff/figures/safety.csv?{WEEK}")
    _who, action, target, detail = week.audit()[-1]
    assert (action, target) == ("exported", "figures: safety")
    assert detail == {"days": "2026-11-22-to-2026-11-28", "rows": 1}


def test_there_is_no_other_figure(week: Office) -> None:
    assert week.signed_in().get("/staff/figures/others.csv").status_code == 404


@pytest.mark.parametrize(
    ("args", "first", "last", "problem"),
    [
        ({}, date(2026, 11, 1), TODAY, ""),
        ({"since": "2026-11-20"}, date(2026, 11, 20), TODAY, ""),
        ({"since": "2027-01-01"}, date(2027, 1, 1), date(2027, 1, 1), ""),
        ({"until": "2026-10-05"}, date(2026, 10, 5), date(2026, 10, 5), ""),
        ({"since": "2026-11-28", "until": "2026-11-20"}, date(2026, 11, 20), TODAY, ""),
        (
            {"since": "yesterday"},
            date(2026, 11, 1),
            TODAY,
            "That is not a day. Write days as 2026-11-23.",
        ),
        ({"since": "0001-01-01"}, date(2026, 11, 1), TODAY, "That is too far away from today."),
        (
            {"since": "2010-01-01"},
            date(2026, 11, 1),
            TODAY,
            "That is too long. Ask for five years at most.",
        ),
    ],
)
def test_the_days_stand_in_the_address(
    args: dict[str, str], first: date, last: date, problem: str
) -> None:
    ask = read_range(args, TODAY)
    assert (ask.span.first, ask.span.last, ask.problem) == (first, last, problem)


def test_the_presets_are_whole_ranges() -> None:
    assert presets(date(2026, 3, 1))["Last month"] == Span(date(2026, 2, 1), date(2026, 2, 28))
    assert presets(TODAY)["Last 7 days"] == Span(date(2026, 11, 22), TODAY)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (40, "40 seconds"),
        (60, "1 minute"),
        (140.5, "2 minutes 20 seconds"),
        (3900, "1 hour 5 minutes"),
        (90000, "1 day 1 hour"),
        (86430, "1 day"),
    ],
)
def test_a_time_is_told_in_its_two_greatest_units(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (3, 3), (10, 10), (11, 20), (50, 50), (51, 60), (2001, 3000)]
)
def test_a_scale_ends_with_a_round_number(value: int, top: int) -> None:
    assert round_up(value) == top


def test_a_chart_says_what_it_is_and_holds_whatever_a_label_says() -> None:
    chart = bars("x", "A & B", "So <many>", [Bar('"><script>', 2, "2"), Bar("none", 0, "0", 1)])
    svg = ElementTree.fromstring(str(chart.svg))
    assert svg.get("role") == "img"
    assert [svg.findtext("title"), svg.findtext("desc")] == ["A & B", "So <many>"]
    assert svg.get("aria-labelledby") == "x-title x-told"
    assert [text.text for text in svg.iter("text")] == ['"><script>', "2", "none", "0"]


def test_columns_stand_on_top_of_each_other() -> None:
    chart = columns("x", "t", "d", ["Mon", "Tue"], {"Text": [1, 0], "Phone": [3, 2]})
    svg = ElementTree.fromstring(str(chart.svg))
    boxes = {
        rect.findtext("title"): [float(rect.get(side, "")) for side in ("y", "height")]
        for rect in svg.iter("rect")
    }
    assert boxes == {
        "Mon, Text: 1": [123, 35],
        "Mon, Phone: 3": [18, 105],
        "Tue, Phone: 2": [88, 70],
    }
