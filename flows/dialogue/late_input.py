"""An input that came while the store was away: STOP, START and words of danger count; nothing else
moves."""

from __future__ import annotations

from flows.dialogue import call as calls
from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.draft import Draft
from flows.dialogue.stages.by_voice.key_stages import PERSON, STOP_KEYS
from flows.dialogue.stages.danger import emergencies
from flows.model.events import HandoffOpened, ReplyWithheld
from flows.model.inputs import Digits, Hangup, Input, Recorded, Speech, Text, as_text
from flows.understanding import noise
from flows.understanding.intents import Intent
from flows.understanding.spoken.keypad import POUND
from flows.understanding.text.utterance import Said


def take_late(draft: Draft, input_: Input) -> None:
    """The first of these that fits is what the input comes to, in the order of what matters."""
    text = as_text(input_)
    said = Said(text.body)
    intent = draft.flow.intents.hear(said)
    if found := emergencies.danger_in(draft.flow, said, noise.kind(text, draft.flow.machines)):
        emergencies.report(draft, found)
    elif isinstance(input_, Recorded):
        people.after_recording(draft, input_)
    elif isinstance(input_, Hangup) and draft.context.call:
        calls.close(draft, draft.context.call, input_)
    elif isinstance(input_, Speech | Digits) and (
        intent is Intent.CALL or text.body in (PERSON, PERSON + POUND)
    ):
        draft.change(handoffs=(*draft.session.handoffs, "hung_up"))
        draft.note(HandoffOpened("hung_up"))
    elif _stops(text, intent):
        draft.channel.stop("late")
    elif draft.context.opted_out and (intent is Intent.START or text.carrier == "START"):
        draft.channel.start("late")
    else:
        draft.note(ReplyWithheld("late"))


def _stops(text: Text, intent: Intent | None) -> bool:
    return intent is Intent.STOP or text.carrier == "STOP" or text.body.rstrip(POUND) == STOP_KEYS
