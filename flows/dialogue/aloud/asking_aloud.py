"""Asking in a call: first which keys do what, then how many questions follow, then one part of the
question at a time."""

from __future__ import annotations

from flows.dialogue.aloud import bounds
from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import fields
from flows.model.danger_events import GRIEF

# What is left before anybody was told: more than there are questions.
MOST_QUESTIONS = 50


def ask(draft: Draft) -> None:
    """The part of the step's question that is asked now."""
    greet(draft)
    _say_what_is_left(draft)
    draft.say(f"questions.{draft.question}.ask", **fields(draft))
    _teach(draft)
    draft.asked = True


def greet(draft: Draft) -> None:
    """Nothing: the opening has said who we are, and the keys are taught where they help."""


def _teach(draft: Draft) -> None:
    """Behind the first question of each call, which key leads to a person."""
    call = draft.context.call
    if (
        draft.session.language
        and draft.step.slot != "language"
        and call
        and draft.session.oriented != call.sid
    ):
        draft.change(oriented=call.sid)
        offer_person(draft)
        if not draft.session.answers and (
            kinds := [kind for kind in draft.session.dangers if kind not in GRIEF]
        ):
            draft.say(f"safety_short.{kinds[-1]}")  # said in an earlier call, before any answer


def offer_person(draft: Draft) -> None:
    """The key for a person, as far as one can be had."""
    if bounds.may_ring(draft):
        draft.say("offer.person")
    elif not draft.context.withheld:
        draft.say("offer.call_back")


def _say_what_is_left(draft: Draft) -> None:
    """Before the question, and only at first and towards the end: an ear is soon tired of
    counting."""
    if draft.step.always or draft.session.entry:
        return
    left = len(draft.open_slots()) - 1
    if left < draft.session.left:
        if draft.session.left > MOST_QUESTIONS:
            draft.say("left.many" if left else "left.none", n=left + 1)
        elif left == 0:
            draft.say("left.none")
        draft.change(left=left)
