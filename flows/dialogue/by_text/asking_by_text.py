"""Asking by text: one message with who we are, the question and how many follow; then plainer
wordings, then silence."""

from __future__ import annotations

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import SAME, fall_silent, fields, says_the_same
from flows.flow_words import REPROMPTS
from flows.model.events import HandoffOpened, NotUnderstood, Prompted
from flows.model.session import Aside

# After this many turns in a row that led nowhere we fall silent, so that two robots do not talk for
# ever: sooner where the same words come again. Anything understood, and any word of danger, ends
# the silence.
BARREN_LIMIT = 24
# So often the same line of danger is said again; then fewer words.
TIMES_THE_SAME = 2
OF_988 = frozenset({"suicide", "psychosis"})


def ask(draft: Draft) -> None:
    """The step's question, the first time with who we are, then with how many may follow."""
    greet(draft)
    if draft.step.slot == "language":
        draft.change(greeted=True)  # its question says in both languages who we are
    draft.say(f"questions.{draft.question}.ask", **fields(draft))
    draft.asked = True
    _say_what_is_left(draft)


def greet(draft: Draft) -> None:
    """Who we are, once, as soon as we know in which language."""
    if draft.session.language and not draft.session.greeted:
        draft.change(greeted=True)
        draft.say("opening")


def _say_what_is_left(draft: Draft) -> None:
    """How many questions may follow: a number that never rises (after BACK it may be left
    unsaid)."""
    if draft.step.always:
        return
    left = len(draft.open_slots()) - 1
    greeting = any(isinstance(event, Prompted) and event.key == "opening" for event in draft.events)
    if left < draft.session.left and not greeting:  # the first message is long enough
        draft.change(left=left)
        draft.say("left.many" if left > 1 else "left.one" if left else "left.none", n=left)


def not_understood(draft: Draft) -> None:
    """The plainer wordings, one after the other; then a person, or the number; then, for a machine,
    silence."""
    if draft.session.language and not draft.session.greeted and not draft.step.waits:
        ask(draft)  # they began by telephone, and this is our first text
        return
    misses = draft.session.misses + 1
    draft.change(misses=misses)
    draft.note(NotUnderstood(draft.session.step, misses))
    if is_too_barren(draft):
        fall_silent(draft)
    elif draft.step.waits:
        draft.say(f"{draft.step.waits}.again")
    elif misses <= REPROMPTS:
        draft.say(f"questions.{draft.step.asks}.again.{misses}", **fields(draft))
    else:
        _offer_a_person(draft)


def _offer_a_person(draft: Draft) -> None:
    if "not_understood" not in draft.session.handoffs:
        draft.change(handoffs=(*draft.session.handoffs, "not_understood"))
        draft.note(HandoffOpened("not_understood"))
    draft.say("stuck")


def is_too_barren(draft: Draft) -> bool:
    """Count one more turn that led nowhere, and say whether that was one too many."""
    draft.change(barren=draft.session.barren + 1)
    barren = draft.session.barren
    return barren > BARREN_LIMIT or (barren >= SAME and says_the_same(draft))


def say_danger_again(draft: Draft, aside: Aside) -> None:
    """The number and the way on; the third time and after in still fewer words."""
    kind, before = str(aside.value), int(aside.label or 0)
    draft.change(aside=replace(aside, label=str(before + 1)))
    if before < TIMES_THE_SAME:
        draft.say(f"safety_short.{kind}")
        draft.say("go_on")
        return
    key = "hold.least_again" if (before - TIMES_THE_SAME) % 2 else "hold.least"
    draft.say(key, number=_line_of(draft, kind))


def _line_of(draft: Draft, kind: str) -> str:
    if kind in OF_988:
        return "988"
    digits = draft.flow.safety.lines.get(kind, "")[2:]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if digits else "911"
