"""What to call someone, asked only when they want a call back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared.hits import ParserDataError, book
from flows.understanding.text.utterance import Said

_LEAD = re.compile(
    r"^(?:hi[, ]+|hola[, ]+)?(?:my name is|my names|i'?m|i am|it'?s|this is|call me|ask for"
    r"|me llamo|mi nombre es|pregunten? por|por|con|soy|es)\s+",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][^\W\d_'’.\- ]*(?:[ '’.\-]+[^\W\d_]+\.?){0,4}$")
MAX_LENGTH = 40


class _Data(Struct, forbid_unknown_fields=True):
    says: list[str] = []


class Name:
    """Up to five words of letters, and none of the phrases that are said instead of a name."""

    def __init__(self, no_names: list[str]) -> None:
        self._no_names = book({"no name": ("$.says", no_names)})

    def hear(self, said: Said, today: date) -> Heard | None:
        if self._no_names.find(said):
            return None
        name = " ".join(_LEAD.sub("", said.raw.strip()).split()).strip(" .,!")
        return Heard(name) if len(name) <= MAX_LENGTH and _NAME.match(name) else None

    def volunteer(self, said: Said, today: date) -> Heard | None:
        return None


def build(data: Any) -> Name:
    try:
        return Name(msgspec.convert(data or {}, _Data).says)
    except msgspec.ValidationError as reason:
        raise ParserDataError(str(reason)) from reason
