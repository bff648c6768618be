"""At the end of a call: how it went, of somebody who calls again; or whether we may ask by text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from msgspec.structs import replace

from flows.dialogue.aloud.reach_a_person import say_goodbye
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.follow_up import follow_up_answers as answers
from flows.dialogue.follow_up import offering, plan
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps.asking import wake
from flows.model.follow_up import OVER
from flows.model.inputs import Digits
from flows.model.session import Aside, Status
from flows.understanding.text.utterance import Said

MAY_WE, HOW = "follow_ask", "follow_up"
KINDS = frozenset({MAY_WE, HOW})
_WHY = "asked how it went"


def end_the_call(draft: Draft, why: str) -> None:
    """The last words of a call of who says goodbye; before them a question, if there is one."""
    if program := _to_ask(draft, ()):
        draft.say("number")
        _ask(draft, program, ())
    elif offering.may_offer(draft):
        offering.mark_asked(draft)
        draft.say("number")
        draft.change(aside=Aside(MAY_WE))
        asides.ask(draft)
    else:
        say_goodbye(draft, why)


def fields(draft: Draft, aside: Aside) -> Mapping[str, str]:
    """What the words of these questions mention."""
    if aside.kind == MAY_WE:
        return {"when": offering.words_of_delay(draft)}
    if aside.kind != HOW:
        return {}
    program = aside.slot or next(iter(plan.candidates(draft)), "")
    return {"name": draft.channel.program_name(program) if program else draft.spoken_mch}


def at_the_end(draft: Draft, incoming: Incoming) -> bool:
    """Stage: an answer to these questions, and then goodbye. What is none goes on."""
    aside = draft.session.aside
    if aside is None or aside.kind not in KINDS or draft.doubtful:
        return False
    if aside.kind == MAY_WE:
        return _hear_whether(draft, incoming)
    if aside.slot not in draft.flow.catalogue.by_id:  # the data have changed meanwhile
        return hear_nothing(draft)
    value = _heard(draft, incoming)
    if not value:
        return _is_goodbye(draft, incoming)
    wake(draft)
    if value == "no":
        asides.ask(draft)
        return True
    draft.change(aside=None)
    _answer(draft, value, aside)
    return True


def hear_nothing(draft: Draft) -> bool:
    """Silence at these questions: goodbye; False where another thing is asked."""
    if draft.session.aside is None or draft.session.aside.kind not in KINDS:
        return False
    draft.change(aside=None)
    say_goodbye(draft, _WHY)
    return True


def _to_ask(draft: Draft, done: tuple[str, ...]) -> str:
    """The program to be asked about: somebody who was told of it on an earlier day calls again."""
    session, follow = draft.session, draft.session.follow
    days = timedelta(days=draft.flow.follow_ups.call_days)
    if (
        session.status is not Status.COMPLETED
        or session.aside is not None
        or plan.is_barred(session)
        or follow.state == OVER
        or follow.told is None
        or draft.context.now - follow.told < days
    ):
        return ""
    planned = tuple(each.program for each in follow.planned if each.program)
    wanted = (follow.asking, *planned, *plan.candidates(draft))
    known, there = {*done, *follow.settled}, draft.flow.catalogue.by_id
    return next((each for each in wanted if each in there and each not in known), "")


def _ask(draft: Draft, program: str, done: tuple[str, ...]) -> None:
    draft.change(aside=Aside(HOW, program, list(done)))
    asides.ask(draft)


def _hear_whether(draft: Draft, incoming: Incoming) -> bool:
    said = _keys(incoming)
    heard = draft.flow.asides[MAY_WE].hear(said, draft.context.today)
    if heard is None or not heard.sure:
        return _is_goodbye(draft, incoming)
    wake(draft)
    draft.change(aside=None)
    words = draft.spoken(f"asides.{MAY_WE}", draft.language, when=offering.words_of_delay(draft))
    answers.answer_whether(draft, words, yes=bool(heard.value))
    say_goodbye(draft, _WHY)
    return True


def _heard(draft: Draft, incoming: Incoming) -> str:
    said = _keys(incoming)
    if isinstance(incoming.input, Digits):
        return answers.by_number(said)
    return answers.heard_how(draft, said, numbers=True)


def _answer(draft: Draft, value: str, aside: Aside) -> None:
    """It is kept as by text; then the next one, at most as many as are asked about by text."""
    program = aside.slot
    done = (*(str(each) for each in aside.value or ()), program)
    if draft.session.follow.asking == program:
        draft.change(follow=replace(draft.session.follow, asking="", numbers=False))
    answers.keep(draft, value, program)
    following = _to_ask(draft, done)
    if following and len(done) < draft.flow.follow_ups.most:
        _ask(draft, following, done)
    else:
        say_goodbye(draft, _WHY)


def _is_goodbye(draft: Draft, incoming: Incoming) -> bool:
    """A second goodbye ends the call at once."""
    heard = draft.flow.listens["goodbye"].hear(incoming.said, draft.context.today)
    if isinstance(incoming.input, Digits) or heard is None or not heard.sure:
        return False
    return hear_nothing(draft)


def _keys(incoming: Incoming) -> Said:
    """Words as they are, keys without a pound behind them."""
    return Said(incoming.keys.rstrip("#")) if isinstance(incoming.input, Digits) else incoming.said
