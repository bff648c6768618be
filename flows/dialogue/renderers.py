"""Opens a Draft with the renderer of its channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.aloud.renderer_aloud import Aloud
from flows.dialogue.by_text.renderer_by_text import ByText
from flows.dialogue.channel import Renderer
from flows.dialogue.draft import Draft
from flows.flow import Flow
from flows.model.context import Context
from flows.model.inputs import Channel
from flows.model.session import Session

RENDERERS: Mapping[Channel, Callable[[Draft], Renderer]] = {
    Channel.SMS: ByText,
    Channel.VOICE: Aloud,
}


def open_draft(flow: Flow, session: Session, context: Context) -> Draft:
    """A Draft of the session's next turn, rendered for the channel of the context."""
    return Draft(flow, session, context, RENDERERS[context.channel])
