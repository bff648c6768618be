"""Changing an answer that was given before."""

from __future__ import annotations

from typing import Any

from flows.dialogue.draft import Draft
from flows.dialogue.steps.moves import advance
from flows.dialogue.steps.settle import settle
from flows.model.session import Answer

# What the next reply says back by itself.
SAID_BACK = frozenset({"due", "ages", "town"})


def change(draft: Draft, slot: str, value: Any, words: str, how: str = "told") -> None:
    """Put the new answer in the place of the old one, say it back, and go on."""
    draft.answer(slot, Answer(value, words, how))
    if slot not in SAID_BACK:
        draft.say("ack.changed")
    if slot == "stage":
        draft.remove(_made_void(str(value)), "corrected")
    advance(draft, "go_on")
    settle(draft)


def _made_void(stage: str) -> tuple[str, ...]:
    """The answers that another stage leaves without a meaning."""
    expecting, raising = (
        stage in ("pregnant", "both"),
        stage in ("has_children", "both", "caregiver"),
    )
    return (*(() if expecting else ("due",)), *(() if raising else ("ages",)))
