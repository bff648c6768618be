"""Every phrase that covers danger has a text that it alone keeps from being heard as it would be
without, so that none can be lost or broken unnoticed."""

from __future__ import annotations

import yaml

from flows.understanding.text.utterance import Said
from tests.flows.understanding.text.mask_rows import MADE, Masks, rows


def test_every_covering_phrase_has_a_text_that_needs_it() -> None:
    """Where this fails after a change: `python -m tests.flows.understanding.text.mask_rows`."""
    masks = Masks()
    idle = set(yaml.safe_load(MADE.read_text("utf-8"))["covers_nothing_alone"])
    lacking = {masks.phrases[i].phrase for i in masks.lacking(rows())}
    assert lacking <= idle
    assert idle <= {mask.phrase for mask in masks.phrases}


def test_what_a_phrase_covers_is_harmless_or_another_kind() -> None:
    masks = Masks()
    assert all(masks.needed_for(row) for row in rows())
    assert Said(rows()[0]).tokens
