"""The plan of what we send by ourselves: made by a yes, kept in step with the answers, ended by
whatever forbids it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flows.model import referrals
from flows.model.danger_events import SafetyRaised
from flows.model.events import (
    Answered,
    AnswersRemoved,
    AnyEvent,
    ErasureConfirmed,
    InputReceived,
    OptedOut,
    ProgramShown,
    ProgramsMatched,
    Prompted,
    SessionRestarted,
)
from flows.model.follow_up import AGREED, ASK, OVER, REMINDER, UNASKED, Planned
from flows.model.program_events import FollowUpEnded, FollowUpPlanned
from flows.model.session import Session, Status
from flows.model.staff_events import HandoffClosed, ReferralMoved
from flows.programs.verdict import fitting

if TYPE_CHECKING:  # a Draft keeps its plan as it finishes
    from flows.dialogue.draft import Draft

# Prompts of a question whose answer is a number; what is said after it makes numbers mean the list.
QUESTIONS = ("follow_up.may_we", "follow_up.next", "follow_up.again")
# From these answers it is known until when a program can be joined.
DATED = frozenset({"due", "ages", "stage", "first_baby"})
# What staff know of a program and nobody needs to ask.
_OPEN = frozenset({referrals.TOLD, referrals.GIVEN_NUMBER, referrals.NO_ANSWER})
_MORNING = time(12, tzinfo=UTC)
WRONG_NUMBER = "wrong_number"
ABORTION = "abortion"
LOSS = "pregnancy_ended"


def is_barred(session: Session) -> bool:
    """Whether danger or a loss was told, so that nothing is ever asked."""
    stage = session.answers.get("stage")
    return bool(session.dangers) or (stage is not None and stage.value == LOSS)


def candidates(draft: Draft) -> tuple[str, ...]:
    """The programs worth asking about, those first whose details were asked for; of several that
    answer at one number the first."""
    catalogue, follow = draft.flow.catalogue, draft.session.follow
    found = [verdict.program for verdict in fitting(draft.verdicts())]
    by_number: dict[str, str] = {}
    for program in sorted(found, key=lambda each: each not in follow.shown):
        phones = catalogue.by_id[program].phones
        if program not in follow.settled:
            by_number.setdefault(phones[0].number if phones else program, program)
    return tuple(by_number.values())[: draft.flow.follow_ups.most]


def agree(draft: Draft) -> None:
    """They said yes: the question is planned, and the reminders."""
    now = draft.context.now
    at = now + timedelta(days=draft.context.policy.follow_up_days)
    programs = candidates(draft)
    first = Planned(ASK, at, programs[0]) if programs else None
    draft.change(
        follow=replace(
            draft.session.follow,
            state=AGREED,
            programs=programs[1:],
            planned=(first,) if first else (),
        )
    )
    if first:
        draft.note(FollowUpPlanned(ASK, first.program, at))
    plan_reminders(draft)


def plan_reminders(draft: Draft) -> None:
    """For each program that can be joined until a day: so many days before it, as the data say.

    A day that is as good as here is left out: the list told it. So is one after which the
    conversation is kept no more.
    """
    follow, today = draft.session.follow, draft.context.today
    before = {each.program: each for each in follow.planned if each.kind == REMINDER}
    found: dict[str, Planned] = {}
    for verdict in fitting(draft.verdicts()):
        days = draft.flow.catalogue.by_id[verdict.program].remind_days
        if not days or verdict.program in follow.settled or not verdict.ends:
            continue
        last = verdict.ends - timedelta(days=1)
        day = last - timedelta(days=days)
        if day > today and not _is_purged_by(draft, day):
            found[verdict.program] = Planned(
                REMINDER, datetime.combine(day, _MORNING), verdict.program, last
            )
    for program, planned in found.items():
        if program not in before or before[program].last != planned.last:
            draft.note(FollowUpPlanned(REMINDER, program, planned.at))
    others = tuple(each for each in follow.planned if each.kind != REMINDER)
    draft.change(follow=replace(draft.session.follow, planned=(*others, *found.values())))


def _is_purged_by(draft: Draft, day: date) -> bool:
    """Whether the conversation is not kept until then."""
    days = draft.context.policy.retention_days
    return bool(days) and day > draft.context.today + timedelta(days=days)


def settle_program(draft: Draft, program: str) -> None:
    """Nothing more is asked of this program, and it is not called to mind."""
    follow = draft.session.follow
    draft.change(
        follow=replace(
            follow,
            settled=tuple(dict.fromkeys((*follow.settled, program))),
            programs=tuple(each for each in follow.programs if each != program),
            planned=tuple(each for each in follow.planned if each.program != program),
            asking="" if follow.asking == program else follow.asking,
        )
    )


def end(draft: Draft, why: str) -> None:
    """Nothing is asked or sent by ourselves any more."""
    follow = draft.session.follow
    if follow.state == OVER:
        return
    if follow.state != UNASKED or follow.planned:
        draft.note(FollowUpEnded(why))
    draft.change(
        follow=replace(
            follow, state=OVER, planned=(), programs=(), asking="", numbers=False, waiting=None
        )
    )


def keep(draft: Draft) -> None:
    """The plan at the end of a turn, as what happened in it demands. Every turn comes by here."""
    if why := _forbidden(draft):
        end(draft, why)
        return
    for event in tuple(draft.events):
        if isinstance(event, ReferralMoved) and event.by and event.state not in _OPEN:
            settle_program(draft, event.program)
    for program in draft.session.has:
        if program not in draft.session.follow.settled:
            settle_program(draft, program)
    if draft.session.follow.state == AGREED and any(map(_dates, draft.events)):
        plan_reminders(draft)
    _listen_to_the_last(draft)


def _forbidden(draft: Draft) -> str:
    """Why nothing may be sent any more, from what happened in this turn; nothing if it may."""
    for event in draft.events:
        if why := _forbids(event):
            return why
    follow = draft.session.follow
    if draft.value("stage") == LOSS and (follow.planned or follow.asking):
        return "loss"
    return "expired" if draft.session.status is Status.EXPIRED and follow.planned else ""


def _forbids(event: AnyEvent) -> str:
    match event:
        case OptedOut():
            return "stopped"
        case ErasureConfirmed():
            return "erasing"
        case SafetyRaised():
            return "safety"
        case SessionRestarted(why="somebody else"):
            return "somebody else"
        case HandoffClosed(outcome=outcome) if outcome == WRONG_NUMBER:
            return "wrong number"
        case Prompted(key=key) if key == ABORTION:
            return "loss"
    return ""


def _dates(event: AnyEvent) -> bool:
    match event:
        case Answered(slot=slot):
            return slot in DATED
        case AnswersRemoved(slots=slots):
            return not DATED.isdisjoint(slots)
    return False


def _listen_to_the_last(draft: Draft) -> None:
    """A number means the question that was said last, and after anything else the list. A word of
    theirs tells that they are there."""
    follow = draft.session.follow
    said = [event.key for event in draft.events if isinstance(event, Prompted)]
    if said and follow.numbers and not said[-1].startswith(QUESTIONS):
        follow = replace(follow, numbers=False)
    if follow.heard and any(isinstance(event, InputReceived) for event in draft.events):
        follow = replace(follow, heard=None)
    if any(isinstance(event, ProgramsMatched) for event in draft.events):
        follow = replace(follow, told=draft.context.now)
    shown = [event.program for event in draft.events if isinstance(event, ProgramShown)]
    if set(shown) - set(follow.shown):
        follow = replace(follow, shown=tuple(dict.fromkeys((*follow.shown, *shown))))
    if follow is not draft.session.follow:
        draft.change(follow=follow)


def day_in_words(draft: Draft, days: int) -> str:
    """ "In a week", "in 10 days", as part of a text."""
    if days == 7:
        return draft.words("follow_up.week")
    return draft.words("follow_up.days", n=days)
