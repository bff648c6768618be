"""What the answers to questions in between lead to: a literal table by kind.

An aside sees a text before its step does. What it does not understand goes on to the step, unless
the aside is about who is there or what they want next: then nothing else may be answered first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.aloud import results_aloud as reading
from flows.dialogue.aloud import send_by_text as texting
from flows.dialogue.asides.aside import OFFERS, ask, confirm_erasing, is_firm, keep, not_understood
from flows.dialogue.draft import SURE, Draft
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.change import change
from flows.dialogue.steps.settle import call_back, restart, settle, take
from flows.model.events import ErasureConfirmed, HandoffOpened, SessionResumed
from flows.model.session import Aside
from flows.understanding.keypad import kept
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.utterance import Said

# A misheard yes or no is asked about once more at worst; erasing is not undone.
SURE_OF_A_YES = 0.2
LEAST_SURE = {"forget": SURE}
# "No, May": not what we thought, but this.
_NO_BUT = re.compile(
    r"(?:no|nope|nah|not|ni)(?: no)*[,. ]+"
    r"(?:(?:it'?s|i (?:meant|said|mean)|i live in|es|era|quise decir|dije|son|that'?s|vivo en)[,"
    r" ]+)?(?=\w)"
)
_POINTING = wordset("the el la los las de del dia in en")


def left_by_aside(draft: Draft, said: Said) -> Said | None:
    """What is left to be understood by the step: the text itself, the one that was held back, or
    None when dealt with."""
    aside = draft.session.aside
    if aside is None:
        return said
    if draft.confidence < LEAST_SURE.get(aside.kind, SURE_OF_A_YES):
        not_understood(draft)
        return None
    if aside.kind == "confirm" and (meant := _meant_instead(draft, said)):
        draft.change(aside=None)
        return meant
    heard = draft.flow.asides[aside.kind].hear(_without_guess(aside, said), draft.context.today)
    if (
        aside.kind in OFFERS
        and not (heard and heard.sure)
        and (plain := _yes_or_no(draft, said)) is not None
    ):
        _offer_again(draft, aside, plain)
        return None
    if heard and heard.sure:
        wake(draft)
        draft.change(aside=None)
        return ANSWERED[aside.kind](draft, aside, heard.value)
    if is_firm(draft) or said.bare.isdigit():
        not_understood(draft)
        return None
    return said


def _meant_instead(draft: Draft, said: Said) -> Said | None:
    """ "No, May", "no 6": what comes after the no, where it answers the step."""
    parser, no = draft.step.parser, _NO_BUT.match(said.plain)
    if (
        parser is None
        or no is None
        or isinstance(draft.session.aside and draft.session.aside.value, bool)
    ):
        return None
    meant = Said(said.plain[no.end() :])
    return meant if parser.hear(meant, draft.context.today) else None


def _without_guess(aside: Aside, said: Said) -> Said:
    """The text without the words of our guess: "east yes", "yep the 14th", "si el de windsor"."""
    if aside.kind != "confirm" or isinstance(aside.value, bool):
        return said
    guess = {*Said(aside.label).tokens, *Said(str(aside.value)).tokens, *_POINTING}
    rest = [token for token in said.tokens if token not in guess]
    return Said(" ".join(rest)) if rest and len(rest) < len(said.tokens) else said


def _yes_or_no(draft: Draft, said: Said) -> bool | None:
    """A plain one; a number is the key of a menu."""
    heard = (
        None if said.bare.isdigit() else draft.flow.asides["forget"].hear(said, draft.context.today)
    )
    return bool(heard.value) if heard and heard.sure else None


def _offer_again(draft: Draft, aside: Aside, yes: bool) -> None:
    """A yes to several things at once: which? To the offer of a person it is one."""
    if yes and aside.kind in ("stuck", "stuck_text"):
        people.reach(draft)
    else:
        ask(draft)


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
}
