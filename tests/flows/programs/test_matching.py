"""Which programs fit whom, and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows.programs.matching import match
from flows.programs.rules.criteria import Fit
from flows.programs.rules.subjects import Subject, add_months
from flows.programs.verdict import fitting
from tests.flows.catalogue_cases import CATALOGUE, TODAY, answers, verdicts

FITS, MAY, NO = Fit.FITS, Fit.MAY_FIT, Fit.NO_FIT

CASES = [
    # MIOP: pregnancy, or a child under 12 months; Hartford only lowers
    ("a pregnancy in Hartford", "miop", FITS, {"stage": "pregnant", "town": "Hartford"}),
    (
        "a child of 11 months",
        "miop",
        FITS,
        {"stage": "has_children", "ages": [11], "town": "Hartford"},
    ),
    (
        "a child of 12 months",
        "miop",
        NO,
        {"stage": "has_children", "ages": [12], "town": "Hartford"},
    ),
    ("outside Hartford: ask", "miop", MAY, {"stage": "pregnant", "town": "Avon"}),
    ("town not known: ask", "miop", MAY, {"stage": "pregnant", "town": None}),
    (
        "a baby cared for by another: ask",
        "miop",
        MAY,
        {"stage": "caregiver", "ages": [3], "town": "Hartford"},
    ),
    (
        "due so long ago that the baby is 1",
        "miop",
        NO,
        {"stage": "pregnant", "town": "Hartford", "due": "2025-11-01"},
    ),
    # NFN: the enrolment window, never the service window; first-time parents
    ("first pregnancy", "nfn", FITS, {"stage": "pregnant", "first_baby": True, "town": "Hartford"}),
    (
        "not the first pregnancy",
        "nfn",
        NO,
        {"stage": "pregnant", "first_baby": False, "town": "Hartford"},
    ),
    (
        "first or not is not known",
        "nfn",
        MAY,
        {"stage": "pregnant", "first_baby": None, "town": "Hartford"},
    ),
    (
        "first baby of 6 months",
        "nfn",
        FITS,
        {"stage": "has_children", "ages": [6], "first_baby": True, "town": "Hartford"},
    ),
    (
        "first baby of 7 months",
        "nfn",
        NO,
        {"stage": "has_children", "ages": [7], "first_baby": True, "town": "Hartford"},
    ),
    (
        "a first child of 2 years",
        "nfn",
        NO,
        {"stage": "has_children", "ages": [24], "first_baby": True, "town": "Hartford"},
    ),
    (
        "a baby with an older child",
        "nfn",
        NO,
        {"stage": "has_children", "ages": [3, 40], "town": "Hartford"},
    ),
    (
        "their own word counts more",
        "nfn",
        FITS,
        {"stage": "has_children", "ages": [3, 40], "first_baby": True, "town": "Hartford"},
    ),
    (
        "twins are both the first",
        "nfn",
        FITS,
        {"stage": "has_children", "ages": [3, 3], "first_baby": True, "town": "Hartford"},
    ),
    (
        "twins, first or not unknown",
        "nfn",
        MAY,
        {"stage": "has_children", "ages": [3, 3], "town": "Hartford"},
    ),
    ("pregnant with a child of 2", "nfn", NO, {"stage": "both", "ages": [24], "town": "Hartford"}),
    (
        "pregnant, child of 2, says first",
        "nfn",
        FITS,
        {"stage": "both", "ages": [24], "first_baby": True, "town": "Hartford"},
    ),
    (
        "a caregiver",
        "nfn",
        NO,
        {"stage": "caregiver", "ages": [3], "first_baby": True, "town": "Hartford"},
    ),
    (
        "outside Hartford: ask",
        "nfn",
        MAY,
        {"stage": "pregnant", "first_baby": True, "town": "Avon"},
    ),
    # Healthy Start: 38 towns are an assumption, and the town never excludes
    (
        "pregnant in one of the 38",
        "healthy_start_hartford",
        FITS,
        {"stage": "pregnant", "town": "Manchester"},
    ),
    (
        "pregnant elsewhere: ask",
        "healthy_start_hartford",
        MAY,
        {"stage": "pregnant", "town": "Bridgeport"},
    ),
    ("planning: ask", "healthy_start_hartford", MAY, {"stage": "planning", "town": "Hartford"}),
    (
        "after a pregnancy: ask",
        "healthy_start_hartford",
        MAY,
        {"stage": "pregnancy_ended", "town": "Hartford"},
    ),
    (
        "a child of 17 months",
        "healthy_start_hartford",
        FITS,
        {"stage": "has_children", "ages": [17], "town": "Hartford"},
    ),
    (
        "a child of 18 months: ask",
        "healthy_start_hartford",
        MAY,
        {"stage": "has_children", "ages": [18], "town": "Hartford"},
    ),
    (
        "a child of 9 years",
        "healthy_start_hartford",
        NO,
        {"stage": "has_children", "ages": [108], "town": "Hartford"},
    ),
    # IAP: under 3, and shots late or wanted
    (
        "shots late",
        "iap",
        FITS,
        {"stage": "has_children", "ages": [35], "shots": "no", "town": "Hartford"},
    ),
    (
        "shots unsure",
        "iap",
        FITS,
        {"stage": "caregiver", "ages": [2], "shots": "unsure", "town": "Hartford"},
    ),
    (
        "shots up to date",
        "iap",
        NO,
        {"stage": "has_children", "ages": [2], "shots": "yes", "needs": ["food"]},
    ),
    (
        "shots wanted",
        "iap",
        FITS,
        {"stage": "has_children", "ages": [2], "needs": ["shots"], "town": "Hartford"},
    ),
    (
        "shots not told",
        "iap",
        MAY,
        {"stage": "has_children", "ages": [2], "shots": None, "needs": [], "town": "Hartford"},
    ),
    (
        "a child of 3",
        "iap",
        NO,
        {"stage": "has_children", "ages": [36], "shots": "no", "town": "Hartford"},
    ),
    (
        "one of two children is under 3",
        "iap",
        FITS,
        {"stage": "both", "ages": [60, 20], "shots": "no", "town": "Hartford"},
    ),
    (
        "a pregnancy has no shots",
        "iap",
        NO,
        {"stage": "pregnant", "shots": "no", "town": "Hartford"},
    ),
    # WIC: income never excludes
    ("on benefits", "wic", FITS, {"stage": "pregnant", "benefits": True, "town": "Avon"}),
    (
        "under the limit",
        "wic",
        FITS,
        {"stage": "pregnant", "benefits": False, "income": True, "town": "Avon"},
    ),
    (
        "over the limit: only WIC decides",
        "wic",
        MAY,
        {"stage": "pregnant", "benefits": False, "income": False, "town": "Avon"},
    ),
    (
        "a grandmother's child of 4",
        "wic",
        FITS,
        {"stage": "caregiver", "ages": [59], "benefits": True, "town": "Avon"},
    ),
    (
        "a child of 5",
        "wic",
        NO,
        {"stage": "has_children", "ages": [60], "benefits": True, "town": "Avon"},
    ),
    (
        "a pregnancy that ended: ask",
        "wic",
        MAY,
        {"stage": "pregnancy_ended", "benefits": True, "town": "Hartford"},
    ),
    (
        "another state: ask",
        "wic",
        MAY,
        {"stage": "pregnant", "benefits": True, "town": "elsewhere"},
    ),
    # Parents As Teachers: eight years in the seed, five today
    ("a child of 4", "pat", FITS, {"stage": "has_children", "ages": [59], "town": "Avon"}),
    ("a child of 8: ask", "pat", MAY, {"stage": "has_children", "ages": [107], "town": "Avon"}),
    ("a child of 9", "pat", NO, {"stage": "has_children", "ages": [108], "town": "Avon"}),
    # Putting on AIRS: a child's asthma
    (
        "asthma",
        "putting_on_airs",
        FITS,
        {"stage": "has_children", "ages": [150], "needs": ["asthma"], "town": "Avon"},
    ),
    (
        "no asthma named",
        "putting_on_airs",
        NO,
        {"stage": "has_children", "ages": [150], "needs": ["food"], "town": "Avon"},
    ),
    (
        "needs skipped: nobody guesses asthma",
        "putting_on_airs",
        NO,
        {"stage": "has_children", "ages": [50], "needs": None},
    ),
    (
        "asthma, age not known",
        "putting_on_airs",
        MAY,
        {"stage": "has_children", "ages": None, "needs": ["asthma"], "town": "Avon"},
    ),
    # Young Parents Program: high school, in a district that has it
    (
        "in New Britain",
        "young_parents_program",
        FITS,
        {"stage": "pregnant", "school": "high_school", "town": "New Britain"},
    ),
    (
        "in Hartford",
        "young_parents_program",
        NO,
        {"stage": "pregnant", "school": "high_school", "town": "Hartford"},
    ),
    (
        "a teen out of school",
        "young_parents_program",
        NO,
        {"stage": "pregnant", "school": "teen", "town": "New Britain"},
    ),
    # nobody to serve, and nobody known
    ("none of these", "wic", NO, {"stage": "none", "benefits": True, "town": "Hartford"}),
    ("stage skipped", "wic", MAY, {"stage": None, "benefits": True, "town": "Hartford"}),
    (
        "stage skipped, but an age told",
        "wic",
        FITS,
        {"stage": None, "ages": [24], "benefits": True, "town": "Hartford"},
    ),
]


@pytest.mark.parametrize(
    ("program", "fit", "given"),
    [pytest.param(*case[1:], id=f"{case[1]}: {case[0]}") for case in CASES],
)
def test_verdict(program: str, fit: Fit, given: dict[str, Any]) -> None:
    assert verdicts(**given)[program].fit is fit


@pytest.mark.parametrize(
    ("program", "given", "ends"),
    [
        ("nfn", {"stage": "pregnant", "due": "2027-01-31"}, date(2027, 8, 31)),
        ("miop", {"stage": "pregnant", "due": "2027-01-31"}, date(2028, 1, 31)),
        ("nfn", {"stage": "has_children", "ages": [6], "first_baby": True}, date(2026, 11, 22)),
        ("nfn", {"stage": "has_children", "ages": [0], "first_baby": True}, date(2027, 5, 22)),
        ("miop", {"stage": "both", "ages": [3], "due": "2027-07-01"}, date(2028, 7, 1)),
        ("miop", {"stage": "pregnant", "due": None}, None),
        ("wic", {"stage": "pregnant", "due": "2027-01-31"}, None),
    ],
)
def test_the_day_on_which_enrolment_closes(
    program: str, given: dict[str, Any], ends: date | None
) -> None:
    """From the due date, or the earliest day that a child's age allows."""
    assert verdicts(**given)[program].ends == ends


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 5), 7, date(2026, 12, 5)),
    ],
)
def test_months_end_on_a_day_that_exists(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_every_program_that_is_matched_gets_a_verdict_and_those_without_a_fit_come_last() -> None:
    given = match(
        CATALOGUE,
        answers(stage="has_children", ages=[100], town="Hartford", needs=["asthma"]),
        TODAY,
    )
    assert len(given) == len(CATALOGUE.matched)
    fits = [verdict.fit for verdict in given]
    assert fits == sorted(fits, reverse=True)


def test_parents_as_teachers_gives_way_to_nfn_only_where_nfn_fits() -> None:
    first = verdicts(stage="pregnant", first_baby=True, town="Hartford")
    assert (first["pat"].covered_by, first["pat"].fit) == ("nfn", FITS)
    assert "pat" not in [v.program for v in fitting(tuple(first.values()))]
    assert not verdicts(stage="pregnant", first_baby=True, town="Avon")["pat"].covered_by


def test_the_best_subject_is_the_one_a_verdict_speaks_of() -> None:
    assert verdicts(stage="has_children", ages=[150, 4], town="Hartford")["miop"].about == Subject(
        "child", 4
    )
    assert verdicts(stage="both", ages=[4], town="Hartford")["miop"].about == Subject("pregnancy")
