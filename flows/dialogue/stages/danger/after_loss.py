"""Stage: what is asked after a loss: whether it was their fault, whom to talk to, a call to
somebody else."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands
from flows.dialogue.stages.danger import said_in_danger
from flows.model.danger_events import GRIEF
from flows.understanding.intents import Intent


def after_loss(draft: Draft, incoming: Incoming) -> bool:
    """Answered before it is asked about as danger; then what we wait for is asked again."""
    if draft.doubtful or not draft.session.language or not _is_after_loss(draft):
        return False
    heard = said_in_danger.names(draft, incoming.said)
    if "fault" in heard:
        draft.say("hold.fault")
    elif "call_other" in heard:
        commands.obey(draft, Intent.CALL, incoming.said)
        return True
    elif "talk" in heard and not _answers(draft, incoming):
        draft.say("hold.talk")
    else:
        return False
    if draft.session.aside is None and draft.step.waits != "results":
        asides.ask(draft)
    return True


def _answers(draft: Draft, incoming: Incoming) -> bool:
    """ "To talk to someone" is what helps most, where that is asked, or asks for a call."""
    parser = draft.step.parser
    heard = parser.hear(incoming.said, draft.context.today) if parser else None
    return incoming.intent is Intent.CALL or bool(heard and heard.sure)


def _is_after_loss(draft: Draft) -> bool:
    grief = GRIEF.intersection(draft.session.dangers)
    return draft.value("stage") == "pregnancy_ended" or bool(grief)
