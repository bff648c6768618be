"""Stage: what is answered to the questions that we ask by ourselves. Whatever else is written goes
on as always, and the question still waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.dialogue.follow_up import offering, plan
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.results import named
from flows.model import referrals
from flows.model.events import HandoffOpened
from flows.model.follow_up import AGREED, ASK, ASKED, Planned
from flows.model.program_events import FollowUpEnded, FollowUpPlanned
from flows.model.staff_events import ReferralMoved
from flows.understanding.intents import Intent
from flows.understanding.text.utterance import Said

# The values of the options `follow_up`, in the order of their numbers; the last has no number.
REACHED, NO_ANSWER, REFUSED, NOT_YET, ENROLLED = VALUES = (
    *("reached", "no_answer", "refused", "not_yet"),
    "enrolled",
)
_NUMBERED = ("1", "2", "3", "4")
# A number that comes so soon after our own text was meant for what was said before it.
_CROSSED = timedelta(seconds=20)
# Topics of the list that say the same in other words.
TOPICS: Mapping[str, str] = {"nobody_answered": NO_ANSWER, "said_no": REFUSED}
HANDOFFS: Mapping[str, str] = {NO_ANSWER: "nobody_answered", REFUSED: "said_no"}
# Intents that a yes or a no may look like.
_NO_COMMAND = frozenset({None, Intent.GO_ON, Intent.START})
_WHETHER = _NO_COMMAND | {Intent.THANKS}  # "no, thanks"


def follow_up(draft: Draft, incoming: Incoming) -> bool:
    """Stage: an answer to whether we may ask, or to how it went."""
    follow, said = draft.session.follow, incoming.said
    if draft.session.aside is not None or draft.doubtful or _crossed(draft, said):
        return False
    if follow.state == ASKED and follow.numbers and incoming.intent in _WHETHER:
        return _hear_whether(draft, said)
    if follow.asking not in draft.flow.catalogue.by_id:
        return False
    if incoming.intent is Intent.REPEAT and follow.numbers:
        say_again(draft)
        return True
    return incoming.intent in _NO_COMMAND and _hear_how(draft, said)


def say_again(draft: Draft) -> None:
    """The question that waits, once more."""
    draft.say("follow_up.again", name=draft.channel.program_name(draft.session.follow.asking))
    draft.change(follow=replace(draft.session.follow, numbers=True))


def _crossed(draft: Draft, said: Said) -> bool:
    asked = draft.session.follow.asked
    return asked is not None and said.bare.isdigit() and draft.context.now - asked < _CROSSED


def _hear_whether(draft: Draft, said: Said) -> bool:
    if said.bare.isdigit() and said.bare not in _NUMBERED[:2]:
        return False
    heard = draft.flow.asides["follow_ask"].hear(said, draft.context.today)
    if heard is None or not heard.sure:
        return False
    wake(draft)
    words = draft.words(offering.MAY_WE, when=offering.words_of_delay(draft))
    answer_whether(draft, words, yes=bool(heard.value))
    return True


def answer_whether(draft: Draft, words: str, *, yes: bool) -> None:
    """The yes or no to these words, and what follows from it."""
    if yes:
        offering.agree(draft, words)
        draft.say("follow_up.yes", when=offering.words_of_delay(draft))
    else:
        offering.decline(draft)
        draft.say("follow_up.no")


def _hear_how(draft: Draft, said: Said) -> bool:
    value = heard_how(draft, said, numbers=draft.session.follow.numbers)
    if not value:
        return False
    wake(draft)
    if value == "no":
        say_again(draft)
    else:
        answer_how(draft, value, _meant(draft, said))
    return True


def by_number(said: Said) -> str:
    """The value with this number, or nothing."""
    return VALUES[int(said.bare) - 1] if said.bare in _NUMBERED else ""


def heard_how(draft: Draft, said: Said, *, numbers: bool) -> str:
    """One of VALUES; `no` where that is all they said; nothing where it is no answer."""
    if said.bare.isdigit():
        return by_number(said) if numbers else ""
    today = draft.context.today
    about = [TOPICS[topic] for topic in draft.flow.topics.about(said) if topic in TOPICS]
    if about:
        return about[0]
    heard = draft.flow.asides["follow_up"].hear(said, today)
    if heard is not None and heard.sure:
        return str(heard.value)
    yes = draft.flow.asides["follow_ask"].hear(said, today)
    return "" if yes is None or not yes.sure else REACHED if yes.value else "no"


def _meant(draft: Draft, said: Said) -> str:
    """The program that they name, or the one that was asked about."""
    verdict = None if said.bare.isdigit() else named(draft, said)
    return verdict.program if verdict else draft.session.follow.asking


def answer_how(draft: Draft, value: str, program: str) -> None:
    """What became of this program; and then the next is asked about."""
    keep(draft, value, program)
    if program == draft.session.follow.asking:
        draft.change(follow=replace(draft.session.follow, asking="", numbers=False))
        ask_next(draft)


def keep(draft: Draft, value: str, program: str) -> None:
    """Kept as the state of its referral, and told to staff where it went wrong."""
    ANSWERED[value](draft, program)
    if reason := HANDOFFS.get(value):
        _tell_staff(draft, reason)


def ask_next(draft: Draft) -> None:
    """One program at a time: the next in the reply to the last."""
    follow, there = draft.session.follow, draft.flow.catalogue.by_id
    programs = tuple(program for program in follow.programs if program in there)
    if not programs:
        return
    program = programs[0]
    draft.change(follow=replace(follow, asking=program, programs=programs[1:], numbers=True))
    draft.say("follow_up.next", name=draft.channel.program_name(program))


def _tell_staff(draft: Draft, reason: str) -> None:
    if reason not in draft.session.handoffs:
        draft.change(handoffs=(*draft.session.handoffs, reason))
        draft.note(HandoffOpened(reason))


def _moved(state: str, key: str) -> Callable[[Draft, str], None]:
    def answer(draft: Draft, program: str) -> None:
        draft.note(ReferralMoved(program, state))
        _settle(draft, program)
        draft.say(key, name=draft.channel.program_name(program))

    return answer


def _enrolled(draft: Draft, program: str) -> None:
    _moved(referrals.ENROLLED, "follow_up.enrolled")(draft, program)
    draft.leave_off(program)


def _settle(draft: Draft, program: str) -> None:
    asking = draft.session.follow.asking
    plan.settle_program(draft, program)
    draft.change(follow=replace(draft.session.follow, asking=asking))


def _not_yet(draft: Draft, program: str) -> None:
    """Asked once more, a week later; then never."""
    follow, days = draft.session.follow, draft.flow.follow_ups.later_days
    draft.note(ReferralMoved(program, referrals.TOLD))
    if program in follow.later or follow.state != AGREED:
        draft.note(FollowUpEnded("asked twice" if program in follow.later else "no yes", program))
        _settle(draft, program)
        call = draft.channel.program_call(program)
        draft.say("follow_up.no_more", name=draft.channel.program_name(program), call=call)
        return
    at = draft.context.now + timedelta(days=days)
    again = Planned(ASK, at, program)
    others = tuple(each for each in follow.planned if (each.kind, each.program) != (ASK, program))
    draft.change(follow=replace(follow, planned=(*others, again), later=(*follow.later, program)))
    draft.note(FollowUpPlanned(ASK, program, at))
    words = plan.day_in_words(draft, days)
    draft.say("follow_up.not_yet", name=draft.channel.program_name(program), when=words)


ANSWERED: Mapping[str, Callable[[Draft, str], None]] = {
    REACHED: _moved(referrals.REACHED, "follow_up.reached"),
    NO_ANSWER: _moved(referrals.NO_ANSWER, "follow_up.no_answer"),
    REFUSED: _moved(referrals.REFUSED, "follow_up.refused"),
    NOT_YET: _not_yet,
    ENROLLED: _enrolled,
}
