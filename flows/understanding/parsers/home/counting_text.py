"""The forms in which a text about a household is read: signs spelled out, or words alone."""

from __future__ import annotations

import re

from flows.understanding.text.utterance import Said

_RUN_TOGETHER = re.compile(r"\b([0-9]{1,2})([a-z]{2,})")


def plain_text(said: Said) -> str:
    """Folded, with "plus" and "and" for their signs."""
    apart = _RUN_TOGETHER.sub(r"\1 \2", said.plain.replace("'", ""))
    return (
        re.sub(r"[^\w,;:.!?()&+/ -]", " ", apart)
        .replace("&", " and ")
        .replace("+", " plus ")
        .replace("/", " ")
    )


def one_line(text: str) -> str:
    """Without the signs at its ends."""
    return " ".join(text.split()).strip(" .!")


def bare_text(text: str) -> str:
    """Words and figures only."""
    return " ".join(re.sub(r"[^\w ]", " ", text).split())
