"""The order of the list: what was asked for comes first, whatever else fits."""

from __future__ import annotations

from itertools import product

import pytest

from flows.programs.matching import match
from flows.programs.ranking import leading
from flows.programs.verdict import fitting
from tests.flows.catalogue_cases import CATALOGUE, TODAY, answers

NEEDS = ("food", "parenting", "doctor", "breastfeeding", "asthma", "shots", "feelings", "other")
FAMILIES = [
    dict(
        zip(
            ("stage", "due", "ages", "first_baby", "town", "benefits", "school"),
            family,
            strict=True,
        )
    )
    for family in product(
        (
            "pregnant",
            "has_children",
            "both",
            "caregiver",
            "planning",
            "pregnancy_ended",
            "none",
            None,
        ),
        ("2027-03-15", None),
        ([0], [5], [30], [3, 40], [130], None),
        (True, False, None),
        ("Hartford", "Waterbury", "Avon", None),
        (True, False, None),
        ("high_school", "no", None),
    )
]


def shown(**values: object) -> list[str]:
    return [verdict.program for verdict in fitting(match(CATALOGUE, answers(**values), TODAY))]


@pytest.mark.parametrize("need", NEEDS)
def test_what_serves_a_need_best_leads(need: str) -> None:
    """For one need of every kind of family the first program is the one that serves it best, if any
    serves it."""
    wrong = []
    for family in FAMILIES:
        found = shown(**family, needs=[need])
        serving = [
            program for program in found if program in CATALOGUE.ranking.best_for.get(need, ())
        ]
        if serving and found[0] not in serving:
            wrong.append((family, found))
    assert not wrong


def test_every_need_has_its_program_in_the_lead() -> None:
    """All needs at once, in any order: each has a program in the lead, and the lead keeps the order
    of the needs."""
    wrong = []
    for family in FAMILIES:
        for needs in (NEEDS, NEEDS[::-1]):
            verdicts = match(CATALOGUE, answers(**family, needs=list(needs)), TODAY)
            lead = [verdict.program for verdict in leading(CATALOGUE, verdicts, needs)]
            found = [verdict.program for verdict in fitting(verdicts)]
            best_for = CATALOGUE.ranking.best_for
            unserved = [
                need
                for need in needs
                if set(best_for.get(need, ())) & set(found) and not set(best_for[need]) & set(lead)
            ]
            if found[: len(lead)] != lead or unserved:
                wrong.append((family, needs, lead, unserved))
    assert not wrong


def test_food_and_a_home_visit_lead_when_no_need_is_named() -> None:
    assert shown(stage="pregnant", first_baby=True, town="Hartford", benefits=True)[:2] == [
        "wic",
        "nfn",
    ]
    assert shown(stage="has_children", ages=[8], first_baby=False, town="Hartford")[:2] == [
        "wic",
        "miop",
    ]


def test_what_closes_soon_comes_before_what_fits_as_well() -> None:
    """A first baby of 5 months: NFN can be joined for one more month."""
    found = shown(
        stage="has_children",
        ages=[5],
        first_baby=True,
        town="Hartford",
        needs=["shots"],
        shots="no",
    )
    assert found[0] == "iap"
    assert found[1] == "nfn"


def test_what_few_can_get_comes_before_what_others_get_too() -> None:
    found = shown(
        stage="pregnant", first_baby=False, town="Waterbury", school="high_school", needs=["food"]
    )
    assert found[:2] == ["wic", "young_parents_program"]


def test_what_does_not_fit_is_never_shown() -> None:
    verdicts = match(CATALOGUE, answers(stage="none"), TODAY)
    assert {verdict.fit for verdict in fitting(verdicts)} <= {1, 2}
