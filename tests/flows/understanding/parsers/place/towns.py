"""The towns of the county's data as the tests ask for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import yaml

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.place.town import Town, build

TODAY = date(2026, 11, 21)
FILE = Path(__file__).parents[5] / "flows" / "intake" / "places.yaml"
TOWN: Town = build(yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader))
TOWNS = TOWN.places.towns
ZIPS = TOWN.places.zips


def shown(heard: Heard | None) -> str:
    """ "Hartford" taken, "Hartford?" asked, "-" not understood."""
    if heard is None:
        return "-"
    return heard.value if heard.sure else f"{heard.value}?"
