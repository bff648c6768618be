"""Yes and no as pictures: thumbs, ticks, crosses."""

from __future__ import annotations

import unicodedata

from flows.understanding.parsers.shared import yes_words as words
from flows.understanding.text.utterance import Said


def _drawn(said: Said) -> set[str]:
    return {c for c in said.plain if unicodedata.category(c) == "So"}


def from_pictures(said: Said) -> bool | None:
    """Thumbs up or down and nothing else."""
    if said.tokens or said.plain.isascii():
        return None
    drawn = _drawn(said)
    if drawn and drawn <= words.YES_SIGNS:
        return True
    return False if drawn and drawn <= words.NO_SIGNS else None


def contradicted_by_pictures(said: Said, answer: bool) -> bool:
    if said.plain.isascii():
        return False
    return bool(_drawn(said) & (words.NO_SIGNS if answer else words.YES_SIGNS))
