"""May we ask, in a week, whether it worked? Asked once, after the results, and never in danger or
after a loss."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.dialogue.follow_up import plan
from flows.model.call_events import ConsentGiven
from flows.model.events import IntentHeard, Prompted
from flows.model.follow_up import ASKED, OFFER, UNASKED, Planned
from flows.model.program_events import FollowUpEnded, FollowUpPlanned, TopicAnswered
from flows.model.session import Session, Status
from flows.understanding.intents import Intent

MAY_WE = "follow_up.may_we"
# What a consent is to.
FOLLOW_UP = "follow_up"
# After a question about the list, or thanks, no number of the list is to be expected.
_ENDING = frozenset({Intent.THANKS.value, Intent.GO_ON.value})
_AGAIN = "results.again"
_LISTS = ("results.page", "results.none", "results.outside", "results.has")


def may_offer(draft: Draft) -> bool:
    """Whether the question may be asked at all, and was not yet."""
    session = draft.session
    return (
        session.follow.state == UNASKED
        and draft.context.policy.follow_up_days > 0
        and session.status is Status.COMPLETED
        and draft.step.waits == "results"
        and session.aside is None
        and not session.held_by
        and draft.can_text
        and not plan.is_barred(session)
        and bool(plan.candidates(draft))
    )


def offer(draft: Draft) -> None:
    """After a text of theirs: asked below thanks, or an answer about the list. While its numbers
    may be meant the question waits for such a text, or goes by itself once they are quiet."""
    if not may_offer(draft):
        return
    said = [event.key for event in draft.events if isinstance(event, Prompted)]
    if any(key.startswith(_LISTS) for key in said):
        _plan(draft)
    elif said and any(map(_leads_on, draft.events)):
        draft.events = [event for event in draft.events if not _invites_a_number(event)]
        ask(draft)


def ask(draft: Draft) -> None:
    """The question, as part of a reply."""
    draft.say(MAY_WE, when=words_of_delay(draft))
    mark_asked(draft)


def ask_alone(draft: Draft) -> str:
    """The question, for a text of its own."""
    mark_asked(draft)
    return draft.written("follow_up.may_we_alone", when=words_of_delay(draft))


def words_of_delay(draft: Draft) -> str:
    return plan.day_in_words(draft, draft.context.policy.follow_up_days)


def agree(draft: Draft, words: str) -> None:
    """Yes: kept with the words it was said to, and their language."""
    draft.note(ConsentGiven(FOLLOW_UP, words, draft.language))
    draft.change(follow=replace(draft.session.follow, numbers=False, heard=None))
    plan.agree(draft)


def decline(draft: Draft) -> None:
    """No: it is never asked again."""
    draft.note(FollowUpEnded("declined"))
    plan.end(draft, "declined")


def forget_offer(session: Session) -> Session:
    """The question is not asked by itself any more: it stands below an answer."""
    follow = session.follow
    rest = tuple(each for each in follow.planned if each.kind != OFFER)
    return replace(session, follow=replace(follow, planned=rest))


def mark_asked(draft: Draft) -> None:
    """It was asked: never again."""
    draft.session = forget_offer(draft.session)
    draft.change(follow=replace(draft.session.follow, state=ASKED, numbers=True))


def _plan(draft: Draft) -> None:
    minutes = draft.flow.follow_ups.offer_minutes
    if not minutes:
        return
    draft.session = forget_offer(draft.session)
    at = draft.context.now + timedelta(minutes=minutes)
    follow = draft.session.follow
    draft.change(follow=replace(follow, planned=(*follow.planned, Planned(OFFER, at))))
    draft.note(FollowUpPlanned(OFFER, "", at))


def _leads_on(event: object) -> bool:
    return isinstance(event, TopicAnswered) or (
        isinstance(event, IntentHeard) and event.intent in _ENDING
    )


def _invites_a_number(event: object) -> bool:
    return isinstance(event, Prompted) and event.key == _AGAIN
