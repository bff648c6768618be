"""What was keyed or said in a call, brought to what it means."""

from __future__ import annotations

from collections.abc import Mapping

from flows.dialogue import asides, commands, emergencies
from flows.dialogue import results_aloud as reading
from flows.dialogue.asking import not_understood, wake
from flows.dialogue.reach_a_person import say_goodbye, stop_texts
from flows.dialogue.step_input import understand
from flows.dialogue.steps import take
from flows.dialogue.text_input import heed
from flows.dialogue.turn import Draft
from flows.model.events import IntentHeard
from flows.model.inputs import Digits, Speech
from flows.model.session import Entry
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.keypad import BACK, POUND, as_keys, kept
from flows.understanding.parsers.numbers import menu_numbers
from flows.understanding.safety import looks_like_ssn
from flows.understanding.spoken_dates import with_figures
from flows.understanding.utterance import Said

# The same keys everywhere, also with pound behind them where pound ends the keys.
PERSON = "0"
KEYS: Mapping[str, Intent] = {PERSON: Intent.CALL, "*": Intent.REPEAT, BACK: Intent.BACK, POUND: Intent.SKIP}
STOP_KEYS = "7867"  # S T O P
REPEATED = (PERSON, "*")
SECONDS_OF_HABIT = 3
# What people say while they think.
THANKING = frozenset({"thanks", "thank", "gracias"})
SOUNDS = frozenset({"uh", "um", "umm", "uhh", "hm", "hmm", "mm", "mmm", "er", "ah", "eh", "este", "em"})


def hear_keys(draft: Draft, digits: Digits) -> None:
    """A key that means the same everywhere, else an answer to what is asked."""
    pressed = digits.keys
    bare = pressed.rstrip(POUND) or pressed
    if (_keys_before(draft).endswith(STOP_KEYS[:-1]) and bare == STOP_KEYS[-1]) or bare == STOP_KEYS:
        _stop(draft)
    elif pressed == POUND and _is_late_pound(draft):
        asides.ask(draft)
    elif intent := _command(draft, pressed):
        _obey(draft, intent)
    elif draft.session.aside:
        heed(draft, Said(bare), None)
    elif draft.step.waits:
        understand(draft, Said(bare), None)
    else:
        _press(draft, pressed, pressed)


def hear_speech(draft: Draft, speech: Speech) -> None:
    """Safety first, as by text; then the keys that the words stand for; then whatever words can mean."""
    said = Said(with_figures(speech.words))
    draft.confidence = speech.confidence
    if danger := emergencies.danger_in(draft.flow, said, None):
        emergencies.respond(draft, danger, said)
        return
    draft.raise_topics(draft.flow.safety.raised(said))
    if looks_like_ssn(said):
        draft.say("ssn")
    elif set(said.tokens) <= SOUNDS:
        not_understood(draft)
    elif spoken := _spoken_keys(draft, said):
        _press(draft, spoken, speech.words)
    elif entry := _spoken_part(draft, said):
        wake(draft)
        draft.change(entry=entry)
        asides.ask(draft)
    else:
        _hear_words(draft, said)


def _hear_words(draft: Draft, said: Said) -> None:
    """What asks for no more texts does so whatever was asked; whoever says goodbye gets one."""
    intent = draft.flow.intents.hear(said)
    if _ends_the_call(draft, said, intent):
        if _thanks(said):
            draft.say("thanks")
        say_goodbye(draft, "said goodbye")
    elif intent is Intent.STOP and not draft.doubtful:
        _stop(draft)
    elif intent is Intent.STOP:
        not_understood(draft)
    elif _thanks(said) and draft.step.waits == "results":
        draft.say("thanks")
        reading.menu(draft)
    elif intent in QUESTIONS or not (_at_the_list(draft) and reading.hear(draft, said)):
        heed(draft, said, intent)


