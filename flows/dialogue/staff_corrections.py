"""What staff put right in a conversation: an answer heard on the telephone, and what became of a
program."""

from __future__ import annotations

from datetime import date

from flows.dialogue.renderers import open_draft
from flows.dialogue.stages.step_answer import mask_amounts
from flows.dialogue.steps.callback import CALLBACK_SLOTS
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Context
from flows.model.events import ProgramsMatched, VerdictGiven
from flows.model.session import Answer, Session, Status
from flows.model.staff_events import AnswerCorrected, ReferralMoved
from flows.understanding.parsers.shared.unsure import declines, says_unknown
from flows.understanding.text.utterance import Said

STAFF = "staff"  # how an answer came: told to a person of the staff


class NotHeard(ValueError):
    """The words are no answer to this question."""


def slots(flow: Flow) -> tuple[str, ...]:
    """The questions whose answers staff may give, in the order of the flow."""
    asked = dict.fromkeys(step.slot for step in flow.steps.values() if step.slot and step.parser)
    return tuple(slot for slot in asked if slot != "language" and slot not in CALLBACK_SLOTS)


def hear(flow: Flow, slot: str, words: str, today: date) -> Answer:
    """The answer in these words, in English or Spanish, as the step's own parser reads them. Raises
    NotHeard."""
    step = next(step for step in flow.steps.values() if step.slot == slot and step.parser)
    said = Said(words)
    heard = step.parser.hear(said, today) if step.parser else None
    words = mask_amounts(words) if slot == "income" else words
    if heard is not None and heard.sure:
        return Answer(heard.value, words.strip(), STAFF)
    if declines(said) or says_unknown(said):
        return Answer(None, words.strip(), "declined" if declines(said) else "unknown")
    raise NotHeard(slot)


def correct(
    flow: Flow, session: Session, context: Context, by: str, slot: str, answer: Answer
) -> Turn:
    """The answer in its place. Where there were results already they are worked out anew, and
    nothing is said."""
    draft = open_draft(flow, session, context)
    draft.note(AnswerCorrected(slot, by))
    draft.answer(slot, answer)
    if session.status is Status.COMPLETED:
        given = tuple(
            VerdictGiven(each.program, each.fit.name.lower(), each.reasons)
            for each in draft.verdicts()
        )
        draft.note(ProgramsMatched(given))
    return draft.finish()


def refer(
    flow: Flow, session: Session, context: Context, program: str, state: str, by: str
) -> Turn:
    """What staff know of a program, for whoever asks about it later."""
    draft = open_draft(flow, session, context)
    draft.note(ReferralMoved(program, state, by))
    return draft.finish()
