"""Texts to be counted: by flows.hygiene, and by the browser while somebody writes."""

from __future__ import annotations

from itertools import product

COUNTED: list[tuple[str, int]] = [
    ("", 0),
    ("a" * 160, 1),
    ("a" * 161, 2),
    ("a" * 306, 2),
    ("a" * 307, 3),
    ("á" * 70, 1),
    ("á" * 71, 2),
    ("á" * 134, 2),
    ("á" * 135, 3),
    ("€" * 80, 1),
    ("€" * 81, 2),
    ("a" * 152 + "€" * 5, 2),
    ("😀" * 35, 1),
    ("😀" * 36, 2),
    ("á" * 66 + "😀" * 34, 3),
    ("¿Qué día?", 1),
]

_PIECES = (
    "Hola, ¿cómo está?",
    "\u201cIt\u2019s\u201d \u2013 ok\u2026 \u2022",
    "a\u00a0b\u200bc\u0001d\u001be\u000bf\u202fg\th",
    " e\u0301 n\u0303 \u2126 \ufb01 \u0130 \u212b",
    "{[~|^\\]} €",
    "👩‍👧 😀🇵🇷",
    "\r\nline\n\nline\n ",
    "ü" * 60,
)
MIXED = [a + b for a, b in product(_PIECES, repeat=2)] + [piece * 12 for piece in _PIECES]
