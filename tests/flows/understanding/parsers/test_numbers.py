"""Numbers in words, in both languages at once."""

from __future__ import annotations

import pytest

from flows.understanding.parsers.shared.numbers import digits


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("two and five", "2 and 5"),
        ("dos y cinco", "2 y 5"),
        ("twenty-one", "21"),
        ("twenty one", "21"),
        ("treinta y dos", "32"),
        ("veintitres", "23"),
        ("un mes", "1 mes"),
        ("once", "11"),
        ("son once", "son 11"),
        ("once anos", "11 anos"),
        ("call me once", "call me once"),
        ("at once please", "at once please"),
        ("someone", "someone"),
        ("dose", "12"),
    ],
)
def test_words_become_figures_only_where_they_are_numbers(text: str, figures: str) -> None:
    assert digits(text) == figures
