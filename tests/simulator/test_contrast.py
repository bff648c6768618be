"""Every pair of colours that carries words has the contrast WCAG asks for (AA, 4.5 to 1; edges 3 to
1), by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulator

CSS = (Path(simulator.__file__).parent / "static" / "page.css").read_text("utf-8")
DAY, NIGHT = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in CSS.split("@media (prefers-color-scheme: dark)")
)
PAIRS = [
    ("ink", "ground", 4.5),
    ("soft", "ground", 4.5),
    ("ink", "card", 4.5),
    ("soft", "card", 4.5),
    ("soft", "sunk", 4.5),
    ("ink", "theirs", 4.5),
    ("main", "card", 4.5),
    ("main-strong", "sunk", 4.5),
    ("on-main", "main", 4.5),
    ("on-main", "main-strong", 4.5),
    ("good-ink", "good", 4.5),
    ("may-ink", "may", 4.5),
    ("not-ink", "not", 4.5),
    ("bad-ink", "bad", 4.5),
    ("edge", "card", 3),
    ("edge", "sunk", 3),
    ("main", "ground", 3),
]


@pytest.mark.parametrize("colours", [DAY, DAY | NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "paper", "least"), PAIRS)
def test_words_can_be_read(colours: dict[str, str], ink: str, paper: str, least: float) -> None:
    assert _contrast(colours[ink], colours[paper]) >= least


@pytest.mark.parametrize("colours", [DAY, DAY | NIGHT], ids=["day", "night"])
def test_ones_own_texts_can_be_read(colours: dict[str, str]) -> None:
    assert _contrast("#ffffff", colours["mine"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
