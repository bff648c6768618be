"""Questions in between, which keep the place: go on after a pause? did you mean ...? erase everything?

An aside sees a text before its step does. What it does not understand goes on to the step, unless the aside is about who
is there or what they want next: then nothing else may be answered first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flows.dialogue import callback
from flows.dialogue import reach_a_person as people
from flows.dialogue import results_aloud as reading
from flows.dialogue import results_by_text as results
from flows.dialogue import send_by_text as texting
from flows.dialogue.asking import ask as ask_question
from flows.dialogue.asking import fall_silent, not_understood, too_barren, wake
from flows.dialogue.saying import say_what_to_do
from flows.dialogue.steps import confirm, restart, settle, take
from flows.dialogue.turn import Draft
from flows.model.call_events import CallEnded
from flows.model.events import ErasureConfirmed, HandoffOpened, Prompted, SessionResumed
from flows.model.session import Aside
from flows.understanding.keypad import kept
from flows.understanding.parsers.base import Heard
from flows.understanding.utterance import Said


def _repeat_results(draft: Draft) -> None:
    (reading.again if draft.aloud else results.show)(draft)


# "No, May": not what we thought, but this.
_NO_BUT = re.compile(r"no[,.] +(?=\w)")
REPEATS: Mapping[str, Callable[[Draft], None]] = {"results": _repeat_results, "promise": callback.remind}


def ask(draft: Draft) -> None:
    """Say once more what we are waiting for: the aside's question, or the step's."""
    aside = draft.session.aside
    if aside and aside.kind == "confirm":
        confirm(draft, aside.slot, Heard(aside.value, label=aside.label))
    elif aside:
        if draft.aloud and aside.kind.startswith("safety") and aside.value and not _has_said(draft, "safety."):
            say_what_to_do(draft, str(aside.value))
        draft.say(f"asides.{aside.kind}")
        draft.asked = True
    elif draft.step.waits:
        REPEATS[draft.step.waits](draft)
    else:
        ask_question(draft)


def _has_said(draft: Draft, start: str) -> bool:
    return any(event.key.startswith(start) for event in draft.events if isinstance(event, Prompted))


def confirm_erasing(draft: Draft) -> None:
    """Ask before erasing. Who is there may have been asked before; it is asked again if nothing is erased."""
    before = draft.session.aside
    draft.change(aside=Aside("forget", value=before.kind if before and before.kind in UNSURE else None))
    ask(draft)


def hear(draft: Draft, said: Said) -> Said | None:
    """What is left to be understood by the step: the text itself, the one that was held back, or None when dealt with."""
    aside = draft.session.aside
    if aside is None:
        return said
    if draft.doubtful:
        not_heard(draft)
        return None
    heard = draft.flow.asides[aside.kind].hear(said, draft.context.today)
    if heard and heard.sure:
        wake(draft)
        draft.change(aside=None)
        return ANSWERED[aside.kind](draft, aside, heard.value)
    if aside.kind == "confirm" and (meant := _NO_BUT.match(said.plain)):
        draft.change(aside=None)
        return Said(said.raw[meant.end() :])
    if is_firm(draft) or said.bare.isdigit():
        not_heard(draft)
        return None
    return said


def leave_the_call(draft: Draft) -> None:
    """A text comes, or the call is over: what only a caller can be asked is asked no more."""
    aside = draft.session.aside
    if aside is None:
        return
    if aside.kind == "safety_connect":
        draft.change(aside=Aside("safety", value=aside.value))
    elif aside.kind in OF_A_CALL:
        stuck = aside.kind in ("stuck", "stuck_text") and aside.label
        draft.change(aside=Aside(aside.label, aside.slot, aside.value, held=aside.held) if stuck else None)


def is_firm(draft: Draft) -> bool:
    """Whether nothing else may be said or done before this question is answered."""
    aside = draft.session.aside
    return aside is not None and (aside.kind in FIRM or (aside.kind in UNSURE and draft.session.dropped))


def not_heard(draft: Draft) -> None:
    """Nobody understood it. A guess or an erasure that is not confirmed is dropped; the others ask again."""
    aside = draft.session.aside
    if aside is None or aside.kind == "confirm":
        draft.change(aside=None)
        not_understood(draft)
    elif draft.aloud:
        not_understood(draft)
    elif too_barren(draft):
        fall_silent(draft)
    elif aside.kind == "forget":
        _keep(draft, aside)
    else:
        ask(draft)


def _paused(draft: Draft, aside: Aside, value: str) -> Said | None:
    if value == "restart":
        restart(draft)
        return None
    if value == "forget":
        draft.change(aside=aside)
        confirm_erasing(draft)
        return None
    return _resume(draft, aside)


def _still_you(draft: Draft, aside: Aside, value: bool) -> Said | None:
    if not value:
        draft.change(greeted=False, handoffs=(), closed=(), promised=None, agreed=False)
        restart(draft, "somebody else")
        return None
    return _resume(draft, aside)


def _resume(draft: Draft, aside: Aside) -> Said | None:
    """Go on at the same place, with the text that was held back."""
    draft.change(dropped=False)
    draft.note(SessionResumed(draft.session.step))
    return Said(aside.held)


def _confirm(draft: Draft, aside: Aside, value: bool) -> Said | None:
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if value and draft.session.entry and part.then:
        draft.change(entry=kept(part, draft.session.entry, aside.value))
        ask(draft)
    elif value:
        take(draft, Heard(aside.value), aside.held, "confirmed")
    else:
        ask(draft)
    return None


def _forget(draft: Draft, aside: Aside, value: bool) -> Said | None:
    mode = draft.context.policy.erase
    if not value:
        _keep(draft, aside)
        return None
    draft.change(dropped=False)
    draft.note(ErasureConfirmed(mode))
    if mode == "request":
        draft.change(handoffs=(*draft.session.handoffs, "erase"))
        draft.note(HandoffOpened("erase"))
    if "callback" in draft.session.handoffs:
        draft.say("forgotten.call")
    draft.say(f"forgotten.{mode}")
    if draft.aloud:
        draft.note(CallEnded("erased"))
    return None


def _keep(draft: Draft, aside: Aside) -> None:
    draft.change(aside=Aside(aside.value) if aside.value else None)
    draft.say("forgotten.kept")
    ask(draft)


def _safety(draft: Draft, aside: Aside, value: Any) -> Said | None:
    settle(draft)
    return None


def _connect(draft: Draft, aside: Aside, value: str) -> Said | None:
    """To the help line of this kind of danger, or on with the questions."""
    if value == "connect":
        people.connect(draft, str(aside.value))
    else:
        settle(draft)
    return None


def _stuck(draft: Draft, aside: Aside, value: str) -> Said | None:
    if value == "text":
        texting.send_questions(draft)
        people.say_goodbye(draft, "goes on by text")
    else:
        draft.change(aside=Aside(aside.label, aside.slot, aside.value, held=aside.held) if aside.label else None)
        ask(draft)
    return None


def _text_me(draft: Draft, aside: Aside, value: bool) -> Said | None:
    if value:
        texting.send_results(draft)
    reading.menu(draft)
    return None


def _reach(draft: Draft, aside: Aside, value: str) -> Said | None:
    if value == "record":
        people.record(draft, f"asides.{aside.kind}")
    elif value == "callback":
        people.call_back(draft)
    else:
        ask(draft)
    return None


def _help(draft: Draft, aside: Aside, value: str) -> Said | None:
    if value == "stop":
        people.stop_texts(draft)
    ask(draft)
    return None


ANSWERED: Mapping[str, Callable[[Draft, Aside, Any], Said | None]] = {
    "paused": _paused,
    "still_you": _still_you,
    "confirm": _confirm,
    "forget": _forget,
    "safety": _safety,
    "safety_connect": _connect,
    "stuck": _stuck,
    "stuck_text": _stuck,
    "text_me": _text_me,
    "reach": _reach,
    "reach_withheld": _reach,
    "help": _help,
}
# While we do not know who is there, nothing is asked and nothing is shown.
FIRM = frozenset({"still_you"})
UNSURE = frozenset({"still_you", "paused"})
OF_A_CALL = frozenset({"transfer", "recording", "reach", "reach_withheld", "stuck", "stuck_text", "help", "text_me"})
