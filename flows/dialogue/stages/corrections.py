"""Stage: a correction in a person's own words changes the answer that it means, and is said
back."""

from __future__ import annotations

import re
from datetime import date

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps.asking import income_limit, wake
from flows.dialogue.steps.change import change
from flows.model.events import GuessOffered
from flows.model.session import Aside, Status
from flows.understanding.family.self_correction import Correction
from flows.understanding.guesses import GUESSES
from flows.understanding.parsers.base import Heard, weighs
from flows.understanding.parsers.shared.dates import days
from flows.understanding.parsers.shared.measures import UNIT
from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.parsers.shared.unsure import declines
from flows.understanding.text.utterance import Said

# Which answers are looked at, where several could be meant: the ones with a form of their own
# first.
SLOTS = ("due", "ages", "town", "stage", "household", "first_baby", "callback_time")
_YEAR = 12
_LEAST = 2  # words
_FEW = 3  # words
# What these ask about names children by itself: that contradicts nothing.
_OF_CHILDREN = frozenset(
    {"household", "benefits", "first_baby", "ages", "needs", "shots", "income"}
)
_ENDS = ("birth", "no_more", "not_pregnant", "lost")
_TIMED = re.compile(rf"[0-9] ?{UNIT}\b")
_NEAR = 3  # days by which the same due date may be told again


