"""Stages of what only a family tells: an abortion asked for, and a child who writes for a
grown-up."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps.settle import settle, speak
from flows.dialogue.steps.volunteered import volunteer
from flows.model.session import Status


def abortion_asked(draft: Draft, incoming: Incoming) -> bool:
    """Stage: an abortion asked for gets an answer of its own, and what else was told is kept."""
    told = draft.flow.family.told(incoming.said)
    if told.wish != "abortion" or draft.doubtful or draft.session.status is not Status.WAITING:
        return False
    language = draft.session.language or draft.flow.languages.hear(incoming.said)
    if language not in draft.prompts.languages:
        return False
    speak(draft, language)
    draft.channel.greet()
    volunteer(draft, incoming.said, "")
    draft.say("abortion")
    if draft.step.waits:
        return True
    settle(draft)
    return True


def child_writes(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a child who writes about a mother or a sister is given a person, and asked nothing
    about the pregnancy."""
    if (
        not draft.flow.family.told(incoming.said).child
        or draft.doubtful
        or draft.session.status is not Status.WAITING
    ):
        return False
    language = draft.session.language or draft.flow.languages.hear(incoming.said)
    if language not in draft.prompts.languages:
        return False
    speak(draft, language)
    draft.say("child_writes")
    return True
