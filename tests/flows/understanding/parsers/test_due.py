"""The due date, seen from 21 November 2026."""

from __future__ import annotations

import pytest

from tests.flows.understanding.parsers.option_lists import hear, short


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("march", "2027-03-15"),
        ("marzo", "2027-03-15"),
        ("in march", "2027-03-15"),
        ("en marzo del 2027", "2027-03-15"),
        ("March 2027", "2027-03-15"),
        ("3/15", "2027-03-15"),
        ("15/3", "2027-03-15"),
        ("3/15/27", "2027-03-15"),
        ("2027-03-15", "2027-03-15"),
        ("3/4", "2027-03-04"),
        ("15 de marzo", "2027-03-15"),
        ("March 15 2027", "2027-03-15"),
        ("im due on the 15 of march", "2027-03-15"),
        ("end of march", "2027-03-25"),
        ("principios de marzo", "2027-03-05"),
        ("i may be due in may", "2027-05-15"),
        ("jan 5th", "2027-01-05"),
        ("november 30", "2026-11-30"),
        ("november", "2026-11-15"),
        ("20 weeks", "2027-04-10"),
        ("20 semanas", "2027-04-10"),
        ("veinte semanas", "2027-04-10"),
        ("week 20", "2027-04-10"),
        ("20 weeks and 3 days", "2027-04-07"),
        ("12w3d", "2027-06-02"),
        ("I'm 12 wks", "2027-06-05"),
        ("40 weeks", "2026-11-21"),
        ("42 weeks", "2026-11-07"),
        ("5 months", "2027-03-29"),
        ("5 meses", "2027-03-29"),
        ("tengo 5 meses de embarazo", "2027-03-29"),
        ("5 and a half months", "2027-03-14"),
        ("due in 3 weeks", "2026-12-12"),
        ("faltan 3 semanas", "2026-12-12"),
        ("3 weeks left", "2026-12-12"),
        ("in 2 months", "2027-01-21"),
        ("en dos meses", "2027-01-21"),
        ("dentro de 2 meses", "2027-01-21"),
        ("any day now", "2026-11-21"),
        ("cualquier dia", "2026-11-21"),
        ("mañana", "2026-11-22"),
        ("next month", "2026-12-15"),
        ("el mes que viene", "2026-12-15"),
    ],
)
def test_due_dates_as_people_write_them(text: str, day: str) -> None:
    assert short(hear("due", text)) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5", "2027-03-29"),
        ("20", "2027-04-10"),
        ("first trimester", "2027-07-10"),
        ("segundo trimestre", "2027-04-10"),
        ("en mi quinto mes", "2027-04-13"),
        ("almost 6 months", "2027-02-27"),
        ("marso", "2027-03-15"),
        ("march?", "2027-03-15"),
    ],
)
def test_a_doubtful_due_date_is_only_a_guess(text: str, day: str) -> None:
    assert short(hear("due", text)) == ("?", day)


@pytest.mark.parametrize(
    "text",
    """14 months away|50 weeks|10 months|43|0|october|september|march 2029|2/30|13/13
|march or april|the 15th
|my baby is 5 months old
|my last period was 3 weeks ago|call me in march|my appointment is in march|hello||5 and 20|06106
|in 3 years""".replace("\n", "").split("|"),
)
def test_what_cannot_be_a_due_date_is_none(text: str) -> None:
    assert hear("due", text) is None


def test_a_guess_is_spoken_in_both_languages() -> None:
    guess, months = hear("due", "marso"), hear("due", "5")
    assert guess
    assert months
    assert guess.label == "March / marzo"
    assert months.label == "5 months pregnant / 5 meses de embarazo"
