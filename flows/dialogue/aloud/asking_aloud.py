"""Asking in a call: first which keys do what, then how many questions follow, then one part of the question at a time."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import fields
from flows.model.events import LanguageHeard

# What is left before anybody was told: more than there are questions.
MOST_QUESTIONS = 50


def ask(draft: Draft) -> None:
    """The part of the step's question that is asked now."""
    greet(draft)
    _say_what_is_left(draft)
    draft.say(f"questions.{draft.question}.ask", **fields(draft))
    draft.asked = True


def greet(draft: Draft) -> None:
    """Once in each call, as soon as we know the language: which keys do what."""
    call = draft.context.call
    if not draft.session.language or call is None or draft.session.oriented == call.sid:
        return
    draft.change(oriented=call.sid)
    if draft.session.language != draft.flow.languages.first and any(isinstance(event, LanguageHeard) for event in draft.events):
        draft.say("opening.hello")
    draft.say("opening.keys")


def _say_what_is_left(draft: Draft) -> None:
    """Before the question, and only at first and towards the end: an ear is soon tired of counting."""
    if draft.step.always or draft.session.entry:
        return
    left = len(draft.open_slots()) - 1
    if left < draft.session.left:
        if draft.session.left > MOST_QUESTIONS:
            draft.say("left.many" if left else "left.none", n=left + 1)
        elif left == 0:
            draft.say("left.none")
        draft.change(left=left)
