"""Stages of what a caller says to the line itself: hold on, hello, a person, the number, a key by
its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.aloud import bounds
from flows.dialogue.aloud import results_aloud as reading
from flows.dialogue.aloud.reach_a_person import say_goodbye
from flows.dialogue.aloud.reprompts_aloud import STUCK
from flows.dialogue.asides import aside as asides
from flows.dialogue.asides.heard_by_aside import SURE_OF_A_YES
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands
from flows.dialogue.steps.callback import CALLBACK_SLOTS
from flows.dialogue.steps.settle import call_back, speak
from flows.model.session import Aside
from flows.understanding.intents import Intent
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.text.utterance import Said

WAITS_SECONDS = 20


def said_to_the_line(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what means the same at every question of a call. A name is never one of these but for
    a plain wish."""
    what = plainly(draft, incoming.said)
    if not what or (draft.step.slot in CALLBACK_SLOTS and what in ("person", "call_back")):
        return False
    if (what in OF_THE_LIST and reading.at_the_list(draft)) or _is_answer(
        draft, incoming.said, what
    ):
        return False
    DOES[what](draft)
    return True


def _is_answer(draft: Draft, said: Said, what: str) -> bool:
    """ "Siga" answers a question in between; "someone to talk to" is what helps most, where that is
    asked."""
    aside = draft.session.aside
    if aside is None and (what != "person" or draft.step.slot != "needs"):
        return False
    parser = draft.flow.asides.get(aside.kind) if aside else draft.step.parser
    heard = parser.hear(said, draft.context.today) if parser else None
    return heard is not None and heard.sure


def stuck(draft: Draft, incoming: Incoming) -> bool:
    """Stage: whatever is said while a person is being fetched is a yes to it, unless it chooses
    something else."""
    aside = draft.session.aside
    if aside is None or aside.kind not in STUCK or not bounds.may_ring(draft):
        return False
    if incoming.intent in (Intent.LANGUAGE, Intent.STOP) or plainly(draft, incoming.said) in (
        "hold",
        "quiet",
    ):
        return False
    heard = draft.flow.asides[aside.kind].hear(incoming.said, draft.context.today)
    if (heard and heard.sure) or draft.flow.listens["goodbye"].hear(
        incoming.said, draft.context.today
    ):
        return False
    commands.obey(draft, Intent.CALL, NO_WORDS)
    return True


def other_language_key(draft: Draft, incoming: Incoming) -> bool:
    """Stage: the key of the other language, offered to whoever calls next from the same phone."""
    aside = draft.session.aside
    if incoming.said.raw != OTHER_LANGUAGE_KEY or aside is None or aside.kind not in asides.UNSURE:
        return False
    own = draft.session.language or draft.flow.languages.first
    speak(draft, next((each for each in draft.flow.languages if each != own), own))
    asides.ask(draft)
    return True


def plainly(draft: Draft, said: Said) -> str:
    """What the words mean, as a whole; nothing when they may be an answer or were hardly heard."""
    numbers = menu_numbers(said)
    if draft.confidence < SURE_OF_A_YES or (numbers and any(numbers.picked)):
        return ""
    heard = draft.flow.listens["line"].hear(said, draft.context.today)
    return str(heard.value) if heard and heard.sure else ""


def _hold(draft: Draft) -> None:
    """They come back: nothing is asked meanwhile, and it is no miss."""
    draft.say("wait")
    draft.asked, draft.patience = True, WAITS_SECONDS


def _hello(draft: Draft) -> None:
    draft.say("here")
    asides.ask(draft)


def _quiet(draft: Draft) -> None:
    hush(draft)


def _number(draft: Draft) -> None:
    """Of the program that was just named, else ours."""
    if reading.at_the_list(draft) and draft.session.reading:
        reading.details(draft)
    else:
        draft.say("number")
        asides.ask(draft)


def _through(draft: Draft) -> None:
    if reading.at_the_list(draft) and draft.session.reading:
        reading.through(draft)
    else:
        commands.obey(draft, Intent.CALL, NO_WORDS)


def hush(draft: Draft) -> None:
    """ "Stop" in a call means the talking: ask what is meant. Said again it ends the call."""
    before = draft.session.aside or Aside("")
    if before.kind == "quiet":
        say_goodbye(draft, "asked to stop")
        return
    draft.change(aside=Aside("quiet", before.slot, before.value, before.kind, before.held))
    asides.ask(draft)


# At the list these are about the program that was just read.
OF_THE_LIST = frozenset({"repeat", "skip", "number", "through"})
OTHER_LANGUAGE_KEY = "4"
NO_WORDS = Said("")
DOES: Mapping[str, Callable[[Draft], None]] = {
    "person": lambda draft: commands.obey(draft, Intent.CALL, NO_WORDS),
    "call_back": call_back,
    "repeat": lambda draft: commands.obey(draft, Intent.REPEAT, NO_WORDS),
    "skip": lambda draft: commands.obey(draft, Intent.SKIP, NO_WORDS),
    "hold": _hold,
    "hello": _hello,
    "quiet": _quiet,
    "number": _number,
    "through": _through,
}
