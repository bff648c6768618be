"""What was keyed or said in a call, brought to what it means."""

from __future__ import annotations

from collections.abc import Mapping

from flows import asides, commands, emergencies
from flows.asking import not_understood, wake
from flows.events import IntentHeard
from flows.hearing import heed
from flows.inputs import Digits, Speech
from flows.intents import Intent
from flows.keypad import BACK, POUND, as_keys
from flows.people import stop_texts
from flows.safety import looks_like_ssn
from flows.session import Entry
from flows.steps import take
from flows.turn import Draft
from flows.understanding import understand
from flows.words import Said

# The same keys everywhere, also with pound behind them where pound ends the keys.
KEYS: Mapping[str, Intent] = {"0": Intent.CALL, "*": Intent.REPEAT, BACK: Intent.BACK, POUND: Intent.SKIP}
STOP_KEYS = "7867"  # S T O P


def hear_keys(draft: Draft, digits: Digits) -> None:
    """A key that means the same everywhere, else an answer to what is asked."""
    pressed = digits.keys
    bare = pressed.rstrip(POUND) or pressed
    if bare == STOP_KEYS:
        draft.note(IntentHeard(Intent.STOP.value))
        stop_texts(draft)
    elif intent := _command(draft, pressed):
        _obey(draft, intent)
    elif draft.session.aside:
        asides.hear(draft, Said(bare))
    elif draft.step.waits:
        understand(draft, Said(bare), None)
    else:
        _press(draft, pressed, pressed)


def hear_speech(draft: Draft, speech: Speech) -> None:
    """Safety first, as by text; then a spoken number of the menu; then whatever words can mean."""
    said = Said(speech.words)
    draft.confidence = speech.confidence
    if danger := emergencies.danger_in(draft.flow, said, None):
        emergencies.respond(draft, danger, said)
        return
    intent = draft.flow.intents.hear(said)
    if intent is Intent.STOP:
        draft.note(IntentHeard(intent.value))
        stop_texts(draft)
        return
    draft.raise_topics(draft.flow.safety.raised(said))
    if looks_like_ssn(said):
        draft.say("ssn")
    elif spoken := _spoken_keys(draft, said):
        _press(draft, spoken, speech.words)
    else:
        heed(draft, said, intent)


def _command(draft: Draft, pressed: str) -> Intent | None:
    """A lone 9 may be an answer where a number is asked; with pound it certainly is."""
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if part.number and draft.session.aside is None and pressed.startswith(BACK):
        return None
    return KEYS.get(pressed) or KEYS.get(pressed.removesuffix(POUND))


def _obey(draft: Draft, intent: Intent) -> None:
    """Where we do not know yet who is there, only a person can be asked for, or the question again."""
    if asides.is_firm(draft) and intent in (Intent.BACK, Intent.SKIP):
        asides.ask(draft)
    else:
        commands.obey(draft, intent)


def _spoken_keys(draft: Draft, said: Said) -> str:
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if draft.session.aside or draft.step.waits or part.words_first or not (part.menu or part.go or part.number):
        return ""
    return as_keys(part, said)


def _press(draft: Draft, pressed: str, words: str) -> None:
    step, today = draft.step, draft.context.today
    result = draft.flow.keypad.press(step.asks, draft.session.entry, pressed, step.parser, today) if step.parser else None
    if result is None:
        not_understood(draft)
    elif isinstance(result, Entry):
        wake(draft)
        draft.change(entry=result)
        asides.ask(draft)
    else:
        take(draft, result, words)
