"""A call back: asked for, noted where staff see it, and promised only for a time when the office is
open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.dialogue.steps.moves import advance, travel
from flows.model.context import Window
from flows.model.events import HandoffOpened
from flows.model.session import Disposition, Status
from flows.wording.formatting import spoken_opening, spoken_window

CALLBACK = "callback"
CALLBACK_SLOTS = ("callback_name", "callback_time")
NOON = 12
AN_HOUR = timedelta(hours=1)
WEEK, ANY = "week", "any"
ISO_DAY = 10  # letters of 2026-12-01
PARTS = frozenset({"morning", "afternoon", ANY})


def promise(draft: Draft) -> None:
    """Both questions are answered: open the handoff, once, and say truthfully what was arranged."""
    if CALLBACK in draft.session.handoffs:
        remind(draft)
        return
    windows, wanted = draft.context.office.windows, _wanted(draft)
    window = window_at(windows, wanted)
    if windows and window is None and not _asked_before(draft):
        _ask_for_another(draft, wanted)
        return
    name = draft.value("callback_name") or ""
    draft.note(
        HandoffOpened(
            "callback", window.start if window else None, window.end if window else None, name
        )
    )
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


def _wanted(draft: Draft) -> str:
    """When they want to be called. A day that answers "which day next week?" is one of next
    week."""
    wanted = str(draft.value("callback_time") or ANY)
    day, rest = wanted[:ISO_DAY], wanted[ISO_DAY:]
    if WEEK not in draft.session.asked_again or not day[:1].isdigit() or ":" in day:
        return wanted
    named, today = date.fromisoformat(day), draft.context.today
    ends = today + timedelta(days=6 - today.weekday())
    if named > ends:
        return wanted
    later = f"{(named + timedelta(days=7)).isoformat()}{rest}"
    answers = draft.session.answers
    draft.change(
        answers={**answers, "callback_time": replace(answers["callback_time"], value=later)}
    )
    return later


def window_at(windows: Sequence[Window], wanted: str) -> Window | None:
    """The soonest window at the day and hour that were named, or in the part of the day; None where
    the office cannot.

    A part alone is a wish: where the office has no such part, the soonest of all.
    """
    day, part, hour = _read(wanted)
    for window in windows:
        if (not day or window.start.date().isoformat() == day) and (
            fitting := _within(window, part, hour)
        ):
            return fitting
    return next(iter(windows), None) if wanted in PARTS else None


def _read(wanted: str) -> tuple[str, str, time | None]:
    """Day, part and hour of a value of parsers.call_time. A week without a day is none that can be
    promised."""
    day, part, hour = "", "", None
    for word in wanted.split():
        if word in PARTS:
            part = word
        elif ":" in word:
            hour = time.fromisoformat(word)
        else:
            day = word
    return day, part, hour


def _within(window: Window, part: str, hour: time | None) -> Window | None:
    if hour is None:
        fits = part in ("", ANY) or (window.start.hour < NOON) == (part == "morning")
        return window if fits else None
    at = datetime.combine(window.start.date(), hour, window.start.tzinfo)
    return (
        Window(max(at, window.start), window.end)
        if window.start - AN_HOUR < at < window.end
        else None
    )


def _asked_before(draft: Draft) -> bool:
    """A second time is not refused again: staff see the words."""
    return "callback_time" in draft.session.asked_again


def _ask_for_another(draft: Draft, wanted: str) -> None:
    """What cannot be promised is asked: which day, or when the office is open."""
    draft.remove(("callback_time",), "not open then")
    again = ("callback_time", WEEK) if wanted.startswith(WEEK) else ("callback_time",)
    draft.change(asked_again=(*draft.session.asked_again, *again))
    advance(draft, "call")
    travel(draft)
    if wanted.startswith(WEEK):
        draft.say("call_time.which_day")
    else:
        prompts, first = draft.prompts, draft.context.office.windows[0]
        draft.say(
            "call_time.closed_then", when=lambda language: spoken_opening(prompts, language, first)
        )
    draft.asked = True