def correction(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what was meant instead of an earlier answer. Anything that answers the question at
    hand goes on to it."""
    session = draft.session
    if (
        not session.answers
        or session.status is not Status.WAITING
        or draft.doubtful
        or session.aside
    ):
        return False
    if declines(incoming.said):
        return False
    heard = draft.flow.corrections.hear(incoming.said)
    found = (_named(draft, heard, incoming.said) or _meant(draft, heard)) if heard else None
    if heard is None or found is None:
        return False
    slot, value = found
    if isinstance(value.value, bool) and _answers_now(draft, incoming.said):
        return False
    if slot == "stage" and _may_answer(draft, incoming.said, heard.instead):
        return False
    wake(draft)
    if not value.sure:
        _offer(draft, slot, value, incoming.said.raw)
        return True
    change(draft, slot, value.value, heard.instead.raw)
    return True


def _named(draft: Draft, heard: Correction, said: Said) -> tuple[str, Heard] | None:
    """The answer whose question is named: "the kids DO have husky", "I read the money question
    backwards"."""
    slots = tuple(slot for slot in draft.flow.corrections.named(said) if slot != draft.step.slot)
    return _meant(draft, heard, slots) if slots else None


def _answers_now(draft: Draft, said: Said) -> bool:
    """Whether the text plainly answers the question at hand: "no porque no califico" is about the
    benefits."""
    parser = draft.step.parser
    now = parser.hear(said, draft.context.today) if parser else None
    return now is not None and now.sure


def due_date_moved(draft: Draft, incoming: Incoming) -> bool:
    """Stage: after the results, another due date: the list and what is planned go by it."""
    session, said = draft.session, incoming.said
    if session.status is not Status.COMPLETED or session.aside or draft.doubtful:
        return False
    before = draft.value("due")
    heard = draft.flow.volunteers["due"].volunteer(said, draft.context.today) if before else None
    if heard is None or not heard.sure or not _differs("due", heard.value, before):
        return False
    wake(draft)
    change(draft, "due", heard.value, said.raw)
    return True


def _may_answer(draft: Draft, said: Said, instead: Said) -> bool:
    """Whether it is about the question at hand, and no other stage: "sorry meant 3", "two months of
    waiting left"."""
    if len(instead.tokens) <= _FEW and _answers_now(draft, instead):
        return True
    parser, today = draft.step.parser, draft.context.today
    guess = GUESSES.get(draft.step.slot)
    return guess is not None and bool(
        (parser and parser.hear(said, today)) or guess(said, today, draft.flow.family.holidays)
    )


def contradiction(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a text that answers nothing, and says something else than an earlier answer, is asked
    about."""
    session, said = draft.session, incoming.said
    if session.status is not Status.WAITING or draft.doubtful or session.aside or not said.tokens:
        return False
    asked = SLOTS if len(said.tokens) >= _LEAST else ("town",)  # whose name stands for itself
    found = _meant(
        draft, Correction(said), tuple(slot for slot in asked if _has_form(draft, slot, said))
    )
    if found is None or draft.channel.is_too_barren():
        return False
    _offer(draft, *found, said.raw)
    return True


def _offer(draft: Draft, slot: str, value: Heard, words: str) -> None:
    """ "Did you mean ...?" about an earlier answer."""
    draft.change(aside=Aside("confirm", slot, value.value, value.label, held=words))
    draft.note(GuessOffered(slot, value.value))
    draft.channel.ask_guess(slot, value)


def _has_form(draft: Draft, slot: str, said: Said) -> bool:
    """Whether a text that nobody asked for has the form of such an answer: a bare number has
    none."""
    if slot in ("due", "ages"):
        return bool(days(said.plain)) or _TIMED.search(digits(said.plain)) is not None
    if slot == "stage":
        told, read = draft.flow.family.told(said), draft.flow.family.read(said)
        if draft.step.slot in _OF_CHILDREN and not read.of(*_ENDS):
            return False
        return told.stage not in ("", "none")
    return slot in ("town", "household")


def _meant(
    draft: Draft, heard: Correction, among: tuple[str, ...] = SLOTS
) -> tuple[str, Heard] | None:
    """The answer that is corrected: the latest that the words fit, and that they change."""
    given = draft.session.answers
    slots = sorted(
        (slot for slot in among if slot in given),
        key=lambda slot: (-given[slot].turn, _place(slot)),
    )
    named = [slot for slot in slots if heard.old and heard.old in Words(draft, slot)]
    for slot in dict.fromkeys((*named, *slots)):
        value = _value(draft, slot, heard)
        if value and _differs(slot, value.value, given[slot].value):
            return slot, value
    return None


def _place(slot: str) -> int:
    return SLOTS.index(slot) if slot in SLOTS else len(SLOTS)


def _differs(slot: str, new: object, old: object) -> bool:
    if slot == "due" and old:
        return abs((date.fromisoformat(str(new)) - date.fromisoformat(str(old))).days) > _NEAR
    return new != old


class Words:
    """The words and figures of an answer, to find the old value in."""

    def __init__(self, draft: Draft, slot: str) -> None:
        answer = draft.session.answers[slot]
        self._text = f"{answer.words} {answer.value}".lower()

    def __contains__(self, old: object) -> bool:
        return str(old).lower() in self._text


def _value(draft: Draft, slot: str, heard: Correction) -> Heard | None:
    parser, today = draft.flow.volunteers[slot], draft.context.today
    said = heard.instead
    value = parser.volunteer(said, today) or parser.hear(said, today)
    if value is not None and weighs(parser):
        value = parser.weigh(
            value, {"stage": draft.value("stage"), "limit": income_limit(draft).year}
        )
    if value is None:
        return None
    if slot == "ages" and isinstance(value.value, list):
        return _among(list(draft.value("ages") or []), value, heard)
    if slot == "first_baby" and not value.sure:
        return None
    return value


def _among(before: list[int], value: Heard, heard: Correction) -> Heard | None:
    """One age among several: the one that was wrong, or the youngest or oldest where it is named;
    else it is asked."""
    if len(value.value) >= len(before) or len(value.value) != 1:
        return value
    new = value.value[0]
    if new in before:
        return Heard(value.value, False, value.label)
    wrong = [m for m in before if heard.old.isdigit() and int(heard.old) in (m, m // _YEAR)]
    words = set(heard.instead.tokens)
    if not wrong and words & {
        "baby",
        "little",
        "youngest",
        "bebe",
        "menor",
        "chiquito",
        "chiquita",
        "newborn",
    }:
        wrong = before[:1]
    elif not wrong and words & {"oldest", "big", "mayor", "grande"}:
        wrong = before[-1:]
    if len(wrong) != 1:
        return None
    rest = list(before)
    rest.remove(wrong[0])
    return Heard(sorted([*rest, new]), value.sure, value.label)
