"""Stage: after a silence or a dropped call, first whether to go on; after a long silence, first who
is there."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.asides.aside import UNSURE
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.model.events import SessionPaused
from flows.model.session import Aside, Status
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.text.utterance import Said

# What is heard even when we are not sure who is there.
ALWAYS = frozenset(
    {
        *(Intent.HELP, Intent.PRIVACY, Intent.CALL, Intent.FORGET),
        *(Intent.RESTART, Intent.REPEAT, Intent.LANGUAGE),
        *QUESTIONS,
    }
)


def pause(draft: Draft, incoming: Incoming) -> bool:
    """Stage: the text is held back until they say whether to go on; what is heard always goes on at
    once."""
    return pauses(draft, incoming.said, incoming.intent)


def pauses(draft: Draft, said: Said, intent: Intent | None = None) -> bool:
    """Whether the conversation is paused now, and the text held back."""
    hours = (draft.context.now - draft.session.heard).total_seconds() / 3600
    if not draft.session.answers or not _is_due(draft, hours):
        return False
    kind = "still_you" if hours > draft.context.policy.still_you_hours else "paused"
    draft.note(SessionPaused(kind))
    danger = None if draft.session.dropped else asides.danger_held(draft.session) or None
    draft.change(
        barren=0, aside=Aside(kind, value=danger, held="" if intent in ALWAYS else said.raw)
    )
    if intent not in ALWAYS:
        asides.ask(draft)
    return intent not in ALWAYS


def _is_due(draft: Draft, hours: float) -> bool:
    """Results stay in reach for longer than a question does. A dropped call asks once, however soon
    the text comes."""
    session, policy = draft.session, draft.context.policy
    finished = session.status is Status.COMPLETED
    asked = session.aside is not None and session.aside.kind in (*UNSURE, "forget")
    return hours > (policy.still_you_hours if finished else policy.pause_hours) or (
        session.dropped and not asked
    )
