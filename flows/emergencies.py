"""Urgent words come before everything: numbers first, then an offer to go on."""

from __future__ import annotations

from flows.events import HandoffOpened, SafetyRaised
from flows.safety import Danger
from flows.session import Answer, Aside
from flows.steps import speak
from flows.turn import Draft

# A loss is not an emergency that staff must race to; it is met with sympathy and no more questions about the baby.
GRIEF = ("loss", "ended")


def respond(draft: Draft, danger: Danger) -> None:
    """The reply for this kind of danger. Someone who opted out gets this one reply to their own words and no more."""
    if not draft.session.language:
        speak(draft, danger.language)
    report(draft, danger)
    draft.change(barren=0)
    if danger.kind in GRIEF:
        _no_more_about_the_baby(draft)
    draft.say(f"safety.{danger.kind}")
    if not draft.context.opted_out:
        draft.change(aside=Aside("safety"))
        draft.say("asides.safety")


def report(draft: Draft, danger: Danger) -> None:
    """An item for staff, urgent unless it is about grief."""
    draft.note(SafetyRaised(danger.kind, draft.context.opted_out))
    draft.change(dangers=(*draft.session.dangers, danger.kind))
    if danger.kind not in GRIEF:
        draft.note(HandoffOpened(f"safety_{danger.kind}"))


def _no_more_about_the_baby(draft: Draft) -> None:
    """After a loss the pregnancy is no longer asked about; children they already have still count."""
    stage = {"both": "has_children", "has_children": "has_children", "caregiver": "caregiver"}
    after = stage.get(str(draft.value("stage")), "pregnancy_ended")
    draft.remove(("due", "first_baby"), "loss")
    if draft.value("stage") != after:
        draft.answer("stage", Answer(after, how="volunteered"))
