"""What a call waits for after a turn, read from its facts and from where the conversation
stands."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.model.call_events import MCH, CallEnded, RecordingStarted, TransferStarted
from flows.model.session import Session
from flows.model.waits import ANSWER_SECONDS, RECORD_SECONDS, Dial, Gather, HangUp, Record, Wait

PROGRAM = "program:"
NATIONAL = 10  # digits
ASIDE = "aside"  # hints of the questions in between that offer something
LIST_SECONDS = 3  # in the list silence goes on
KEYS_ONLY_FROM = 2
ALWAYS_HEARD = frozenset({"safety", "safety_connect", "stuck", "stuck_text"})
YES_OR_NO = "first_baby"
ANSWERED_YES_OR_NO = frozenset({"follow_ask", "confirm", "forget", "still_you", "text_me"})


def wait_after(draft: Draft) -> Wait:
    """The last thing that was begun, else keys or speech for what is asked."""
    language = draft.language
    for event in reversed(draft.events):
        match event:
            case TransferStarted(to):
                return Dial(_number(draft, to), draft.session.language)
            case RecordingStarted():
                return Record(language, RECORD_SECONDS)
            case CallEnded():
                return HangUp()
    return _gather(draft, draft.session, language)


def _number(draft: Draft, to: str) -> str:
    """Empty for the office; else of a help line, or of a program."""
    if to == MCH:
        return ""
    return draft.flow.safety.lines.get(to) or program_number(draft, to.removeprefix(PROGRAM))


def program_number(draft: Draft, program: str) -> str:
    """The number at which this program itself answers, in E.164; nothing for MCH's own and for
    2-1-1."""
    phones = (
        draft.flow.catalogue.by_id[program].phones if program in draft.flow.catalogue.by_id else ()
    )
    digits = "".join(filter(str.isdigit, phones[0].number)) if phones else ""
    return f"+1{digits[-10:]}" if len(digits) >= NATIONAL else ""


def is_of_mch(draft: Draft, program: str) -> bool:
    """Whether MCH itself answers for this program."""
    phones = draft.flow.catalogue.by_id[program].phones
    return bool(phones) and phones[0].number == "{mch}"


def _gather(draft: Draft, session: Session, language: str) -> Gather:
    hints, aside = draft.flow.voice.hints, session.aside
    seconds, speech = draft.patience or ANSWER_SECONDS, _listens(session)
    if aside:
        said = hints(YES_OR_NO if aside.kind in ANSWERED_YES_OR_NO else ASIDE, language)
        return Gather(language, hints=said, seconds=seconds, speech=speech)
    if draft.step.waits:
        words = hints(draft.step.waits, language)
        return Gather(language, hints=words, seconds=draft.patience or LIST_SECONDS, speech=speech)
    part = draft.flow.keypad.part(draft.step.asks, session.entry)
    return Gather(language, part.keys, part.pound, _hints(draft, language), seconds, speech)


def _hints(draft: Draft, language: str) -> tuple[str, ...]:
    """Before the language is known, the words of both."""
    hints = draft.flow.voice.hints
    spoken = (language,) if draft.session.language else draft.flow.languages
    return tuple(dict.fromkeys(hint for each in spoken for hint in hints(draft.question, each)))


def _listens(session: Session) -> bool:
    """From the second miss on only keys are listened to; where a yes is enough, words always
    are."""
    aside = session.aside
    return session.misses < KEYS_ONLY_FROM or (aside is not None and aside.kind in ALWAYS_HEARD)
