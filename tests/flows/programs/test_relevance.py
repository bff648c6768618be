"""Which question can still change a result."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.model.session import Answer
from flows.programs.matching import match, mentions
from flows.programs.relevance import open_slots
from flows.programs.rules.subjects import KINDS
from tests.flows.catalogue_cases import CATALOGUE, LISTS, TODAY, answers

TOWNS = ["Hartford", "New Britain", "Bridgeport", "Avon", "elsewhere"]
NEEDS = ["food", "parenting", "doctor", "breastfeeding", "asthma", "shots", "feelings", "other"]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "stage": st.sampled_from([stage for stage in KINDS if stage]),
    "due": st.sampled_from(["2025-01-05", "2026-06-01", "2027-03-31"]),
    "ages": st.lists(
        st.sampled_from([0, 6, 7, 11, 12, 17, 18, 35, 36, 59, 60, 107, 108, 216]),
        min_size=1,
        max_size=3,
    ),
    "first_baby": st.booleans(),
    "town": st.sampled_from(TOWNS),
    "benefits": st.booleans(),
    "household": st.integers(1, 9),
    "income": st.booleans(),
    "school": st.sampled_from(["high_school", "teen", "no"]),
    "shots": st.sampled_from(["yes", "no", "unsure"]),
    "needs": st.lists(st.sampled_from(NEEDS), max_size=3, unique=True),
}
RAISED = st.sampled_from([frozenset[str](), frozenset({"substance"})])
SOME_ANSWERS = st.fixed_dictionaries(
    {}, optional={slot: st.none() | values for slot, values in VALUES.items()}
)


def opened(given_: dict[str, Answer], raised: frozenset[str] = frozenset()) -> frozenset[str]:
    return open_slots(CATALOGUE, given_, TODAY, raised)


def result(given_: dict[str, Answer], raised: frozenset[str]) -> tuple[Any, ...]:
    """What the person gets, without its order, and without a match that is only mentioned: that is
    not worth a question."""
    shown = {
        (v.program, v.fit, v.ends) for v in match(CATALOGUE, given_, TODAY) if not v.covered_by
    }
    return shown, {
        program.id for program in mentions(CATALOGUE, given_, raised) if program.treat == "mention"
    }


@given(SOME_ANSWERS, st.sampled_from(sorted(VALUES)), st.data(), RAISED)
@settings(max_examples=600, deadline=None)
def test_an_answer_only_ever_closes_slots(
    told: dict[str, Any], slot: str, data: st.DataObject, raised: frozenset[str]
) -> None:
    """Whatever is told next, even what was never asked: nothing opens that was closed before."""
    told.pop(slot, None)
    value = data.draw(st.none() | VALUES[slot])
    before = opened(answers(**told), raised)
    after = opened(answers(**told, **{slot: value}), raised)
    assert after <= before - {slot}


def inferred(told: dict[str, Any]) -> set[str]:
    """Known already, or impossible to ask; a person's own word about it may still change a
    result."""
    not_first = told.get("stage") == "both" or len(set(told.get("ages") or ())) > 1
    no_limit = "household" in told and told["household"] is None
    return ({"first_baby"} if not_first else set()) | ({"income"} if no_limit else set())


@given(SOME_ANSWERS, st.data(), RAISED)
@settings(max_examples=600, deadline=None)
def test_what_is_closed_changes_nothing(
    told: dict[str, Any], data: st.DataObject, raised: frozenset[str]
) -> None:
    now = answers(**told)
    closed = set(VALUES) - set(told) - opened(now, raised) - inferred(told)
    for slot in sorted(closed):
        value = data.draw(st.none() | VALUES[slot], label=slot)
        assert result({**now, **answers(**{slot: value})}, raised) == result(now, raised)


PREGNANT = {"stage": "pregnant", "town": "Hartford"}
BABY = {"stage": "has_children", "ages": [4], "town": "Hartford"}


@pytest.mark.parametrize(
    ("told", "is_open", "is_closed"),
    [
        ({}, set(VALUES), set()),
        (PREGNANT, {"due", "first_baby", "benefits", "household", "income", "needs"}, {"ages",
           "shots", "school", "stage"}),
        ({"stage": "pregnant"}, {"town", "school"}, {"ages", "shots"}),
        ({**PREGNANT, "due": None}, {"first_baby"}, {"due"}),
        ({**PREGNANT, "benefits": True}, {"first_baby"}, {"benefits", "household", "income"}),
        ({**PREGNANT, "benefits": False}, {"household", "income"}, set()),
        ({**PREGNANT, "benefits": None}, {"household", "income"}, {"benefits"}),
        ({**PREGNANT, "benefits": False, "household": 3}, {"income"}, {"household"}),
        ({**PREGNANT, "benefits": False, "household": None}, set(), {"household", "income"}),
        ({**PREGNANT, "benefits": False, "income": True}, set(), {"household", "income"}),
        ({"stage": "pregnant", "town": "elsewhere"}, {"due"}, {"benefits", "household", "income",
           "school"}),
        ({"stage": "pregnant", "town": "New Britain"}, {"school"}, set()),
        ({"stage": "both", "town": "Hartford"}, {"ages", "due", "first_baby"}, set()),
        ({"stage": "both", "ages": [24], "town": "Hartford"}, {"shots"}, {"first_baby"}),
        (BABY, {"first_baby", "shots", "needs", "benefits"}, {"due", "school"}),
        ({**BABY, "ages": [4, 30]}, {"shots"}, {"first_baby"}),
        ({**BABY, "ages": [7]}, {"shots"}, {"first_baby"}),
        ({**BABY, "ages": [36]}, {"benefits", "needs"}, {"shots", "first_baby"}),
        ({**BABY, "ages": [60]}, {"needs"}, {"shots", "benefits", "household", "income"}),
        ({**BABY, "needs": ["shots"]}, {"first_baby"}, {"shots"}),
        ({**BABY, "stage": "caregiver"}, {"shots"}, {"first_baby"}),
        ({"stage": "planning", "town": "Hartford"}, {"school"}, {"due", "ages", "first_baby",
           "benefits", "needs", "shots"}),
        ({"stage": "none"}, {"school"}, {"due", "ages", "first_baby", "town", "benefits", "needs",
           "shots"}),
    ],
)  # fmt: skip
def test_open_and_closed(told: dict[str, Any], is_open: set[str], is_closed: set[str]) -> None:
    found = opened(answers(**told))
    assert (is_open - found, is_closed & found) == (set(), set())


def test_after_a_pregnancy_ended_nothing_needs_to_be_asked() -> None:
    assert opened(answers(stage="pregnancy_ended")) == frozenset()


def test_the_lists_used_here_are_in_the_places() -> None:
    assert "New Britain" in LISTS["young_parents_districts"] & LISTS["greater_hartford_38"]
