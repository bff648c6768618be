"""What a call waits for after a turn, read from its facts and from where the conversation stands."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.model.call_events import MCH, CallEnded, RecordingStarted, TransferStarted
from flows.model.session import Session
from flows.model.waits import RECORD_SECONDS, Dial, Gather, HangUp, Record, Wait

YES_OR_NO = "first_baby"
ANSWERED_YES_OR_NO = frozenset({"confirm", "forget", "still_you", "text_me"})


def wait_after(draft: Draft) -> Wait:
    """The last thing that was begun, else keys or speech for what is asked."""
    language = draft.language
    for event in reversed(draft.events):
        match event:
            case TransferStarted(to):
                return Dial("" if to == MCH else draft.flow.safety.lines[to], draft.session.language)
            case RecordingStarted():
                return Record(language, RECORD_SECONDS)
            case CallEnded():
                return HangUp()
    return _gather(draft, draft.session, language)


def _gather(draft: Draft, session: Session, language: str) -> Gather:
    hints = draft.flow.voice.hints
    if session.aside:
        return Gather(language, hints=hints(YES_OR_NO, language) if session.aside.kind in ANSWERED_YES_OR_NO else ())
    if draft.step.waits:
        return Gather(language, hints=hints(draft.step.waits, language))
    part = draft.flow.keypad.part(draft.step.asks, session.entry)
    return Gather(language, part.keys, part.pound, hints(draft.question, language))
