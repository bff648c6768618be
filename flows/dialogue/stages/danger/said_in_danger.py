"""What else is said while danger holds, or is asked about: to go on, that it is over, a call, what
the number does."""

from __future__ import annotations

from collections.abc import Callable

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands
from flows.dialogue.stages.promised_call import cancel
from flows.dialogue.steps.callback import CALLBACK
from flows.dialogue.steps.settle import settle
from flows.model.inputs import Digits
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.answer_words import written_out
from flows.understanding.text.utterance import Said
from flows.understanding.topics import is_question

CALLING = ("call", "llam", "phone", "telef")
A_ZIP = 5  # figures; fewer may be a choice that was not offered
# What is asked for at once, whether there is danger or not.
COMMANDS = frozenset({Intent.CALL, Intent.MORE, Intent.FORGET, Intent.LANGUAGE, Intent.PRIVACY})
# Kinds in which 911 is the only number.
ONLY_911 = frozenset({"danger", "infant", "mother", "urgent"})
# Kinds whose help speaks to who writes: without a word of one's own it may be about another.
OF_THE_WRITER = frozenset({"substance", "trafficking", "child_self", "parent", "safe_haven"})
_SELF = wordset("i im ive ill me myself us we yo nos estoy toy soy voy tengo estamos conmigo")


def names(draft: Draft, said: Said) -> frozenset[str]:
    """The lists of `hold` that the text is heard in; what says that it is not well cancels going
    on."""
    found = {hit.name for hit in draft.flow.hold.find_in(written_out(said.bare))}
    return frozenset(found - {"go_on", "fine"} if "never" in found else found)


def hears_in_hold(draft: Draft, incoming: Incoming) -> bool:
    """A go-on in other words, a call, none, erasing, and what happens at that number."""
    if isinstance(incoming.input, Digits) or draft.doubtful:
        return False
    heard = names(draft, incoming.said)
    if "no_call" in heard:
        if CALLBACK in draft.session.handoffs:
            cancel(draft)
        _say_and_hold(draft, "no_call")
    elif "call" in heard or incoming.loose_intent is Intent.CALL:
        commands.obey(draft, Intent.CALL, incoming.said)
    elif incoming.loose_intent is Intent.FORGET:
        commands.obey(draft, Intent.FORGET, incoming.said)
    elif "number" in heard:
        kind = asides.danger_held(draft.session)
        _say_and_hold(draft, "number_911" if kind in ONLY_911 else "number")
    elif "go_on" in heard:
        draft.change(aside=None)
        settle(draft)
    else:
        return False
    return True


def _say_and_hold(draft: Draft, key: str) -> None:
    draft.say(f"hold.{key}")
    asides.ask(draft)


def means_something_else(draft: Draft, incoming: Incoming, heard: Heard | None) -> bool:
    """Whether what was answered to "is someone in danger?" is plainly no yes: an answer to our
    question, a question of theirs, a command, or that it is fine."""
    said = incoming.said
    short = said.bare.isdigit() and len(said.bare) < A_ZIP
    if short or (heard is not None and heard.value is True) or _cries_for(incoming):
        return False
    tells: tuple[Callable[[], bool], ...] = (
        lambda: "fine" in names(draft, said),
        lambda: incoming.loose_intent in COMMANDS | QUESTIONS,
        lambda: not draft.flow.safety.perhaps(said, answers=True) and _is_ours(draft, said),
    )
    return any(tell() for tell in tells)


def _cries_for(incoming: Incoming) -> bool:
    """ "Please, somebody": no wish for a call back."""
    return incoming.loose_intent is Intent.CALL and not any(
        token.startswith(CALLING) for token in incoming.said.tokens
    )


def says_only_fine(draft: Draft, incoming: Incoming) -> bool:
    """ "It was a joke": nothing in it but that it is fine, so that what was held back goes on."""
    said = incoming.said
    if incoming.loose_intent in COMMANDS | QUESTIONS or "fine" not in names(draft, said):
        return False
    sounds, bars = draft.flow.topics.sounds_like(said), draft.flow.topics.bars
    return not _is_ours(draft, said) and not (sounds and sounds.passes(bars.between))


def _is_ours(draft: Draft, said: Said) -> bool:
    """An answer to the waiting question or of the town, or a question that people ask."""
    today, parsers = draft.context.today, [draft.step.parser, draft.flow.steps["town"].parser]
    found = [parser.hear(said, today) for parser in parsers if parser]
    return any(each and each.sure for each in found) or (
        is_question(said) or draft.flow.topics.is_plainly_asked(said)
    )


def says_yes_in_words(draft: Draft, said: Said) -> bool:
    """Whether the learned ear hears anything in it, also weakly, or it asks for help."""
    return draft.flow.safety.hears_at_all(said) or "help" in names(draft, said)


def kind_for(draft: Draft, kind: str, held: Said) -> str:
    """The kind of help after "yes": the general one where only the ear said so, and nothing says
    that it is about who writes."""
    certain = draft.flow.safety.hear(held)
    if certain is not None or kind not in OF_THE_WRITER:
        return kind
    return kind if _SELF.intersection(held.tokens) else "danger"
