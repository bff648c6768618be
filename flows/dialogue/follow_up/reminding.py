"""A reminder of the last day to join: of what still fits, and to whom the yes was given."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.model.follow_up import Planned
from flows.model.session import Aside
from flows.programs.verdict import fitting
from flows.wording.formatting import spoken_date

STILL_YOU = "still_you"


def remind(draft: Draft, planned: Planned, heard: datetime) -> str:
    """The words of the text; nothing where there is nothing to be called to mind. Whoever was last
    `heard` long ago is first asked whether they are the same person, and no program is named."""
    words = _words(draft, planned)
    sure = timedelta(days=draft.flow.follow_ups.sure_days)
    if not words or draft.context.now - heard <= sure:
        return words
    draft.change(
        aside=Aside(STILL_YOU), follow=replace(draft.session.follow, waiting=planned, numbers=False)
    )
    return draft.written("follow_up.still")


def remind_now(draft: Draft) -> bool:
    """They are the same person: the reminder that waited for it. False where none did."""
    waiting = draft.session.follow.waiting
    if waiting is None:
        return False
    draft.change(follow=replace(draft.session.follow, waiting=None))
    words = _words(draft, waiting)
    if words:
        draft.say_text("follow_up.reminder", words)
    return bool(words)


def _words(draft: Draft, planned: Planned) -> str:
    last, fits = planned.last, {each.program for each in fitting(draft.verdicts())}
    if last is None or last < draft.context.today or planned.program not in fits:
        return ""
    return draft.written(
        "follow_up.reminder",
        name=draft.channel.program_name(planned.program),
        date=spoken_date(draft.flow.prompts, draft.language, last),
        call=draft.channel.program_call(planned.program),
    )
