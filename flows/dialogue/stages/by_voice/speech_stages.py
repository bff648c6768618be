"""Stages of a call's words: the keys that they stand for, a goodbye, the menu of the results."""

from __future__ import annotations

from flows.dialogue.aloud import results_aloud as reading
from flows.dialogue.aloud.follow_up_aloud import end_the_call
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.by_voice.key_stages import is_key, press, stop
from flows.dialogue.stages.by_voice.line_stages import hush
from flows.dialogue.steps.asking import wake
from flows.model.inputs import Speech
from flows.model.session import Entry
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.spoken.keypad import as_keys, kept
from flows.understanding.text.utterance import Said

# Words of who wants no more texts, and not only quiet.
TEXTS = frozenset(
    {
        *(
            "text",
            "texts",
            "texting",
            "txt",
            "message",
            "messages",
            "messaging",
            "unsubscribe",
            "optout",
        ),
        *("mensaje", "mensajes", "texto", "textos", "escribir", "escriban", "escriba"),
    }
)
THANKING = frozenset({"thanks", "thank", "gracias"})


def spoken_keys(draft: Draft, incoming: Incoming) -> bool:
    """Stage: words that stand for keys."""
    keys = _spoken_keys(draft, incoming.said)
    if not keys or not is_key(draft, keys):
        return False
    press(draft, keys, _words(incoming))
    return True


def spoken_part(draft: Draft, incoming: Incoming) -> bool:
    """Stage: words within a part of a question that takes several values."""
    entry = _spoken_part(draft, incoming.said)
    if entry is None:
        return False
    wake(draft)
    draft.change(entry=entry)
    asides.ask(draft)
    return True


def goodbye(draft: Draft, incoming: Incoming) -> bool:
    """Stage: whoever says goodbye gets one."""
    if not _ends_the_call(draft, incoming.said, incoming.intent):
        return False
    if _thanks(incoming.said):
        draft.say("thanks")
    end_the_call(draft, "said goodbye")
    return True


def stop_by_voice(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what plainly asks for no more texts does so whatever was asked, unless it may have
    been misheard; any other "stop" in a call means the talking."""
    if incoming.intent is not Intent.STOP:
        return False
    if not draft.doubtful and draft.can_text and not TEXTS.isdisjoint(incoming.said.tokens):
        stop(draft)
    else:
        hush(draft)
    return True


def thanks(draft: Draft, incoming: Incoming) -> bool:
    """Stage: thanks, at the results."""
    if draft.step.waits != "results" or not _thanks(incoming.said):
        return False
    draft.say("thanks")
    reading.menu(draft)
    return True


def results_menu(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a choice of the menu of the results, which comes before commands in the same words."""
    return (
        incoming.intent not in QUESTIONS
        and reading.at_the_list(draft)
        and reading.choose(draft, incoming.said)
    )


def _words(incoming: Incoming) -> str:
    """As they were recognised, before numbers were written as figures."""
    return incoming.input.words if isinstance(incoming.input, Speech) else incoming.said.raw


def _ends_the_call(draft: Draft, said: Said, intent: Intent | None) -> bool:
    """By telephone "wrong number" and "bye" end the call; "stop" and "cancel" are asked about
    first."""
    ending = _listen_for("goodbye", draft, said)
    enough = ending == "enough" and intent is not Intent.STOP
    return ending == "goodbye" or (enough and reading.at_the_list(draft))


def _listen_for(what: str, draft: Draft, said: Said) -> str:
    """What the words plainly mean, a bare number never; nothing when they do not."""
    if draft.doubtful or menu_numbers(said):
        return ""
    heard = draft.flow.listens[what].hear(said, draft.context.today)
    return str(heard.value) if heard and heard.sure else ""


def _thanks(said: Said) -> bool:
    return not THANKING.isdisjoint(said.tokens)


def _spoken_keys(draft: Draft, said: Said) -> str:
    """The keys that the words stand for: a spoken number, or a way on to another part of the
    question."""
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if draft.session.aside or draft.step.waits or part.digits:
        return ""
    if not part.words_first and (spoken := as_keys(part, said)):
        return spoken
    if draft.question in draft.flow.listens and (named := _listen_for(draft.question, draft, said)):
        return named
    if (
        not part.go
        or draft.doubtful
        or (part.menu and draft.step.parser and draft.step.parser.hear(said, draft.context.today))
    ):
        return ""
    return part.way(_listen_for("keypad", draft, said))


def _spoken_part(draft: Draft, said: Said) -> Entry | None:
    """Words within a part of a question that takes several values: they join what was keyed
    before."""
    entry, step = draft.session.entry, draft.step
    part = draft.flow.keypad.part(step.asks, entry)
    if (
        entry is None
        or not (part.then or part.done)
        or draft.session.aside
        or draft.doubtful
        or step.parser is None
    ):
        return None
    heard = step.parser.hear(said, draft.context.today)
    return (
        kept(part, entry, heard.value)
        if heard and heard.sure and isinstance(heard.value, list)
        else None
    )
