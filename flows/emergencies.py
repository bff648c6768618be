"""Urgent words come before everything: numbers first, then an offer to go on."""

from __future__ import annotations

from flows.asking import greet
from flows.callback import CALLBACK_SLOTS
from flows.events import HandoffOpened, ReplyWithheld, SafetyRaised
from flows.flow import Flow
from flows.moving import advance
from flows.noise import Noise
from flows.safety import Danger
from flows.session import Answer, Aside, Status
from flows.steps import settle, speak
from flows.turn import Draft
from flows.words import Said

# Grief is not an emergency that staff must race to: it is met with sympathy, and no more questions about the baby.
GRIEF = ("loss", "ended")


def danger_in(flow: Flow, said: Said, kind: Noise | None) -> Danger | None:
    """The danger that a person's own words tell of. A tapback quotes ours, and a machine's answer is nobody's."""
    return None if kind in (Noise.TAPBACK, Noise.AUTO_REPLY) else flow.safety.hear(said)


def respond(draft: Draft, danger: Danger, said: Said) -> None:
    """The reply for this kind of danger. Someone who opted out gets this one reply to their own words and no more."""
    report(draft, danger)
    draft.change(barren=0)
    if not draft.session.language:
        speak(draft, danger.language)
    if danger.kind in GRIEF:
        _ask_no_more_about_the_baby(draft)
    if danger.kind == "ended":
        _thank(draft)
        return
    if danger.kind == "distress" and draft.step.slot == "needs":
        _take_as_need(draft, said)
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


def _take_as_need(draft: Draft, said: Said) -> None:
    """ "Depression" may be the answer to what would help most."""
    heard = draft.step.parser.hear(said, draft.context.today) if draft.step.parser else None
    if heard and heard.sure:
        draft.answer("needs", Answer(heard.value, said.raw))


def _thank(draft: Draft) -> None:
    """A pregnancy that ended, without a word on how: no guess why, and on to what helps now."""
    if draft.context.opted_out:
        draft.note(ReplyWithheld("opted_out"))
    else:
        greet(draft)
        settle(draft)


def _ask_no_more_about_the_baby(draft: Draft) -> None:
    """The pregnancy is no longer asked about; children they already have still count."""
    still = {"both": "has_children", "has_children": "has_children", "caregiver": "caregiver"}
    after = still.get(str(draft.value("stage")), "pregnancy_ended")
    draft.remove(("due", "first_baby"), "loss")
    if draft.value("stage") == after:
        return
    draft.answer("stage", Answer(after, how="volunteered"))
    if draft.step.slot not in CALLBACK_SLOTS:
        draft.change(status=Status.WAITING, disposition=None)
        advance(draft, "go_on")