def _ends_the_call(draft: Draft, said: Said, intent: Intent | None) -> bool:
    """By telephone "cancel" and "wrong number" end the call; "stop" is about texts, where there can be any."""
    ending = _listen_for("goodbye", draft, said)
    stopping = intent is Intent.STOP
    enough = ending == "enough" and (stopping or _at_the_list(draft))
    return ending == "goodbye" or enough or (stopping and draft.context.withheld)


def _at_the_list(draft: Draft) -> bool:
    return draft.step.waits == "results" and draft.session.aside is None


def _listen_for(what: str, draft: Draft, said: Said) -> str:
    """What the words plainly mean, a bare number never; nothing when they do not."""
    if draft.doubtful or menu_numbers(said):
        return ""
    heard = draft.flow.listens[what].hear(said, draft.context.today)
    return str(heard.value) if heard and heard.sure else ""


def _thanks(said: Said) -> bool:
    return not THANKING.isdisjoint(said.tokens)


def _stop(draft: Draft) -> None:
    draft.note(IntentHeard(Intent.STOP.value))
    stop_texts(draft)


def _keys_before(draft: Draft) -> str:
    call = draft.context.call
    return draft.session.calls[call.sid].keys if call and call.sid in draft.session.calls else ""


def _is_late_pound(draft: Draft) -> bool:
    """Pound out of habit, behind keys that were a whole answer already: it would skip a question that was hardly heard."""
    seconds = (draft.context.now - draft.session.heard).total_seconds()
    return _keys_before(draft)[-2:].isdigit() and len(_keys_before(draft)) > 1 and seconds < SECONDS_OF_HABIT


def _command(draft: Draft, pressed: str) -> Intent | None:
    """A lone 9 may be an answer where a number is asked; with pound it certainly is."""
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if part.number and draft.session.aside is None and pressed.startswith(BACK):
        return None
    bare = pressed.rstrip(POUND) or POUND
    again_and_again = bare[0] in REPEATED and not set(bare) - {bare[0]}
    return KEYS.get(bare[0] if again_and_again else bare)


def _obey(draft: Draft, intent: Intent) -> None:
    """Where we do not know yet who is there, only a person can be asked for, or the question again."""
    if asides.is_firm(draft) and intent in (Intent.BACK, Intent.SKIP):
        asides.ask(draft)
    else:
        commands.obey(draft, intent)


def _spoken_keys(draft: Draft, said: Said) -> str:
    """The keys that the words stand for: a spoken number, or a way on to another part of the question."""
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if draft.session.aside or draft.step.waits or part.digits:
        return ""
    if not part.words_first and (spoken := as_keys(part, said)):
        return spoken
    if draft.question in draft.flow.listens and (named := _listen_for(draft.question, draft, said)):
        return named
    if not part.go or draft.doubtful or (part.menu and draft.step.parser and draft.step.parser.hear(said, draft.context.today)):
        return ""
    return part.way(_listen_for("keypad", draft, said))


def _spoken_part(draft: Draft, said: Said) -> Entry | None:
    """Words within a part of a question that takes several values: they join what was keyed before."""
    entry, step = draft.session.entry, draft.step
    part = draft.flow.keypad.part(step.asks, entry)
    if entry is None or not (part.then or part.done) or draft.session.aside or draft.doubtful or step.parser is None:
        return None
    heard = step.parser.hear(said, draft.context.today)
    return kept(part, entry, heard.value) if heard and heard.sure and isinstance(heard.value, list) else None


def _press(draft: Draft, pressed: str, words: str) -> None:
    step, today = draft.step, draft.context.today
    result = draft.flow.keypad.press(step.asks, draft.session.entry, pressed, step.parser, today) if step.parser else None
    if result is None and not set(pressed) - {BACK}:
        commands.obey(draft, Intent.BACK)
    elif result is None:
        not_understood(draft)
    elif isinstance(result, Entry):
        wake(draft)
        draft.change(entry=result)
        asides.ask(draft)
    else:
        take(draft, result, words)
