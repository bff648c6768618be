"""Stages of a call's keys: what means the same everywhere, else an answer to what is asked."""

from __future__ import annotations

from collections.abc import Mapping

from flows.dialogue.aloud.reach_a_person import stop_texts
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.settle import take
from flows.model.events import IntentHeard
from flows.model.session import Entry
from flows.understanding.intents import Intent
from flows.understanding.spoken.keypad import BACK, POUND
from flows.understanding.text.utterance import Said

# The same keys everywhere, also with pound behind them where pound ends the keys.
PERSON = "0"
KEYS: Mapping[str, Intent] = {
    PERSON: Intent.CALL,
    "*": Intent.REPEAT,
    BACK: Intent.BACK,
    POUND: Intent.SKIP,
}
STOP_KEYS = "7867"  # S T O P
REPEATED = (PERSON, "*")
SECONDS_OF_HABIT = 4


def stop_keys(draft: Draft, incoming: Incoming) -> bool:
    """Stage: S T O P, in one go or key by key."""
    before, bare = keys_before(draft), incoming.said.raw
    if bare != STOP_KEYS and not (before.endswith(STOP_KEYS[:-1]) and bare == STOP_KEYS[-1]):
        return False
    stop(draft)
    return True


def late_pound(draft: Draft, incoming: Incoming) -> bool:
    """Stage: pound out of habit, right behind a key or a whole answer, would skip a question hardly
    heard."""
    seconds = (draft.context.now - draft.session.heard).total_seconds()
    habit = keys_before(draft)[-1:].isdigit() and seconds < SECONDS_OF_HABIT
    if incoming.keys != POUND or not habit:
        return False
    asides.ask(draft)
    return True


def command_key(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a key that is a command. Where we do not know who is there, only a person, or the
    question again."""
    intent = _command(draft, incoming.keys)
    if intent is None:
        return False
    if asides.is_firm(draft) and intent in (Intent.BACK, Intent.SKIP):
        asides.ask(draft)
    else:
        commands.obey(draft, intent, incoming.said)
    return True


def answer_keys(draft: Draft, incoming: Incoming) -> bool:
    """Stage: keys that answer the step's question; a question in between and the results hear them
    as a number."""
    if draft.session.aside or draft.step.waits:
        return False
    press(draft, incoming.keys, incoming.keys)
    return True


def stop(draft: Draft) -> None:
    """No more texts; the call goes on."""
    draft.note(IntentHeard(Intent.STOP.value))
    stop_texts(draft)


def press(draft: Draft, pressed: str, words: str) -> None:
    """Take keys as an answer, or as a part of one; `words` are what it came from."""
    step, today = draft.step, draft.context.today
    result = (
        draft.flow.keypad.press(step.asks, draft.session.entry, pressed, step.parser, today)
        if step.parser
        else None
    )
    if result is None and not set(pressed) - {BACK}:
        commands.obey(draft, Intent.BACK, Said(words))
    elif result is None:
        draft.channel.not_understood()
    elif isinstance(result, Entry):
        wake(draft)
        draft.change(entry=result)
        asides.ask(draft)
    else:
        take(draft, result, words)


def is_key(draft: Draft, keys: str) -> bool:
    """Whether these keys mean something here: "my third" is no key 3 where there are two."""
    step, today = draft.step, draft.context.today
    if step.parser is None or not set(keys) - {BACK}:
        return step.parser is not None
    return (
        draft.flow.keypad.press(step.asks, draft.session.entry, keys, step.parser, today)
        is not None
    )


def keys_before(draft: Draft) -> str:
    """The keys that were pressed just before in this call, the last ones."""
    call = draft.context.call
    return draft.session.calls[call.sid].keys if call and call.sid in draft.session.calls else ""


def _command(draft: Draft, pressed: str) -> Intent | None:
    """A lone 9 may be an answer where a number is asked; with pound it certainly is."""
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if part.number and draft.session.aside is None and pressed.startswith(BACK):
        return None
    bare = pressed.rstrip(POUND) or POUND
    again_and_again = bare[0] in REPEATED and not set(bare) - {bare[0]}
    return KEYS.get(bare[0] if again_and_again else bare)
