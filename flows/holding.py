"""A person has taken over: the bot keeps silent where it would answer a text, until the hold is given back or runs out.

STOP, START and words of danger are heard before a hold is looked at, and calls are never held.
"""

from __future__ import annotations

from datetime import datetime

from flows import asides
from flows.call_events import TextQueued
from flows.context import Context
from flows.events import HoldEnded, HoldTaken, ReplyWithheld, StaffWrote
from flows.flow import Flow
from flows.hygiene import safe
from flows.session import Session
from flows.turn import Draft, Turn

TIME = "time"


def is_held(session: Session, now: datetime) -> bool:
    return session.held_until is not None and now < session.held_until


def keeps_silent(draft: Draft) -> bool:
    """Whether a person has this conversation. The first text is told so; a hold that has run out ends here."""
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
    draft = Draft(flow, session, context)
    told = session.held_told if is_held(session, context.now) else False
    draft.change(held_by=by, held_until=until, held_told=told)
    draft.note(HoldTaken(by, until))
    return draft.finish()


def give_back(flow: Flow, session: Session, context: Context, by: str) -> Turn:
    """The bot has it again, and asks what it waits for: by a text of its own, since nothing came in."""
    draft = Draft(flow, session, context)
    _end(draft, by)
    heard = len(draft.events)
    asides.ask(draft)
    words = "\n".join(prompt.text for prompt in Turn(draft.session, tuple(draft.events[heard:])).prompts)
    del draft.events[heard:]
    _queue(draft, "handed_back", words)
    return draft.finish()


def write(flow: Flow, session: Session, context: Context, by: str, words: str) -> Turn:
    """A person's own text to the parent."""
    draft = Draft(flow, session, context)
    draft.note(StaffWrote(by))
    _queue(draft, "staff", words)
    return draft.finish()


def _end(draft: Draft, by: str) -> None:
    draft.note(HoldEnded(by))
    draft.change(held_by="", held_until=None, held_told=False)


def _queue(draft: Draft, why: str, words: str) -> None:
    session = draft.session
    name = f"{session.id}.{session.seq + len(draft.events)}"
    draft.note(TextQueued(name, why, safe(words, draft.context.policy.gsm7_only), session.language or "en"))
