"""A planned text comes due: it goes, waits for a better moment, or is given up. Nothing came in;
the worker takes this turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.dialogue.follow_up import offering, plan
from flows.dialogue.follow_up.reminding import remind
from flows.dialogue.hold import is_held
from flows.dialogue.turn import Turn
from flows.model.call_events import TextQueued
from flows.model.follow_up import AGREED, ASK, OFFER, OVER, REMINDER, UNASKED, Planned
from flows.model.program_events import FollowUpEnded, FollowUpPutOff
from flows.model.session import Session
from flows.wording.sms_encoding import safe

# Who wrote just now is not interrupted.
HERE = timedelta(hours=1)
TOMORROW = timedelta(days=1)
# So often a text is put off before it is given up.
MOST_PUT_OFF = 20


def take(draft: Draft, barred: str) -> Turn | None:
    """The turn of what is due, or None if nothing is. `barred` is why this person may not be
    written to now, where only the archive knows it."""
    planned, now = draft.session.follow.next, draft.context.now
    if planned is None or planned.at > now:
        return None
    follow = draft.session.follow.without(planned)
    heard = follow.heard or draft.session.heard
    draft.change(follow=replace(follow, taken=follow.taken + 1, heard=heard))
    if why := _forbidden(draft, planned):
        plan.end(draft, why)
    elif later := _better_moment(draft, planned, barred, heard):
        _put_off(draft, planned, *later)
    else:
        _send(draft, planned)
    return draft.finish()


def may_go(session: Session, text: str, now: datetime) -> bool:
    """Whether a queued text of ours is still to be posted, a moment before it is."""
    follow = session.follow
    return follow.state != OVER and follow.text == text and not is_held(session, now)


def _forbidden(draft: Draft, planned: Planned) -> str:
    if draft.context.opted_out:
        return "stopped"
    if not draft.can_text:
        return "no text arrives"
    if plan.is_barred(draft.session):
        return "safety"
    wanted = UNASKED if planned.kind == OFFER else AGREED
    return "" if draft.session.follow.state == wanted else "no yes"


def _better_moment(
    draft: Draft, planned: Planned, barred: str, heard: datetime
) -> tuple[str, datetime] | None:
    """Why it cannot go now, and when it may."""
    session, now = draft.session, draft.context.now
    if draft.context.texting_until is None:
        return "outside the hours", now + HERE
    if session.held_until is not None and is_held(session, now):
        return "a person has it", session.held_until
    if barred:
        return barred, now + TOMORROW
    if session.aside is not None:
        return "a question waits", now + TOMORROW
    quiet = HERE
    if planned.kind == OFFER:
        quiet = timedelta(minutes=draft.flow.follow_ups.offer_minutes)
    return ("they are here", heard + quiet) if now - heard < quiet else None


def _put_off(draft: Draft, planned: Planned, why: str, at: datetime) -> None:
    if planned.put >= MOST_PUT_OFF:
        draft.note(FollowUpEnded("put off too often", planned.program))
        return
    later = replace(planned, at=at, put=planned.put + 1)
    follow = draft.session.follow
    draft.change(follow=replace(follow, planned=(*follow.planned, later)))
    draft.note(FollowUpPutOff(why, at))


def _send(draft: Draft, planned: Planned) -> None:
    words = WORDED[planned.kind](draft, planned)
    if not words:
        draft.note(FollowUpEnded("not needed", planned.program))
        return
    session = draft.session
    name = f"{session.id}.{session.seq + len(draft.events)}"
    text = safe(words, draft.context.policy.gsm7_only)
    until = draft.context.texting_until
    draft.note(
        TextQueued(name, f"follow_up_{planned.kind}", text, draft.language, planned.at, until)
    )
    draft.change(follow=replace(draft.session.follow, text=name, asked=draft.context.now))


def _offered(draft: Draft, planned: Planned) -> str:
    return offering.ask_alone(draft) if offering.may_offer(draft) else ""


def _asked(draft: Draft, planned: Planned) -> str:
    """The next program of which nobody knows yet."""
    follow = draft.session.follow
    wanted = (planned.program, *follow.programs)
    there = draft.flow.catalogue.by_id
    program = next((each for each in wanted if each in there and each not in follow.settled), "")
    if not program:
        return ""
    rest = tuple(each for each in follow.programs if each != program)
    draft.change(follow=replace(follow, asking=program, programs=rest, numbers=True))
    return draft.written("follow_up.ask", name=draft.channel.program_name(program))


def _reminded(draft: Draft, planned: Planned) -> str:
    return remind(draft, planned, draft.session.follow.heard or draft.session.heard)


WORDED: Mapping[str, Callable[[Draft, Planned], str]] = {
    OFFER: _offered,
    ASK: _asked,
    REMINDER: _reminded,
}
