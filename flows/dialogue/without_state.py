"""What can be said when the store is away: words of danger and STOP need no state, the rest gets
the number."""

from __future__ import annotations

from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.draft import Draft
from flows.dialogue.stages.by_voice.key_stages import STOP_KEYS
from flows.dialogue.stages.danger import emergencies
from flows.model.inputs import Dialled, Input, Text, as_text
from flows.model.waits import HangUp
from flows.understanding import noise
from flows.understanding.intents import Intent
from flows.understanding.noise import Noise
from flows.understanding.spoken.keypad import POUND
from flows.understanding.text.utterance import Said


def answer_text(draft: Draft, text: Text) -> None:
    """Whoever stopped our texts, or is answered by the carrier, gets a safety reply or nothing."""
    said = Said(text.body)
    if (
        _say_danger(draft, said, noise.kind(text, draft.flow.machines))
        or draft.context.opted_out
        or text.carrier
    ):
        return
    if draft.flow.intents.hear(said) is not Intent.STOP:
        draft.say("away")
    elif not draft.context.policy.stop_handling.confirms(text.body):
        draft.say("stopped")


def answer_call(draft: Draft, input_: Input) -> None:
    """In office hours the call is put through; else, or when it came back from there, it is
    over."""
    said = Said(as_text(input_).body)
    if not _say_danger(draft, said, None):
        stopping = (
            draft.flow.intents.hear(said) is Intent.STOP or said.raw.rstrip(POUND) == STOP_KEYS
        )
        draft.say("stopped_away" if stopping else "away")
    if isinstance(input_, Dialled) and input_.outcome == people.TAKEN:
        people.say_goodbye(draft, "transferred")
        draft.wait = HangUp()
    else:
        people.put_through(draft)


def _say_danger(draft: Draft, said: Said, kind: Noise | None) -> bool:
    """Numbers first, in the language of the words. Grief needs no number: it can wait for the
    store."""
    language = draft.flow.languages.hear(said)
    draft.change(language=language if language in draft.flow.languages else "")
    found = emergencies.danger_in(draft.flow, said, kind)
    if found is None or found.kind == "ended":
        return False
    draft.change(language=draft.session.language or found.language)
    draft.channel.say_danger(found.kind)
    return True
