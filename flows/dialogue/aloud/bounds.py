"""Bounds of a call: counts turns that keep no answer and rings of the office, and ends the call."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.model.call_events import MCH, TransferStarted
from flows.model.context import Call
from flows.model.events import Answered, ProgramShown
from flows.model.session import Leg

# No caller needs so many callbacks, whatever they keep.
MOST_CALLBACKS = 90
# Of turns in a row that keep no answer: the number is said and a person offered; then the call
# ends.
OFFER_AFTER, END_AFTER = 12, 20
MOST_RINGS = 2


def leg(draft: Draft) -> Leg:
    """This call as it stood before the turn."""
    call = draft.context.call
    return (draft.session.calls.get(call.sid) if call else None) or Leg(0, "")


def may_ring(draft: Draft) -> bool:
    """Whether the office can be rung now: it is open, there is a number, and it was not rung twice
    in this call."""
    policy, office = draft.context.policy, draft.context.office
    return policy.transfer and office.open and leg(draft).rung < MOST_RINGS


def counted(draft: Draft, call: Call) -> Leg:
    """The leg with what this turn adds: turns that kept nothing, ringings, programs told."""
    before = leg(draft)
    told = {event.program for event in draft.events if isinstance(event, ProgramShown)} - set(
        before.told
    )
    kept = (
        told
        or any(isinstance(event, Answered) for event in draft.events)
        or _keyed_more(draft, before)
    )
    rung = sum(isinstance(event, TransferStarted) and event.to == MCH for event in draft.events)
    return Leg(
        n=max(before.n, call.n),
        asked=before.asked,
        barren=0 if kept else before.barren + 1,
        rung=before.rung + rung,
        told=(*before.told, *sorted(told)),
        picked=_picked(draft),
    )


def _keyed_more(draft: Draft, before: Leg) -> bool:
    """A part of an answer, as one child's age among several, is kept too."""
    return _picked(draft) > before.picked


def _picked(draft: Draft) -> int:
    entry = draft.session.entry
    return len(entry.picked) if entry else 0
