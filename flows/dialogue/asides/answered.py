"""What the answers to questions in between lead to: a literal table by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.aloud import results_aloud as reading
from flows.dialogue.aloud import send_by_text as texting
from flows.dialogue.asides.aside import ask, confirm_erasing, keep
from flows.dialogue.draft import Draft
from flows.dialogue.follow_up.reminding import remind_now
from flows.dialogue.steps.change import change
from flows.dialogue.steps.settle import call_back, decline, restart, settle, take
from flows.model.events import ErasureConfirmed, HandoffOpened, SessionResumed
from flows.model.session import Aside
from flows.understanding.parsers.base import Heard
from flows.understanding.spoken.keypad import kept
from flows.understanding.text.utterance import Said


def _paused(draft: Draft, aside: Aside, value: str) -> Said | None:
    if value == "restart":
        if aside.value:  # words of danger came before the pause
            draft.say(f"safety_short.{aside.value}")
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
    if remind_now(draft):
        return None
    return _resume(draft, aside)


def _resume(draft: Draft, aside: Aside) -> Said | None:
    """Go on at the same place, with the text that was held back."""
    draft.change(dropped=False)
    draft.note(SessionResumed(draft.session.step))
    if aside.value:  # words of danger came before the pause, and hold
        draft.channel.offer_after_danger(str(aside.value))
        ask(draft)
        return None
    return Said(aside.held)


def _confirm(draft: Draft, aside: Aside, value: bool) -> Said | None:
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    if value and draft.session.entry and part.then:
        draft.change(entry=kept(part, draft.session.entry, aside.value))
        ask(draft)
    elif value and aside.slot not in (draft.step.slot, "language"):
        change(draft, aside.slot, aside.value, aside.held, "confirmed")
    elif value and aside.value is None:
        decline(draft, aside.held, aside.label)
    elif value:
        take(draft, Heard(aside.value), aside.held, "confirmed")
    else:
        ask(draft)
    return None


def _forget(draft: Draft, aside: Aside, value: bool) -> Said | None:
    mode = draft.context.policy.erase
    if not value:
        keep(draft, aside)
        return None
    draft.change(dropped=False)
    draft.note(ErasureConfirmed(mode))
    if mode == "request":
        draft.change(handoffs=(*draft.session.handoffs, "erase"))
        draft.note(HandoffOpened("erase"))
    if "callback" in draft.session.handoffs:
        draft.say("forgotten.call")
    draft.say(f"forgotten.{mode}")
    draft.channel.after_erasing()
    return None


def _stop(draft: Draft, aside: Aside, value: bool) -> Said | None:
    """ "Should we stop texting you?" """
    if value:
        draft.channel.stop("")
    else:
        ask(draft)
    return None


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
        draft.change(
            aside=(
                Aside(aside.label, aside.slot, aside.value, held=aside.held)
                if aside.label
                else None
            )
        )
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
        call_back(draft)
    else:
        ask(draft)
    return None


def _help(draft: Draft, aside: Aside, value: str) -> Said | None:
    if value == "stop":
        people.stop_texts(draft)
    ask(draft)
    return None


def _quiet(draft: Draft, aside: Aside, value: str) -> Said | None:
    """After "stop": go on, end the call, or no more texts."""
    if value == "end":
        people.say_goodbye(draft, "asked to stop")
    else:
        if value == "stop":
            people.stop_texts(draft)
        draft.change(
            aside=(
                Aside(aside.label, aside.slot, aside.value, held=aside.held)
                if aside.label
                else None
            )
        )
        ask(draft)
    return None


def _again(draft: Draft, aside: Aside, value: Any) -> Said | None:
    """How it went, hardly heard: asked once more, since what is taken from it goes to staff."""
    draft.change(aside=aside)
    ask(draft)
    return None


ANSWERED: Mapping[str, Callable[[Draft, Aside, Any], Said | None]] = {
    "paused": _paused,
    "still_you": _still_you,
    "confirm": _confirm,
    "forget": _forget,
    "stop": _stop,
    "safety": _safety,
    "safety_connect": _connect,
    "stuck": _stuck,
    "stuck_text": _stuck,
    "text_me": _text_me,
    "reach": _reach,
    "reach_withheld": _reach,
    "help": _help,
    "quiet": _quiet,
    "follow_ask": _again,
    "follow_up": _again,
}
