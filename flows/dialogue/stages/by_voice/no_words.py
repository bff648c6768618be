"""Stages for what has no words to understand: another machine, a picture, emoji alone, sounds; and
what may not be kept."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.pause import pauses
from flows.dialogue.steps.asking import fall_silent
from flows.model.events import NoiseReceived, ReplyWithheld
from flows.model.inputs import Text
from flows.understanding.noise import Noise
from flows.understanding.text.ssn import looks_like_ssn
from flows.understanding.text.utterance import Said

# What people say while they think.
SOUNDS = frozenset(
    {"uh", "um", "umm", "uhh", "hm", "hmm", "mm", "mmm", "er", "ah", "eh", "este", "em"}
)


def machine(draft: Draft, incoming: Incoming) -> bool:
    """Stage: another machine's automatic answer is never answered."""
    if incoming.noise is not Noise.AUTO_REPLY:
        return False
    draft.note(NoiseReceived(Noise.AUTO_REPLY.value))
    draft.note(ReplyWithheld("machine"))
    return True


def noise(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what is no answer: a picture, a tapback, emoji alone, nothing at all."""
    if incoming.noise is None or incoming.intent is not None:
        return False
    draft.note(NoiseReceived(incoming.noise.value))
    if draft.channel.is_too_barren():
        fall_silent(draft)
    else:
        draft.say(f"noise.{incoming.noise.value}")
        if not pauses(draft, Said("")) and not draft.step.waits:
            asides.ask(draft)
    return True


def sounds(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a caller who only says "um" is thinking: asked again, and nothing is counted as not
    understood."""
    if not set(incoming.said.tokens) <= SOUNDS:
        return False
    asides.ask(draft)
    return True


def ssn(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a social security number is not wanted and not kept. A call asks again by itself."""
    if not looks_like_ssn(incoming.said):
        return False
    draft.say("ssn")
    if isinstance(incoming.input, Text):
        asides.ask(draft)
    return True


def topics(draft: Draft, incoming: Incoming) -> bool:
    """Stage: remember what they raise by themselves and we would never ask; it goes on."""
    draft.raise_topics(draft.flow.safety.raised(incoming.said))
    return False
