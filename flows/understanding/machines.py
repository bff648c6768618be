"""Texts that no person wrote: automatic replies of offices, shops and phones, codes, reminders,
alerts."""

from __future__ import annotations

import re

from flows.understanding.text.answer_words import AnswerWords, written_out
from flows.understanding.text.utterance import Said

_LEAST = 3  # words
_ENOUGH = 3
_MANY_SIGNS = 3
_CHATTY = re.compile(r"[a-z]")
_LABEL = re.compile(r"^[^\w]*[A-Z\u00c0-\u00dc][\w' -]{2,30}:")
_FIGURES = re.compile(
    r"\$\d|\d{1,2}(?::\d\d)? ?[ap]m\b|\d%|\d{3}[-. ]\d{4}|\d{1,2}/\d{1,2}|\d{4,}|#\d", re.IGNORECASE
)
_POLITE = re.compile(r"\b(?:please|pls|kindly|favor de|llame|call|reply|visit|your|su|you)\b")


class Machines:
    """Tells another machine's text by what only machines say, or by two signs of one together."""

    def __init__(self, words: AnswerWords) -> None:
        self._book = words.phrases("machines", "certain", "signs")
        self._persons = words.words("machines", "persons")
        self._exactly = frozenset(words.groups("machines", "exactly"))

    def wrote(self, said: Said) -> bool:
        """Whether another machine wrote this."""
        if said.raw.strip().replace("’", "'") in self._exactly:
            return True
        if len(said.tokens) < _LEAST:
            return False
        hits = [hit.name for hit in self._book.find_in(written_out(said.bare))]
        if "certain" in hits:
            return True
        signs = hits.count("signs")
        if not signs or not self._persons.isdisjoint(said.tokens):
            return signs >= _MANY_SIGNS and not _CHATTY.match(said.raw)
        return signs + _looks_printed(said) >= _ENOUGH


def _looks_printed(said: Said) -> int:
    """How many marks of a template: a label at the head, figures of money or a clock, whole
    sentences, a telephone number."""
    raw = said.raw.strip()
    sentences = [part for part in re.split(r"[.!?]\s+", raw) if part]
    whole = (
        all(part[0].isupper() or not part[0].isalpha() for part in sentences) and raw[-1] in ".!"
    )
    marks = (
        _LABEL.match(raw),
        _FIGURES.search(raw),
        whole,
        _POLITE.search(said.bare),
        " / " in raw,
    )
    return sum(bool(mark) for mark in marks)
