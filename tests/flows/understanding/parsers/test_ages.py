"""Children's ages in completed months, youngest first."""

from __future__ import annotations

import pytest

from tests.flows.understanding.parsers.option_lists import hear, short


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2 and 5", [24, 60]),
        ("two and five", [24, 60]),
        ("dos y cinco", [24, 60]),
        ("2,5", [24, 60]),
        ("5, 2", [24, 60]),
        ("uno de 2 y otro de 5", [24, 60]),
        ("one is 2 and the other is 5", [24, 60]),
        ("son 3 y 5", [36, 60]),
        ("3 y 5 años", [36, 60]),
        ("2,4,6 years", [24, 48, 72]),
        ("6", [72]),
        ("uno", [12]),
        ("once", [132]),
        ("son once", [132]),
        ("3 wks", [0]),
        ("8 weeks", [1]),
        ("10 days", [0]),
        ("10 dias", [0]),
        ("newborn", [0]),
        ("recién nacido", [0]),
        ("newborn and 3", [0, 36]),
        ("born last week", [0]),
        ("6 months", [6]),
        ("a month", [1]),
        ("un año", [12]),
        ("6 meses y 3 años", [6, 36]),
        ("18 mo, 4 yr", [18, 48]),
        ("6 mo. and 3 yrs.", [6, 36]),
        ("5m", [5]),
        ("8mos", [8]),
        ("2yo", [24]),
        ("2 y/o", [24]),
        ("2y 3m", [27]),
        ("2y5m", [29]),
        ("2 years 3 months", [27]),
        ("2 year old and 3 month old", [3, 24]),
        ("1 1/2", [18]),
        ("1½", [18]),
        ("2.5", [30]),
        ("año y medio", [18]),
        ("1 year and a half", [18]),
        ("two and a half", [30]),
        ("2 años y medio", [30]),
        ("4 meses y medio", [4]),
        ("half a year", [6]),
        ("twins 3 months", [3, 3]),
        ("3 month old twins", [3, 3]),
        ("gemelos de 3 meses", [3, 3]),
        ("cuates de 2 años", [24, 24]),
        ("triplets, 1", [12, 12, 12]),
        ("my 5 year old and twins 3 months", [3, 3, 60]),
        ("3 kids: 2, 4, 7", [24, 48, 84]),
        ("2 girls 3 and 5", [36, 60]),
        ("tengo 2: 3 y 5", [36, 60]),
        ("mi hijo tiene 2 años y mi hija 5", [24, 60]),
        ("im 19 and my baby is 3 months", [3]),
        ("im pregnant and have a 2 year old", [24]),
        ("born 3/4/2025", [20]),
        ("nació el 4 de marzo de 2025", [20]),
        ("nacio hace 3 semanas", [0]),
    ],
)
def test_ages_as_people_write_them(text: str, months: list[int]) -> None:
    assert short(hear("ages", text)) == months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("almost 2", [23]),
        ("21", [252]),
        ("19", [228]),
        ("casi 2 años", [23]),
        ("2 and 5 months", [5, 24]),
        ("1 año y 3 meses", [15]),
        ("nació en marzo", [8]),
        ("Maria is 2 and Jose is 5", [24, 60]),
        ("I have 3 kids, 2 and 5", [24, 60]),
        ("2 and 5?", [24, 60]),
    ],
)
def test_a_doubtful_age_is_only_a_guess(text: str, months: list[int]) -> None:
    assert short(hear("ages", text)) == ("?", months)


@pytest.mark.parametrize(
    "text",
    """I have 2 kids|tengo 3 hijos|25|22|300 months|-2|06106|1234|6 months pregnant
|tengo 5 meses de embarazo|2-5
|3 under 5|2 weeks ago
|sick for 3 days|born 3/4/1990|born 3/4/2031|born in 2023|860-757-4820|hi||15th|less than 1|2 or 3
|may 5
|3 months premature|2 in heaven and 1 here
|1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16""".replace("\n", "").split("|"),
)
def test_a_count_a_grown_up_a_pregnancy_or_a_riddle_is_no_age(text: str) -> None:
    assert hear("ages", text) is None


def test_a_birth_date_leaves_only_months_behind() -> None:
    heard = hear("ages", "DOB 03/04/2025")
    assert heard
    assert heard.value == [20]
    assert "2025" not in heard.label


def test_a_guess_is_spoken_in_both_languages() -> None:
    heard = hear("ages", "2 and 5 months")
    assert heard
    assert heard.label == "5 months, 2 years / 5 meses, 2 años"
