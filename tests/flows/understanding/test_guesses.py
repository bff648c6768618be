"""Ages and due dates guessed from texts that the rules do not read whole: guesses only, and none
where the figures mean something else."""

from __future__ import annotations

from datetime import date

import pytest

from flows.understanding.guesses import guess_ages, guess_due
from flows.understanding.text.utterance import Said
from tests.playing.desks import the_flow

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("tiene 5 semanas nada mas", [1]),
        ("one and a half but he acts like hes 40 lol", [18]),
        ("mi nieto de seis que tiene autismo y la hermanita once meses, gatea", [11, 72]),
        ("the boy is too and the girl is for", [24, 48]),
        ("5 girls lord help me", None),
        ("in second grade", None),
        ("hace 3 años que espero", None),
    ],
)
def test_ages_are_guessed_from_the_figures(text: str, ages: list[int] | None) -> None:
    heard = guess_ages(Said(text), TODAY, {})
    assert (heard.value if heard else None) == ages
    assert heard is None or not heard.sure


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("siete meses cumplidos ya no me veo los pies", "2027-02-05"),
        ("my doctor said no, they moved it to january 6", "2027-01-06"),
        ("de vacaciones el 8 del mes que viene", "2026-12-08"),
        ("my last period was in october", None),
        ("no idea at all", None),
    ],
)
def test_a_due_date_is_guessed_from_dates_and_stretches(text: str, day: str | None) -> None:
    heard = guess_due(Said(text), TODAY, the_flow().family.holidays)
    assert (heard.value if heard else None) == day
    assert heard is None or not heard.sure
