"""Commands: what means the same at every step, as a literal table from intents to what they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import faq
from flows.dialogue.stages.pause import ALWAYS
from flows.dialogue.steps import callback
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.moves import advance
from flows.dialogue.steps.settle import decline, restart, settle, speak, take
from flows.model.events import IntentHeard
from flows.model.session import Status
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said


def command(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a command that is the whole text; a question of theirs is answered in the language in
    which it is asked."""
    intent = incoming.intent
    if intent in QUESTIONS:
        faq.speak_as_they_do(draft, incoming.said)
    if (
        intent is None
        or _may_be_answer(draft, intent)
        or (intent not in ALWAYS and asides.is_firm(draft))
    ):
        return False
    if _declined(draft, incoming, intent):
        return True
    obey(draft, intent, incoming.whole)
    return True


def command_in_other_words(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a command that is part of a text which answers nothing."""
    intent = incoming.loose_intent
    if intent in QUESTIONS:
        faq.speak_as_they_do(draft, incoming.said)
    if intent and _declined(draft, incoming, intent):
        return True
    if intent:
        obey(draft, intent, incoming.whole if incoming.intent else incoming.said)
    return intent is not None


def _declined(draft: Draft, incoming: Incoming, intent: Intent) -> bool:
    """A text that asks why and gives no answer: "Why? I'd rather skip." is answered, and is a
    refusal too."""
    said = incoming.said
    asked = intent in QUESTIONS or intent in (Intent.PRIVACY, Intent.WHY)
    if not asked or not faq.refuses_beside(draft, said):
        return False
    if "?" in said.plain and intent in QUESTIONS:
        faq.answer(draft, intent, briefly=True)
    elif "?" in said.plain:
        draft.note(IntentHeard(intent.value))
        COMMANDS[intent](draft)
    decline(draft, said.raw, "declined")
    return True


def _may_be_answer(draft: Draft, intent: Intent) -> bool:
    """ "Ok" may answer a yes or no, "more" how high the income is, and "yes, erase it" whether to
    erase."""
    asked = draft.session.status is not Status.COMPLETED
    aside = draft.session.aside
    erasing = intent is Intent.FORGET and aside is not None and aside.kind == "forget"
    return intent in COURTESIES or (intent is Intent.MORE and asked) or erasing


def obey(draft: Draft, intent: Intent, said: Said) -> None:
    """Do what the intent asks for, whatever the step; `said` are the words that ask for it."""
    draft.note(IntentHeard(intent.value))
    if intent in COURTESIES:
        draft.channel.be_courteous(intent)
    else:
        wake(draft)
        if draft.session.aside and draft.session.aside.kind == "help":
            draft.change(aside=None)
            if intent is Intent.BACK:
                asides.ask(draft)
                return
        if intent is Intent.LANGUAGE:
            _switch(draft, draft.flow.intents.language(said))
        else:
            COMMANDS[intent](draft)


def _help(draft: Draft) -> None:
    draft.say("help")
    draft.channel.after_help()


def _privacy(draft: Draft) -> None:
    draft.say("privacy")


def _back(draft: Draft) -> None:
    """Take away what the last answering turn gave, and ask again from there."""
    if draft.channel.must_choose_first() or draft.channel.step_back():
        return
    calling = draft.step.slot in callback.CALLBACK_SLOTS
    answers = {
        slot: a
        for slot, a in draft.session.answers.items()
        if (slot in callback.CALLBACK_SLOTS) == calling
    }
    last = max((answer.turn for answer in answers.values()), default=-1)
    if not answers and not calling:
        draft.say("back_nothing")
    draft.remove(tuple(slot for slot, answer in answers.items() if answer.turn == last), "back")
    if draft.session.status is Status.COMPLETED and not calling:
        draft.change(status=Status.WAITING, disposition=None)
    advance(draft, "call" if calling and answers else "go_on")
    settle(draft)


def _skip(draft: Draft) -> None:
    if draft.channel.must_choose_first() or draft.channel.skip_result():
        return
    aside, entry = draft.session.aside, draft.session.entry
    if entry and entry.picked and not aside:
        take(draft, Heard(list(entry.picked)), "")
    elif draft.step.waits or (aside and aside.kind != "confirm"):
        draft.change(aside=None)
        asides.ask(draft)
    else:
        decline(draft, "", "declined")


def _why(draft: Draft) -> None:
    if draft.session.status is Status.COMPLETED:
        draft.channel.explain_results()
    elif draft.step.waits:
        asides.ask(draft)
    else:
        draft.say(f"questions.{draft.step.asks}.why")


def _more(draft: Draft) -> None:
    if draft.session.status is Status.COMPLETED:
        draft.channel.more_results()
    else:
        draft.say("more_early")
        asides.ask(draft)


def _call(draft: Draft) -> None:
    draft.channel.reach_a_person()


def _forget(draft: Draft) -> None:
    asides.confirm_erasing(draft)


def _reply(intent: Intent) -> Callable[[Draft], None]:
    return lambda draft: faq.reply(draft, intent)


def _switch(draft: Draft, language: str) -> None:
    if language:
        speak(draft, language)
    if draft.step.slot == "language" and language:
        settle(draft)
    else:
        asides.ask(draft)


COMMANDS: Mapping[Intent, Callable[[Draft], None]] = {
    Intent.HELP: _help,
    Intent.BACK: _back,
    Intent.REPEAT: asides.ask,
    Intent.SKIP: _skip,
    Intent.RESTART: restart,
    Intent.WHY: _why,
    Intent.MORE: _more,
    Intent.CALL: _call,
    Intent.FORGET: _forget,
    Intent.PRIVACY: _privacy,
    **{intent: _reply(intent) for intent in QUESTIONS},
}
# These count only when they do not answer the question ("ok" to a yes or no).
COURTESIES = frozenset({Intent.THANKS, Intent.GREETING, Intent.GO_ON, Intent.START})
