"""Every phrase of danger has a sentence that it alone catches, so that none can be lost or broken
unnoticed."""

from __future__ import annotations

import yaml

from flows.understanding.text.utterance import Said
from tests.flows.understanding.text.phrase_rows import MADE, SAFETY_ROWS, Lone, rows_of


def test_every_phrase_of_danger_has_a_row_that_it_alone_catches() -> None:
    """Where this fails, add a row as parents write it to safety_rows.yaml, or have the rest made
    (see phrase_rows.py)."""
    lone = Lone()
    together = set(yaml.safe_load(MADE.read_text("utf-8"))["always_with_others"])
    lacking = lone.lacking(row for _, _, row in rows_of(SAFETY_ROWS, MADE))
    assert not [phrase for i in lacking if (phrase := lone.phrases[i][2]) not in together]


def test_what_was_made_is_heard_as_its_kind() -> None:
    safety = Lone()._safety
    for kind, _, text in rows_of(MADE):
        heard = safety.hear(Said(text))
        assert heard, text
        assert heard.kind == kind, text
