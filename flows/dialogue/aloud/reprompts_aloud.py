"""Silence and nonsense in a call: two ladders of plainer prompts, then a person without being
asked, then the number."""

from __future__ import annotations

from flows.dialogue.aloud.bounds import leg, may_ring
from flows.dialogue.aloud.next_wait import KEYS_ONLY_FROM
from flows.dialogue.aloud.reach_a_person import reach, say_goodbye
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import fields
from flows.flow_words import REPROMPTS
from flows.model.events import HandoffOpened, NothingHeard, NotUnderstood
from flows.model.session import Aside

SILENT, UNCLEAR = "silent", "unclear"
STUCK = ("stuck", "stuck_text")
KEYS_AGAIN = 2  # the rung on which the keys are said again


def climb(draft: Draft, ladder: str) -> None:
    """One rung. Each of the two ladders counts its own, for as long as the same is asked; while
    only keys are listened to, silence goes on up the ladder of what was not understood."""
    came, ladder = ladder, UNCLEAR if draft.session.misses >= KEYS_ONLY_FROM else ladder
    count = _count(draft, ladder)
    if draft.session.aside and draft.session.aside.kind in STUCK:
        _leave_stuck(draft, came, count)
    elif count > REPROMPTS:
        _put_on_the_list(draft, ladder)
        if ladder == SILENT and leg(draft).rung:  # a silent line rings the office once
            say_goodbye(draft, "not heard")
        else:
            offer_a_person(draft)
    else:
        if not asides.is_danger(draft):  # what to do is said again, and nothing before it
            draft.say(f"lead.{ladder}.{count}")
        if count == KEYS_AGAIN and not asides.is_danger(draft):
            draft.say("opening.keys")
        _ask_plainly(draft, count)


def offer_a_person(draft: Draft) -> None:
    """A person comes by themselves if nothing else is chosen; in danger what to do is all that is
    said."""
    if asides.is_danger(draft):
        asides.ask(draft)
        return
    before = draft.session.aside or Aside("")
    if before.kind not in STUCK:
        kind = "stuck_text" if draft.can_text else "stuck"
        draft.change(aside=Aside(kind, before.slot, before.value, before.kind, before.held))
    asides.ask(draft)


def _leave_stuck(draft: Draft, ladder: str, count: int) -> None:
    """Whoever does not choose is put through; where nobody can be reached, who still speaks is
    asked once more."""
    if may_ring(draft):
        reach(draft)
    elif ladder == UNCLEAR and count <= REPROMPTS + 2:
        asides.ask(draft)
    else:
        say_goodbye(draft, "not heard")


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


def _put_on_the_list(draft: Draft, ladder: str) -> None:
    """Somebody who was heard but never understood is put on staff's list; a silent line may be
    nobody."""
    if (
        ladder != SILENT
        and "not_understood" not in draft.session.handoffs
        and not draft.context.withheld
    ):
        draft.change(handoffs=(*draft.session.handoffs, "not_understood"))
        draft.note(HandoffOpened("not_understood"))
