"""Kleene logic: what is not known makes unknown only what depends on it."""

from __future__ import annotations

import pytest

from flows.programs.rules.kleene import SETTLED, State, all_of, any_of, undecided


@pytest.mark.parametrize("low", State)
@pytest.mark.parametrize("high", State)
def test_kleene_logic(low: State, high: State) -> None:
    """All is the lowest and any the highest; one that decides alone leaves nothing to ask."""
    spans = [SETTLED[low], SETTLED[high]]
    assert (all_of(spans)[0], any_of(spans)[0]) == (min(low, high), max(low, high))
    asked = undecided("town")
    assert all_of([asked, SETTLED[low]])[2] == (0 if low is State.NOT_MET else asked[2])
    assert any_of([asked, SETTLED[low]])[2] == (0 if low is State.MET else asked[2])
