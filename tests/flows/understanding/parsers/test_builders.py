"""Wrong data is refused with the path inside the file and the reason."""

from __future__ import annotations

from typing import Any

import pytest

from flows.understanding.parsers import BUILDERS, WORDED, ParserDataError
from flows.understanding.parsers.base import Parser
from tests.flows.understanding.parsers.option_lists import WORDS


def _build(kind: str, data: Any) -> Parser:
    return WORDED[kind](data, WORDS) if kind in WORDED else BUILDERS[kind](data)


_OK = {"value": "a", "label": "A", "says": ["apple"]}


@pytest.mark.parametrize(
    ("kind", "data", "path"),
    [
        ("choice", {"options": []}, "$.options"),
        ("choice", {}, "options"),
        (
            "choice",
            {"options": [{"value": "a", "label": "A", "says": [3]}]},
            "$.options[0].says[0]",
        ),
        ("choice", {"options": [_OK, {**_OK, "says": ["(a|"]}]}, "$.options[1].value"),
        ("choice", {"options": [{**_OK, "says": ["apple", "(|pear)"]}]}, "$.options[0].says[1]"),
        ("choice", {"options": [{**_OK, "volunteer": ["[x]"]}]}, "$.options[0].volunteer[0]"),
        ("choice", {"options": [{**_OK, "label": ""}]}, "$.options[0]"),
        ("choice", {"options": [_OK], "colour": 1}, "colour"),
        ("choice", {"options": [_OK], "combine": [{"of": ["a", "b"], "to": "a"}]}, "$.combine[0]"),
        ("several", {"options": [_OK], "all": ["(|)"]}, "$.all[0]"),
        ("yesno", {"says_yes": "husky"}, "$.says_yes"),
        ("yesno", {"volunteer_no": ["[]"]}, "$.volunteer_no[0]"),
        ("ages", {"months": 3}, "months"),
    ],
)
def test_wrong_data_names_its_place(kind: str, data: Any, path: str) -> None:
    with pytest.raises(ParserDataError) as refused:
        _build(kind, data)
    assert path in str(refused.value)


@pytest.mark.parametrize("kind", ["ages", "household", "income"])
def test_some_kinds_need_no_data(kind: str) -> None:
    assert _build(kind, None)
    assert _build(kind, {})
