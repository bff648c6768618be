"""A call back: asked for, noted where staff see it, and promised only for a time when the office is open."""

from __future__ import annotations

from collections.abc import Sequence

from flows.dialogue.draft import Draft
from flows.dialogue.steps.moves import advance, travel
from flows.model.context import Window
from flows.model.events import HandoffOpened
from flows.model.session import Disposition, Status
from flows.wording.formatting import spoken_window

CALLBACK_SLOTS = ("callback_name", "callback_time")
NOON = 12


def promise(draft: Draft) -> None:
    """Both questions are answered: open the handoff, once, and say truthfully what was arranged."""
    if "callback" in draft.session.handoffs:
        remind(draft)
        return
    window = first_window(draft.context.office.windows, draft.value("callback_time") or "any")
    name = draft.value("callback_name") or ""
    draft.note(HandoffOpened("callback", window.start if window else None, window.end if window else None, name))
    draft.change(handoffs=(*draft.session.handoffs, "callback"), promised=window)
    _say_when(draft, "promise.made" if window else "promise.noted")
    if draft.session.status is Status.COMPLETED:
        draft.end(Status.COMPLETED, Disposition.CALLBACK)
        advance(draft, "go_on")
        travel(draft)
        draft.channel.after_promised()
    else:
        draft.channel.offer_to_go_on()


def remind(draft: Draft) -> None:
    """Say again what was arranged."""
    _say_when(draft, "promise.already")
    if draft.session.status is not Status.COMPLETED:
        draft.channel.offer_to_go_on()


def _say_when(draft: Draft, key: str) -> None:
    prompts, window = draft.prompts, draft.session.promised
    draft.say(key, when=lambda language: spoken_window(prompts, language, window))
    draft.channel.say_arranged()


def first_window(windows: Sequence[Window], part: str) -> Window | None:
    """The soonest window in the part of the day they want, else the soonest of all."""
    wanted = [w for w in windows if part == "any" or (w.start.hour < NOON) == (part == "morning")]
    return next(iter([*wanted, *windows]), None)
