"""What callers do and what is then said, row by row (call_rows.yaml)."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
import yaml
from msgspec import Struct

from tests.flows.callers import CLOSED, OPEN, Phone

ROWS = Path(__file__).parent / "call_rows.yaml"
DAYS = {"{today}": "(?:Monday|lunes)", "{tomorrow}": "(?:Tuesday|martes)"}


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """What a caller does, and what the last reply (or with `any` one of them) must and must never
    hold."""

    id: str
    does: tuple[str, ...]
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    confidence: float = 0.9
    any: bool = False
    closed: bool = False


def rows() -> list[Row]:
    return msgspec.convert(yaml.safe_load(ROWS.read_text("utf-8")), list[Row])


def found(pattern: str, said: str) -> bool:
    for day, name in DAYS.items():
        pattern = pattern.replace(day, name)
    return re.search(pattern, said, re.IGNORECASE | re.DOTALL) is not None


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_caller_is_told(row: Row) -> None:
    phone = Phone(CLOSED if row.closed else OPEN)
    replies = [phone.ring(), *(phone.does(what, str(row.confidence)) for what in row.does)]
    told = "\n".join(replies) if row.any else replies[-1]
    assert [pattern for pattern in row.must if not found(pattern, told)] == [], told
    assert [pattern for pattern in row.never if found(pattern, told)] == [], told
