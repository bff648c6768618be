"""What to call someone, asked only when they want a call back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flows.understanding.parsers.base import Heard
from flows.understanding.utterance import Said

_LEAD = re.compile(
    r"^(?:hi[, ]+|hola[, ]+)?(?:my name is|my names|i'?m|i am|it'?s|this is|call me|ask for"
    r"|me llamo|mi nombre es|pregunten? por|por|con|soy|es)\s+",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][^\W\d_'’.\- ]*(?:[ '’.\-]+[^\W\d_]+\.?){0,4}$")
MAX_LENGTH = 40


class Name:
    """Up to five words of letters."""

    def hear(self, said: Said, today: date) -> Heard | None:
        name = " ".join(_LEAD.sub("", said.raw.strip()).split()).strip(" .,!")
        return Heard(name) if len(name) <= MAX_LENGTH and _NAME.match(name) else None

    def volunteer(self, said: Said, today: date) -> Heard | None:
        return None


def build(data: Any) -> Name:
    return Name()
