"""How many people live together."""

from __future__ import annotations

import pytest

from tests.flows.understanding.parsers.option_lists import hear, short


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("4", 4),
        ("four", 4),
        ("once", 11),
        ("4 people", 4),
        ("four of us", 4),
        ("somos 4", 4),
        ("somos cuatro personas", 4),
        ("there are 5 people in my house", 5),
        ("family of 5", 5),
        ("familia de 5", 5),
        ("4 including me", 4),
        ("just me", 1),
        ("alone", 1),
        ("yo sola", 1),
        ("solo yo y mi bebe", 2),
        ("me and 2 kids", 3),
        ("me, my husband and 2 kids", 4),
        ("yo, mi esposo y 3 hijos", 5),
        ("mis 2 hijos y yo", 3),
        ("me and my twins", 3),
        ("me my mom and my baby", 3),
        ("2 adults and 3 kids", 5),
        ("4 people: me, my husband, 2 kids", 4),
        ("4 (me, husband, 2 kids)", 4),
        ("20", 20),
        ("3 kids", ("?", 4)),
        ("2 kids and my husband", ("?", 4)),
        ("5 not counting me", 6),
        ("me + 3", ("?", 4)),
        ("me and my unborn baby", 2),
        ("maybe 4", ("?", 4)),
        ("0", None),
        ("21", None),
        ("4 or 5", None),
        ("4 and a baby", ("?", 5)),
        ("me and my kids", None),
        ("5 people: me and 2 kids", ("?", 5)),
        ("how many what?", None),
        ("hello", None),
        ("", None),
    ],
)
def test_a_number_or_a_list_of_people(text: str, people: object) -> None:
    assert short(hear("household", text)) == people
