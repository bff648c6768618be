"""Plays tests/cases: conversations by text with what the reply must and must not say, found by
using the program as parents do.

A case: `texts` in order; `go_on`: then SKIP is answered until the results come, and what was said
from there on is judged, the pages of MORE too (`first`: only the first page); `must` and `never`:
patterns, any case, in what is judged (`any`: in everything that was said); `why`: what is wrong if
it fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.intake import load_flow
from flows import engine
from flows.flow import Flow
from flows.model.context import Context, Office, Window
from flows.model.inputs import Channel, Text
from flows.model.session import Session

FOLDER = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 30, 16, tzinfo=UTC)
HERE = ZoneInfo("America/New_York")
OFFICE = Office(
    True,
    (
        Window(datetime(2026, 11, 30, 12, tzinfo=HERE), datetime(2026, 11, 30, 17, tzinfo=HERE)),
        Window(datetime(2026, 12, 1, 8, tzinfo=HERE), datetime(2026, 12, 1, 12, tzinfo=HERE)),
        Window(datetime(2026, 12, 1, 12, tzinfo=HERE), datetime(2026, 12, 1, 17, tzinfo=HERE)),
    ),
)
MORE = re.compile(r"\bMORE\b|\bM[AÁ]S\b")
RESULTS = re.compile(r"757-4820.*(?:\bMORE\b|\bM[AÁ]S\b|2-1-1)|2-1-1.*757-4820", re.DOTALL)
SPANISH = re.compile("[áéíóúñ¿]")


@cache
def flow() -> Flow:
    return load_flow()


class Phone:
    """A parent's phone: what is sent, and what comes back."""

    def __init__(self) -> None:
        self.session: Session | None = None

    def text(self, body: str) -> str:
        context = Context(
            now=NOW,
            today=date(2026, 11, 30),
            new_id=uuid4().hex,
            channel=Channel.SMS,
            office=OFFICE,
        )
        turn = engine.resume(flow(), self.session, Text(body), context)
        self.session = turn.session
        return turn.reply


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield pytest.param(case, id=case["id"])


@pytest.mark.parametrize("case", list(cases()))
def test_the_reply_says_what_it_must(case: dict[str, Any]) -> None:
    phone, said = Phone(), []
    for text in case["texts"]:
        said.append(phone.text(str(text).replace("{said}", said[-1] if said else "")))
    judged = len(said) - 1
    if case.get("go_on"):
        said += go_on(phone, said[-1], all_pages=case["go_on"] != "first")
    told = "\n".join(said if case.get("any") else said[judged:])
    missing = [
        must
        for must in case.get("must", ())
        if not re.search(must, told, re.IGNORECASE | re.DOTALL)
    ]
    present = [
        never
        for never in case.get("never", ())
        if re.search(never, told, re.IGNORECASE | re.DOTALL)
    ]
    wrong = f"missing {missing}, present {present}" if missing or present else ""
    assert not wrong, f"{case['why']}\n{wrong} in:\n{told}"


def go_on(phone: Phone, last: str, *, all_pages: bool) -> list[str]:
    """Everything that is said until the results are there, and their further pages."""
    said: list[str] = []
    while not RESULTS.search(last) and len(said) < 20:
        last = phone.text("SALTAR" if SPANISH.search(last) else "SKIP")
        said.append(last)
    while all_pages and MORE.search(last) and len(said) < 40:
        last = phone.text("MORE" if re.search(r"\bMORE\b", last) else "MAS")
        if last in said:
            break
        said.append(last)
    return said
