"""The conversation as a pure function: one input in, one Turn out, run to the next wait.

`start` opens a session and `resume` goes on with one: see `dialogue.order` for the way of an input,
`dialogue.call` for the callbacks of a call. The others are no conversation: a session gone quiet,
an input that came while the store was away, a bug, and what can be said with no state at all.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from flows.dialogue import call as calls
from flows.dialogue import late_input
from flows.dialogue import without_state as stateless
from flows.dialogue.draft import Draft
from flows.dialogue.follow_up import due, offering
from flows.dialogue.hold import is_over
from flows.dialogue.migrate_session import bring_up_to_date
from flows.dialogue.order import understand
from flows.dialogue.renderers import open_draft
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Context
from flows.model.events import InputReceived, ReplyWithheld, SessionOpened, TurnFailed
from flows.model.follow_up import OVER, UNASKED, FollowUp
from flows.model.inputs import Input, Speech, Text, as_text
from flows.model.session import Session, Status, meaning
from flows.understanding.text.ssn import looks_like_ssn
from flows.understanding.text.utterance import Said

KEYWORD_LENGTH = 20
_DIGIT = re.compile(r"\d")


def start(
    flow: Flow, input_: Input, context: Context, language: str = "", follow: str = UNASKED
) -> Turn:
    """A session opens with the first input, whatever it is; its first word is kept as the keyword
    (which poster worked). Whoever was not to be asked how it went (`follow`) is not asked now."""
    session = _new_session(flow, context, language)
    draft = open_draft(flow, session, context)
    draft.change(keyword=_keyword(input_))
    if follow == OVER:
        draft.change(follow=FollowUp(OVER))
    draft.note(SessionOpened(draft.session.keyword, flow.version))
    return _converse(draft, input_)


def resume(flow: Flow, session: Session | None, input_: Input, context: Context) -> Turn:
    """One move of a conversation. A session that is over, or whose results are no longer kept,
    makes room for a new one."""
    if session is None or is_over(session, context):
        if session is None:
            return start(flow, input_, context)
        return start(flow, input_, context, session.language, session.follow.state)
    draft = open_draft(flow, session, context)
    bring_up_to_date(draft)
    return _converse(draft, input_)


def follow_up(flow: Flow, session: Session, context: Context, barred: str = "") -> Turn | None:
    """What is planned and due: a text of ours, which answers nothing; None if nothing is due.

    `barred` is why this person may not be written to now, where the session does not say it.
    """
    draft = open_draft(flow, session, context)
    bring_up_to_date(draft)
    return due.take(draft, barred)


def expire(flow: Flow, session: Session, context: Context) -> Turn:
    """End a session that went quiet. How it ended says what it meant."""
    draft = open_draft(flow, session, context)
    draft.end(Status.EXPIRED, meaning(session))
    return draft.finish()


def receive_late(flow: Flow, session: Session | None, input_: Input, context: Context) -> Turn:
    """An input that came while the store was away: STOP, START and words of danger count; nothing
    else moves."""
    draft = open_draft(flow, session or _new_session(flow, context, ""), context)
    if session is None:
        draft.note(SessionOpened(_keyword(input_), flow.version))
    _record(draft, input_, late=True)
    late_input.take_late(draft, input_)
    return draft.finish()


def fail(flow: Flow, session: Session | None, input_: Input, context: Context, error: str) -> Turn:
    """The program went wrong on this input: it is recorded, nothing moves, and the person gets the
    number."""
    draft = open_draft(flow, session or _new_session(flow, context, ""), context)
    if session is None:
        draft.note(SessionOpened("", flow.version))
    _record(draft, input_)
    draft.note(TurnFailed(error))
    if draft.channel.owes_only_safety():
        draft.note(ReplyWithheld("opted_out"))
        return draft.finish()
    draft.say("sorry")
    draft.channel.give_up()
    return draft.finish()


def without_state(flow: Flow, text: Text, context: Context) -> str:
    """What can be said by text when the store is away."""
    draft = open_draft(flow, _new_session(flow, context, ""), context)
    stateless.answer_text(draft, text)
    return draft.finish().reply


def without_state_aloud(flow: Flow, input_: Input, context: Context) -> Turn:
    """The same in a call, which in office hours is put through and else is over."""
    draft = open_draft(flow, _new_session(flow, context, ""), context)
    stateless.answer_call(draft, input_)
    return draft.finish()


def _new_session(flow: Flow, context: Context, language: str) -> Session:
    return Session(
        context.new_id,
        flow.name,
        flow.version,
        flow.start,
        context.now,
        context.now,
        language=language,
    )


def _keyword(input_: Input) -> str:
    words = Said(as_text(input_).body).tokens
    return words[0].upper() if words and len(words[0]) <= KEYWORD_LENGTH else ""


def _converse(draft: Draft, input_: Input) -> Turn:
    """A call has more to it than its words: what it waits for, and how it ends."""
    _record(draft, input_)
    if draft.context.call:
        calls.take_callback(draft, input_, draft.context.call)
    else:
        understand(draft, as_text(input_))
        offering.offer(draft)
    return draft.finish()


def _record(draft: Draft, input_: Input, *, late: bool = False) -> None:
    """Keep what came, but never a social security number."""
    said = Said(as_text(input_).body)
    if looks_like_ssn(said):
        masked = _DIGIT.sub("#", said.raw)
        input_ = (
            replace(input_, words=masked)
            if isinstance(input_, Speech)
            else replace(as_text(input_), body=masked)
        )
    draft.note(InputReceived(input_, draft.context.channel, late))
