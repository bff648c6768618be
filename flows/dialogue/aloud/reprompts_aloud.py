"""Silence and nonsense in a call: two ladders of plainer prompts, then a person or a text, then the number and goodbye."""

from __future__ import annotations

from flows.dialogue.aloud.reach_a_person import say_goodbye
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import fields
from flows.flow_words import REPROMPTS
from flows.model.events import HandoffOpened, NothingHeard, NotUnderstood
from flows.model.session import Aside

SILENT = "silent"
STUCK = ("stuck", "stuck_text")
KEYS_AGAIN = 2  # the rung on which the keys are said again


def climb(draft: Draft, ladder: str) -> None:
    """One rung. Each of the two ladders counts its own, for as long as the same is asked."""
    count = _count(draft, ladder)
    aside = draft.session.aside
    if aside and aside.kind in STUCK:
        say_goodbye(draft, "not heard")
    elif count > REPROMPTS:
        _offer_a_person(draft, ladder)
    else:
        if not (aside and aside.kind.startswith("safety")):  # what to do is said again, and nothing before it
            draft.say(f"lead.{ladder}.{count}")
        if count == KEYS_AGAIN:
            draft.say("opening.keys")
        _ask_plainly(draft, count)


def _count(draft: Draft, ladder: str) -> int:
    session = draft.session
    if ladder == SILENT:
        draft.change(silences=session.silences + 1)
        draft.note(NothingHeard(session.step, draft.session.silences))
        return draft.session.silences
    draft.change(misses=session.misses + 1)
    draft.note(NotUnderstood(session.step, draft.session.misses))
    return draft.session.misses


def _ask_plainly(draft: Draft, rung: int) -> None:
    if draft.session.aside or draft.step.waits:
        asides.ask(draft)
        return
    draft.say(f"questions.{draft.question}.again.{rung}", **fields(draft))
    draft.asked = True


def _offer_a_person(draft: Draft, ladder: str) -> None:
    """Somebody who was heard but never understood is put on staff's list; a silent line may be nobody."""
    if ladder != SILENT and "not_understood" not in draft.session.handoffs and not draft.context.withheld:
        draft.change(handoffs=(*draft.session.handoffs, "not_understood"))
        draft.note(HandoffOpened("not_understood"))
    kind = "stuck_text" if draft.can_text else "stuck"
    before = draft.session.aside or Aside("")
    draft.change(aside=Aside(kind, before.slot, before.value, before.kind, before.held))
    asides.ask(draft)
