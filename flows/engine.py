"""The conversation as a pure function: one input in, one Turn out, run to the next wait.

`start` opens a session and `resume` goes on with one. The others are no conversation: a session gone quiet, an input that
came while the store was away, a bug, and what can be said with no state at all.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from flows.dialogue import call as calls
from flows.dialogue import commands, emergencies
from flows.dialogue import reach_a_person as people
from flows.dialogue import text_input as hearing
from flows.dialogue.call_input import STOP_KEYS
from flows.dialogue.hold import is_over
from flows.dialogue.migrate_session import bring_up_to_date
from flows.dialogue.saying import say_what_to_do
from flows.dialogue.turn import Draft, Turn
from flows.flow import Flow
from flows.model.context import Context
from flows.model.events import HandoffOpened, InputReceived, ReplyWithheld, SessionOpened, TurnFailed
from flows.model.inputs import Dialled, Digits, Hangup, Input, Recorded, Speech, Text
from flows.model.meaning import meaning
from flows.model.session import Session, Status
from flows.model.waits import HangUp
from flows.understanding import noise
from flows.understanding.intents import Intent
from flows.understanding.safety import looks_like_ssn
from flows.understanding.utterance import Said
from flows.wording.prompts import LANGUAGES

KEYWORD_LENGTH = 20
_DIGIT = re.compile(r"\d")


def start(flow: Flow, input_: Input, context: Context, language: str = "") -> Turn:
    """A session opens with the first input, whatever it is; its first word is kept as the keyword (which poster worked)."""
    session = _new_session(flow, context, language)
    draft = Draft(flow, session, context)
    draft.change(keyword=_keyword(input_))
    draft.note(SessionOpened(draft.session.keyword, flow.version))
    return _converse(draft, input_)


def resume(flow: Flow, session: Session | None, input_: Input, context: Context) -> Turn:
    """One move of a conversation. A session that is over, or whose results are no longer kept, makes room for a new one."""
    if session is None or is_over(session, context):
        return start(flow, input_, context, session.language if session else "")
    draft = Draft(flow, session, context)
    bring_up_to_date(draft)
    return _converse(draft, input_)


def expire(flow: Flow, session: Session, context: Context) -> Turn:
    """End a session that went quiet. How it ended says what it meant."""
    draft = Draft(flow, session, context)
    draft.end(Status.EXPIRED, meaning(session))
    return draft.finish()


def receive_late(flow: Flow, session: Session | None, input_: Input, context: Context) -> Turn:
    """An input that came while the store was away: STOP, START and words of danger count; nothing else moves."""
    draft = Draft(flow, session or _new_session(flow, context, ""), context)
    if session is None:
        draft.note(SessionOpened(_keyword(input_), flow.version))
    text = _as_text(input_)
    said = Said(text.body)
    _record(draft, input_, said, late=True)
    intent = flow.intents.hear(said)
    if danger := emergencies.danger_in(flow, said, noise.kind(text)):
        emergencies.report(draft, danger)
    elif isinstance(input_, Recorded):
        people.hear_recorded(draft, input_)
    elif isinstance(input_, Hangup) and context.call:
        calls.close(draft, context.call, input_)
    elif draft.aloud and (intent is Intent.CALL or text.body in ("0", "0#")):
        draft.change(handoffs=(*draft.session.handoffs, "hung_up"))
        draft.note(HandoffOpened("hung_up"))
    elif intent is Intent.STOP or text.carrier == "STOP" or text.body.rstrip("#") == STOP_KEYS:
        commands.stop(draft, "late")
    elif context.opted_out and (intent is Intent.START or text.carrier == "START"):
        commands.start(draft, "late")
    else:
        draft.note(ReplyWithheld("late"))
    return draft.finish()


def fail(flow: Flow, session: Session | None, input_: Input, context: Context, error: str) -> Turn:
    """The program went wrong on this input: it is recorded, nothing moves, and the person gets the number."""
    draft = Draft(flow, session or _new_session(flow, context, ""), context)
    if session is None:
        draft.note(SessionOpened("", flow.version))
    _record(draft, input_, Said(_as_text(input_).body))
    draft.note(TurnFailed(error))
    if draft.aloud:
        draft.say("sorry")
        calls.put_through(draft)
    elif context.opted_out:
        draft.note(ReplyWithheld("opted_out"))
    else:
        draft.say("sorry")
    return draft.finish()


def without_state(flow: Flow, text: Text, context: Context) -> str:
    """What can be said when the store is away: words of danger and STOP need no state, the rest gets the number."""
    return _without_state(flow, text, context).reply


def without_state_aloud(flow: Flow, input_: Input, context: Context) -> Turn:
    """The same in a call, which in office hours is put through and else is over."""
    return _without_state(flow, input_, context)


def _without_state(flow: Flow, input_: Input, context: Context) -> Turn:
    draft = Draft(flow, _new_session(flow, context, ""), context)
    text = _as_text(input_)
    said = Said(text.body)
    language = flow.languages.hear(said)
    draft.change(language=language if language in LANGUAGES else "")
    danger = emergencies.danger_in(flow, said, noise.kind(text) if not draft.aloud else None)
    if danger and danger.kind != "ended":
        draft.change(language=draft.session.language or danger.language)
        say_what_to_do(draft, danger.kind)
    elif draft.aloud:
        stopping = flow.intents.hear(said) is Intent.STOP or text.body.rstrip("#") == STOP_KEYS
        draft.say("stopped_away" if stopping else "away")
    elif context.opted_out or text.carrier:
        return draft.finish()
    elif flow.intents.hear(said) is Intent.STOP:
        if not context.policy.stop_handling.confirms(text.body):
            draft.say("stopped")
    else:
        draft.say("away")
    if draft.aloud and isinstance(input_, Dialled) and input_.outcome == people.TAKEN:
        people.say_goodbye(draft, "transferred")
        draft.wait = HangUp()
    elif draft.aloud:
        calls.put_through(draft)
    return draft.finish()


def _new_session(flow: Flow, context: Context, language: str) -> Session:
    return Session(context.new_id, flow.name, flow.version, flow.start, context.now, context.now, language=language)


def _keyword(input_: Input) -> str:
    words = Said(_as_text(input_).body).tokens
    return words[0].upper() if words and len(words[0]) <= KEYWORD_LENGTH else ""


def _converse(draft: Draft, input_: Input) -> Turn:
    text = _as_text(input_)
    said = Said(text.body)
    _record(draft, input_, said)
    if draft.context.call:
        calls.hear(draft, input_, draft.context.call)
    else:
        if draft.session.textless:
            draft.change(textless=False)  # whoever texts gets texts, whatever a carrier said before
        hearing.hear(draft, text, said)
    return draft.finish()


def _record(draft: Draft, input_: Input, said: Said, *, late: bool = False) -> None:
    """Keep what came, but never a social security number."""
    if looks_like_ssn(said):
        masked = _DIGIT.sub("#", said.raw)
        input_ = replace(input_, words=masked) if isinstance(input_, Speech) else replace(_as_text(input_), body=masked)
    draft.note(InputReceived(input_, draft.context.channel, late))


def _as_text(input_: Input) -> Text:
    match input_:
        case Text():
            return input_
        case Digits(keys):
            return Text(keys)
        case Speech(words):
            return Text(words)
        case _:
            return Text("")
