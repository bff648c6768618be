"""What means the same at every step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue import asides, callback
from flows.dialogue import faq as asked
from flows.dialogue import reach_a_person as people
from flows.dialogue import results_aloud as reading
from flows.dialogue import results_by_text as results
from flows.dialogue.asking import fall_silent, not_understood, too_barren, wake
from flows.dialogue.concluding import conclude
from flows.dialogue.moves import advance
from flows.dialogue.steps import decline, restart, settle, speak, take
from flows.dialogue.turn import Draft
from flows.model.events import IntentHeard, OptedIn, OptedOut, ReplyWithheld
from flows.model.session import Aside, Disposition, Status
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard


def obey(draft: Draft, intent: Intent) -> None:
    draft.note(IntentHeard(intent.value))
    if draft.aloud and intent is Intent.START:
        draft.say("started")
    elif intent in COURTESIES:
        _be_courteous(draft, intent)
    else:
        wake(draft)
        if draft.session.aside and draft.session.aside.kind == "help":
            draft.change(aside=None)
            if intent is Intent.BACK:
                asides.ask(draft)
                return
        COMMANDS[intent](draft)


def stop(draft: Draft, withheld: str = "") -> None:
    """One confirmation (unless it is withheld, for this reason), then silence until START."""
    if draft.aloud:
        people.stop_texts(draft)
        return
    draft.note(OptedOut(withheld or "words"))
    draft.change(aside=None, held_by="", held_until=None, held_told=False)
    draft.end(Status.STOPPED, Disposition.OPTED_OUT)
    if withheld:
        draft.note(ReplyWithheld(withheld))
    else:
        draft.say("stopped")


def start(draft: Draft, withheld: str = "") -> None:
    """Back after a stop: the conversation can go on where it was."""
    if draft.aloud:  # a text has to come from the phone itself
        draft.say("started")
        return
    draft.note(OptedIn(withheld or "words"))
    draft.change(status=Status.WAITING, disposition=None)
    if draft.step.waits == "results":
        conclude(draft)
    if withheld:
        draft.note(ReplyWithheld(withheld))
    else:
        draft.say("started")


def _help(draft: Draft) -> None:
    draft.say("help")
    if draft.aloud and draft.session.aside is None and not draft.context.withheld:
        draft.change(aside=Aside("help"))


def _privacy(draft: Draft) -> None:
    draft.say("privacy")


def _back(draft: Draft) -> None:
    """Take away what the last answering turn gave, and ask again from there."""
    if _must_choose_first(draft):
        return
    if draft.session.entry or (draft.aloud and draft.session.aside):
        draft.change(entry=None, aside=None)
        asides.ask(draft)
        return
    calling = draft.step.slot in callback.CALLBACK_SLOTS
    answers = {slot: a for slot, a in draft.session.answers.items() if (slot in callback.CALLBACK_SLOTS) == calling}
    last = max((answer.turn for answer in answers.values()), default=-1)
    if not answers and not calling:
        draft.say("back_nothing")
    draft.remove(tuple(slot for slot, answer in answers.items() if answer.turn == last), "back")
    if draft.session.status is Status.COMPLETED and not calling:
        draft.change(status=Status.WAITING, disposition=None)
    advance(draft, "call" if calling and answers else "go_on")
    settle(draft)


def _must_choose_first(draft: Draft) -> bool:
    """After a dropped call nobody goes back or on before they chose to: that would name a question."""
    if not (draft.aloud and draft.session.dropped):
        return False
    draft.change(aside=Aside("paused"))
    asides.ask(draft)
    return True


def _skip(draft: Draft) -> None:
    if _must_choose_first(draft):
        return
    aside, entry = draft.session.aside, draft.session.entry
    if draft.aloud and draft.step.waits == "results" and not aside:
        reading.next_one(draft)
    elif entry and entry.picked and not aside:
        take(draft, Heard(list(entry.picked)), "")
    elif draft.step.waits or (aside and aside.kind != "confirm"):
        draft.change(aside=None)
        asides.ask(draft)
    else:
        decline(draft, "", "declined")


def _why(draft: Draft) -> None:
    if draft.session.status is Status.COMPLETED:
        (reading.why if draft.aloud else results.explain)(draft)
    elif draft.step.waits:
        asides.ask(draft)
    else:
        draft.say(f"questions.{draft.step.asks}.why")


def _more(draft: Draft) -> None:
    if draft.session.status is Status.COMPLETED:
        (reading.next_one if draft.aloud else results.more)(draft)
    else:
        draft.say("more_early")
        asides.ask(draft)


def _call(draft: Draft) -> None:
    (people.reach if draft.aloud else people.call_back)(draft)


def _forget(draft: Draft) -> None:
    asides.confirm_erasing(draft)


def _reply(intent: Intent) -> Callable[[Draft], None]:
    return lambda draft: asked.reply(draft, intent)


def _switch(language: str) -> Callable[[Draft], None]:
    def switch(draft: Draft) -> None:
        speak(draft, language)
        if draft.step.slot == "language":
            settle(draft)
        else:
            asides.ask(draft)

    return switch


def _be_courteous(draft: Draft, intent: Intent) -> None:
    """Answered, and never the start of anything. Two machines thanking each other are left to themselves."""
    if draft.aloud:
        not_understood(draft)
    elif too_barren(draft):
        fall_silent(draft)
    elif draft.session.status is Status.COMPLETED:
        draft.say("thanks" if intent is Intent.THANKS else "results.again")
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
    Intent.ENGLISH: _switch("en"),
    Intent.SPANISH: _switch("es"),
}
# These count only when they do not answer the question ("ok" to a yes or no).
COURTESIES = frozenset({Intent.THANKS, Intent.GREETING, Intent.GO_ON, Intent.START})
