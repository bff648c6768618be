"""Moving through the flow: one move, or on to the next step that waits."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.flow import Step


def advance(draft: Draft, on: str) -> None:
    """Make one move, and start afresh at the step it leads to."""
    session = draft.session
    if on == "go_on" and not session.language:
        draft.change(step=draft.flow.start, misses=0, silences=0, entry=None)
        return
    draft.change(
        step=draft.flow.moves.take(on, session.step, session.answers),
        misses=0,
        silences=0,
        entry=None,
    )


def travel(draft: Draft) -> None:
    """Pass what is known, and what can change no result."""
    while not draft.step.waits and _passable(draft, draft.step):
        advance(draft, "next")


def _passable(draft: Draft, step: Step) -> bool:
    if step.slot == "language":
        return bool(draft.session.language)
    return step.slot in draft.session.answers or not (
        step.always or step.slot in draft.open_slots()
    )
