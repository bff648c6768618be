"""Hold: while a person has the conversation, the bot answers no text until it is given back or
runs out.

STOP, START and words of danger are heard before a hold is looked at, and calls are never held.
Whatever comes while a person has it belongs to this conversation, even if that was over.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.migrate_session import bring_up_to_date
from flows.dialogue.renderers import open_draft
from flows.dialogue.stages.step_answer import overhear
from flows.dialogue.steps.settle import settle
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.call_events import ConsentGiven, TextQueued
from flows.model.context import Context, Window
from flows.model.events import ReplyWithheld
from flows.model.session import Session, Status
from flows.model.staff_events import (
    TIME,
    HandoffClosed,
    HandoffReopened,
    HoldEnded,
    HoldTaken,
    StaffWrote,
)
from flows.understanding.intents import Intent
from flows.wording.sms_encoding import safe

CALLBACK = "callback"


class Yes(Struct, frozen=True):
    """What the person agreed to, when somebody of the staff asked: these words, in this
    language."""

    words: str
    language: str


def is_held(session: Session, now: datetime) -> bool:
    return session.held_until is not None and now < session.held_until


def is_over(session: Session, context: Context) -> bool:
    """Whether the next input opens a new conversation."""
    if is_held(session, context.now):
        return False
    if session.follow.goes_on and session.status is not Status.EXPIRED:
        return False
    days = (context.now - session.heard).total_seconds() / 86400
    if session.status is Status.COMPLETED:
        return days > context.policy.result_days
    return session.status is Status.EXPIRED


def held(draft: Draft, incoming: Incoming) -> bool:
    """Stage: while a person has the conversation the bot keeps silent, except where everybody is
    owed an answer at once."""
    erasing = draft.session.aside is not None and draft.session.aside.kind == "forget"
    owed = erasing or incoming.intent in (Intent.HELP, Intent.PRIVACY, Intent.FORGET)
    if owed or not keeps_silent(draft):
        return False
    overhear(draft, incoming.said)
    return True


def keeps_silent(draft: Draft) -> bool:
    """Whether a person has this conversation. The first text is told so; a hold that has run out
    ends here."""
    session = draft.session
    if not session.held_by:
        return False
    if not is_held(session, draft.context.now):
        _end(draft, TIME)
        return False
    draft.note(ReplyWithheld("held"))
    if not session.held_told:
        draft.change(held_told=True)
        draft.say("held")
    return True


def take(flow: Flow, session: Session, context: Context, by: str, until: datetime) -> Turn:
    """A person takes the conversation, or goes on having it."""
    draft = open_draft(flow, session, context)
    _hold(draft, by, until)
    return draft.finish()


def give_back(flow: Flow, session: Session, context: Context, by: str, *, ask: bool = True) -> Turn:
    """The bot has it again. If it is to `ask`, it tells who was told of a person that the person
    has gone, and asks what it waits for, by a text of its own: nothing came in."""
    draft = open_draft(flow, session, context)
    bring_up_to_date(draft)
    gone = draft.session.held_told or draft.session.held_wrote
    _end(draft, by)
    if ask and draft.can_text and (gone or draft.session.status is Status.WAITING):
        heard = len(draft.events)
        if gone:
            draft.say("handed_back")
        if draft.session.status is Status.WAITING:
            _ask_again(draft)
        words = "\n".join(
            prompt.text for prompt in Turn(draft.session, tuple(draft.events[heard:])).prompts
        )
        del draft.events[heard:]
        _queue(draft, "handed_back", words)
    return draft.finish()


def _ask_again(draft: Draft) -> None:
    """What is still open: a person may have written down the answer meanwhile."""
    if draft.session.aside is None and draft.step.slot in draft.session.answers:
        settle(draft)
    else:
        asides.ask(draft)


def write(
    flow: Flow,
    session: Session,
    context: Context,
    by: str,
    until: datetime,
    words: str,
    yes: Yes | None = None,
) -> Turn:
    """A person's own text to the parent, whose answer is then theirs too: they have the
    conversation `until` then."""
    draft = open_draft(flow, session, context)
    if yes:
        draft.note(ConsentGiven("text", yes.words, yes.language, by))
        draft.change(agreed=True, language=draft.session.language or yes.language)
    _hold(draft, by, until)
    draft.change(held_wrote=True)
    draft.note(StaffWrote(by))
    _queue(draft, "staff", words)
    return draft.finish()


def close(
    flow: Flow, session: Session, context: Context, by: str, reason: str, outcome: str
) -> Turn:
    """What a person was asked for is dealt with. A promised call is promised no longer, and can be
    asked for again."""
    draft = open_draft(flow, session, context)
    if reason in session.handoffs:
        draft.change(
            handoffs=_without(session.handoffs, reason),
            closed=(*_without(session.closed, reason), reason),
        )
    if reason == CALLBACK:
        draft.change(promised=None)
    draft.note(HandoffClosed(reason, outcome, by))
    return draft.finish()


def reopen(
    flow: Flow,
    session: Session,
    context: Context,
    by: str,
    reason: str,
    promised: Window | None = None,
) -> Turn:
    """It was not dealt with after all."""
    draft = open_draft(flow, session, context)
    if reason in session.closed:
        draft.change(
            handoffs=(*_without(session.handoffs, reason), reason),
            closed=_without(session.closed, reason),
        )
    if reason == CALLBACK and session.promised is None:
        draft.change(promised=promised)
    draft.note(HandoffReopened(reason, by))
    return draft.finish()


def _without(reasons: tuple[str, ...], reason: str) -> tuple[str, ...]:
    return tuple(each for each in reasons if each != reason)


def _hold(draft: Draft, by: str, until: datetime) -> None:
    session = draft.session
    told = session.held_told if is_held(session, draft.context.now) else False
    draft.change(held_by=by, held_until=until, held_told=told)
    draft.note(HoldTaken(by, until))


def _end(draft: Draft, by: str) -> None:
    draft.note(HoldEnded(by))
    draft.change(held_by="", held_until=None, held_told=False, held_wrote=False)


def _queue(draft: Draft, why: str, words: str) -> None:
    session = draft.session
    name = f"{session.id}.{session.seq + len(draft.events)}"
    draft.note(TextQueued(name, why, safe(words, draft.context.policy.gsm7_only), draft.language))
