"""A slip of the finger away: names close to what was typed. A guess from here is always confirmed,
never taken silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.understanding.text.utterance import fold

V = TypeVar("V")

_PART = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|(\S+)")
_MOST = 64  # spellings of one phrase; more than this is a sentence pattern, not a name


def _slips(length: int) -> int:
    return 0 if length < 4 else 1 if length < 7 else 2


def nearest(text: str, names: Mapping[str, V]) -> V | None:
    """The one value whose name is nearest to the text; None when nothing is near or two are equally
    near."""
    if not 3 <= len(text) <= 40:
        return None
    best, found = 3, set[str]()
    for name, distance, _ in process.extract(
        text, names.keys(), scorer=OSA.distance, score_cutoff=2, limit=None
    ):
        near = distance <= _slips(min(len(name), len(text) + 1)) and (
            name[0] == text[0] or len(name) > 6
        )
        if near and distance <= best:
            found = {name} if distance < best else found | {name}
            best = int(distance)
    values = [names[name] for name in found]
    return values[0] if values and all(value == values[0] for value in values) else None


def spellings(template: str) -> list[str]:
    """A phrase pattern written out; nothing for patterns with gaps or open endings."""
    if "*" in template or "..." in template:
        return []
    parts: list[list[str]] = []
    for group, optional, word in _PART.findall(template.removeprefix("= ")):
        parts.append(
            group.split("|") if group else ["", *optional.split("|")] if optional else [word]
        )
    if len(parts) > 6:
        return []
    written = [
        " ".join(fold(" ".join(choice)).replace("'", "").split()) for choice in product(*parts)
    ]
    return written if len(written) <= _MOST else []


def index(phrases: Iterable[tuple[str, V]]) -> dict[str, V]:
    """Every spelling with its value; a spelling that two values share is left out."""
    names: dict[str, V] = {}
    shared: set[str] = set()
    for template, value in phrases:
        for name in spellings(template):
            if len(name) >= 4 and names.setdefault(name, value) != value:
                shared.add(name)
    return {name: value for name, value in names.items() if name not in shared}
