"""Why a program fits or not, in words of each language, and what is mentioned beside it."""

from __future__ import annotations

from typing import Any

import pytest

from flows.programs.matching import mentions
from flows.programs.reasons import in_words
from flows.programs.rules.kleene import State
from flows.programs.rules.subjects import Subject
from tests.flows.catalogue_cases import CATALOGUE, answers, verdicts


def test_reasons_are_data() -> None:
    """Which rule, which answer, for whom, and what would change it."""
    wic = verdicts(stage="pregnant", benefits=False, income=False, town="Hartford")["wic"]
    income = next(reason for reason in wic.reasons if reason.rule == "income")
    assert (income.state, income.hard, income.slot, income.value, income.wanted) == (
        State.NOT_MET,
        False,
        "income",
        False,
        (True,),
    )
    nfn = verdicts(stage="both", ages=[24], town="Hartford")["nfn"]
    first = next(reason for reason in nfn.reasons if reason.rule == "first_time")
    assert (first.state, first.slot, first.value, first.about) == (
        State.NOT_MET,
        "stage",
        "both",
        Subject("pregnancy"),
    )


@pytest.mark.parametrize(
    ("program", "given", "language", "said"),
    [
        ("wic", {"stage": "caregiver", "ages": [24], "benefits": True, "town": "Hartford"}, "en",
         ["you care for a child", "your child is under 5", "you have HUSKY, SNAP or TFA",
          "you live in Connecticut"]),
        ("iap", {"stage": "pregnant"}, "es", ["es para niños"]),
        ("healthy_start_hartford", {"stage": "pregnant", "town": "Avon"}, "es",
         ["tiene un embarazo",
           "vive en Avon"]),
        ("miop", {"stage": "pregnant", "town": "elsewhere"}, "en",
         ["you are pregnant", "the visits go on until the baby is 1",
          "it is for people who live in Hartford"]),
        ("wic", {"stage": "pregnancy_ended", "benefits": None, "household": None,
           "town": "Hartford"}, "en",
         ["you were pregnant", "it can help up to 6 months after a pregnancy",
          "HUSKY, SNAP or TFA would count",
          "your income may be within the limit; ask WIC", "you live in Connecticut"]),
    ],
)  # fmt: skip
def test_why_in_words(program: str, given: dict[str, Any], language: str, said: list[str]) -> None:
    """Of two that are enough, only the one that decided is told."""
    assert [
        in_words(CATALOGUE, reason, language) for reason in verdicts(**given)[program].reasons
    ] == said


@pytest.mark.parametrize(
    ("given", "raised", "told"),
    [
        ({"stage": "pregnant", "needs": ["doctor"], "town": "Hartford"}, (), ["cmpw"]),
        ({"stage": "pregnant", "needs": ["breastfeeding"], "town": "Hartford"}, (), []),
        ({"stage": "pregnant", "needs": ["food"], "town": "New Haven"}, (), ["cmpw",
           "healthy_start_state"]),
        ({"stage": "pregnant", "needs": ["breastfeeding"], "town": "Hartford"}, ("substance",),
           ["healthy_choices"]),
        ({"stage": "none", "school": "teen"}, (), ["teen_pregnancy_prevention"]),
        ({"stage": "none"}, (), []),
        ({"stage": "pregnant", "school": "teen", "needs": ["breastfeeding"], "town": "Hartford"},
           (),
         ["young_parents_program"]),
        ({"stage": "caregiver", "ages": [24], "needs": ["food"]}, (), ["caregivers_support_team"]),
        ({"stage": "has_children", "ages": [24], "needs": ["parenting"], "town": "Hartford"}, (),
         ["ecpip", "building_blocks", "family_enrichment_services", "family_support_team",
          "positive_parenting"]),
        ({"stage": "has_children", "ages": [90], "needs": ["feelings"], "town": "Hartford"}, (),
         ["family_school_connection", "ihbs"]),
        ({"stage": "pregnancy_ended", "town": "Hartford"}, (), []),
    ],
)  # fmt: skip
def test_mentions(given: dict[str, Any], raised: tuple[str, ...], told: list[str]) -> None:
    """By stage and need; Healthy Choices only when substance use was brought up, a teen's program
    only for one who said so."""
    assert [
        program.id for program in mentions(CATALOGUE, answers(**given), frozenset(raised))
    ] == told


def test_every_program_is_matched_or_mentioned_or_never_offered() -> None:
    reached = {p.id for p in CATALOGUE.matched} | {p.id for p, _ in CATALOGUE.mentioned} | {"ifvs"}
    assert reached == set(CATALOGUE.by_id)
