"""A session from an older flow, brought into the present one."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.steps.moves import travel
from flows.model.events import FlowChanged
from flows.understanding.text.utterance import Said


def bring_up_to_date(draft: Draft) -> None:
    """It goes on at the nearest step that still exists, with the answers that still parse."""
    flow, session = draft.flow, draft.session
    if session.flow_version == flow.version:
        return
    gone = tuple(
        slot
        for slot, answer in session.answers.items()
        if not _still_parses(draft, slot, answer.words)
    )
    draft.remove(gone, "flow changed")
    draft.note(FlowChanged(str(session.flow_version), gone))
    draft.change(flow_version=flow.version)
    if session.step not in flow.steps:
        draft.change(step=flow.start, aside=None)
        travel(draft)


def _still_parses(draft: Draft, slot: str, words: str) -> bool:
    parser = draft.flow.volunteers.get(slot)
    if parser is None:
        return False
    return not words or bool(
        parser.hear(Said(words), draft.context.today)
        or parser.volunteer(Said(words), draft.context.today)
    )
