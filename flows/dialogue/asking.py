"""Asking a question, saying what was understood, and asking again in plainer words."""

from __future__ import annotations

from datetime import date

from flows.dialogue.turn import Draft
from flows.flow import REPROMPTS
from flows.model.events import HandoffOpened, LanguageHeard, NotUnderstood, Prompted, ReplyWithheld
from flows.model.session import Disposition, Status
from flows.wording.formatting import spoken_ages, spoken_date
from flows.wording.prompts import LANGUAGES

# After this many turns in a row that led nowhere we fall silent, so that two robots do not talk for ever. Anything
# understood, and any word of danger, ends the silence.
BARREN_LIMIT = 7
# What is left before anybody was told: more than there are questions.
MOST_QUESTIONS = 50


def ask(draft: Draft) -> None:
    """Ask the step's question, the first time with who we are, then with how many may follow."""
    greet(draft)
    if draft.step.slot == "language" and not draft.aloud:
        draft.change(greeted=True)  # its question says in both languages who we are
    if draft.aloud:
        _say_what_is_left_aloud(draft)
    draft.say(f"questions.{draft.question}.ask", **fields(draft))
    draft.asked = True
    if not draft.aloud:
        _say_what_is_left(draft)


def greet(draft: Draft) -> None:
    """Who we are, once, as soon as we know in which language. In each call also which keys do what."""
    if draft.aloud:
        _orient(draft)
    elif draft.session.language and not draft.session.greeted:
        draft.change(greeted=True)
        draft.say("opening")


def _orient(draft: Draft) -> None:
    call = draft.context.call
    if not draft.session.language or call is None or draft.session.oriented == call.sid:
        return
    draft.change(oriented=call.sid)
    if draft.session.language != LANGUAGES[0] and any(isinstance(event, LanguageHeard) for event in draft.events):
        draft.say("opening.hello")
    draft.say("opening.keys")


def _say_what_is_left(draft: Draft) -> None:
    """How many questions may follow: a number that never rises (after BACK it may be left unsaid)."""
    if draft.step.always:
        return
    left = len(draft.open_slots()) - 1
    greeting = any(isinstance(event, Prompted) and event.key == "opening" for event in draft.events)
    if left < draft.session.left and not greeting:  # the first message is long enough
        draft.change(left=left)
        draft.say("left.many" if left > 1 else "left.one" if left else "left.none", n=left)


def _say_what_is_left_aloud(draft: Draft) -> None:
    """Before the question, and only at first and towards the end: an ear is soon tired of counting."""
    if draft.step.always or draft.session.entry:
        return
    left = len(draft.open_slots()) - 1
    if left < draft.session.left:
        if draft.session.left > MOST_QUESTIONS:
            draft.say("left.many" if left else "left.none", n=left + 1)
        elif left == 0:
            draft.say("left.none")
        draft.change(left=left)


def fields(draft: Draft) -> dict[str, str]:
    """What the words of a question mention: the income limit of this household."""
    if draft.step.slot != "income":
        return {}
    limit = draft.flow.limits.on(draft.context.today).for_size(draft.value("household") or 1)
    return {"year": f"{limit.year:,}", "month": f"{limit.month:,}", "week": f"{limit.week:,}"}


def acknowledge(draft: Draft) -> None:
    """Say in one line what this turn's answers were understood as, where a mistake would matter."""
    if "stage" in draft.told and draft.value("stage") == "pregnancy_ended":
        draft.say("ack.pregnancy_ended")
    if "town" in draft.told and draft.value("town") == "elsewhere":
        draft.say("ack.elsewhere")
    language = draft.session.language or "en"
    if understood := [words for slot in draft.told if (words := _understood(draft, slot, language))]:
        draft.say("ack.understood", what=", ".join(understood))
    draft.told.clear()


def _understood(draft: Draft, slot: str, language: str) -> str:
    """Nothing for what a shared phone should not show, or cannot be mistaken."""
    value = draft.value(slot)
    if slot == "town" and value and value != "elsewhere":
        return str(value)
    if slot == "due" and value:
        return draft.words("ack.due", date=spoken_date(draft.prompts, language, date.fromisoformat(value)))
    return spoken_ages(draft.prompts, language, value) if slot == "ages" and value else ""


def not_understood(draft: Draft) -> None:
    """The plainer wordings, one after the other; then a person, or the number; then, for a machine, silence."""
    if draft.aloud:
        draft.unheard = "unclear"
        return
    if draft.session.language and not draft.session.greeted and not draft.step.waits:
        ask(draft)  # they began by telephone, and this is our first text
        return
    misses = draft.session.misses + 1
    draft.change(misses=misses)
    draft.note(NotUnderstood(draft.session.step, misses))
    if too_barren(draft):
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


def too_barren(draft: Draft) -> bool:
    """Count one more turn that led nowhere, and say whether that was one too many. A call has its ladders instead."""
    if draft.aloud:
        return False
    draft.change(barren=draft.session.barren + 1)
    return draft.session.barren > BARREN_LIMIT


def fall_silent(draft: Draft) -> None:
    draft.note(ReplyWithheld("loop"))
    if draft.session.status is Status.WAITING:
        draft.end(Status.FAILED, Disposition.FAILED)


def wake(draft: Draft) -> None:
    """Something was understood: the count of barren turns starts again, and a session that had fallen silent goes on."""
    draft.change(barren=0)
    if draft.aloud:
        draft.change(misses=0, silences=0)
    if draft.session.status is Status.FAILED:
        draft.change(status=Status.WAITING, disposition=None)
