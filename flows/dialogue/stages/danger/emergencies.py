"""Urgent words come before everything: numbers first, then an offer to go on."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.danger import said_in_danger
from flows.dialogue.steps.callback import CALLBACK_SLOTS
from flows.dialogue.steps.heard_answer import heard_answer
from flows.dialogue.steps.moves import advance
from flows.dialogue.steps.settle import settle, speak
from flows.dialogue.steps.volunteered import LEAST_TOKENS, volunteer
from flows.flow import Flow
from flows.model.danger_events import GRIEF, DangerAsked, DangerConfirmed, SafetyRaised
from flows.model.events import HandoffOpened, ReplyWithheld
from flows.model.session import Answer, Aside, Status
from flows.understanding.danger.safety import Danger
from flows.understanding.intents import Intent
from flows.understanding.noise import MACHINE, Noise
from flows.understanding.text.utterance import Said

A_YEAR = 12
# Where "the baby" is one that is not born yet.
UNBORN = ("mother", "urgent")
# What "im not ok" says yes to, where it was asked about.
WORSE = frozenset(
    {"danger", "infant", "mother", "psychosis", "suicide", "overdose", "urgent", "violence"}
)
# What cannot be a yes or no to something else.
PLAIN_FACTS = ("due", "ages", "town")


def danger_in(flow: Flow, said: Said, kind: Noise | None) -> Danger | None:
    """The danger that a person's own words tell of. A tapback quotes ours, and a machine's answer
    is nobody's."""
    return None if kind in MACHINE else flow.safety.hear(said)


def danger(draft: Draft, incoming: Incoming) -> bool:
    """Stage: words of danger are answered before anything else is looked at."""
    found = danger_in(draft.flow, incoming.said, incoming.noise)
    if found is None or (found.kind in GRIEF and _goes_on(draft, incoming.said)):
        return False
    if draft.session.aside is None and draft.flow.safety.grieves_in_danger(found, incoming.said):
        ask_whether(draft, Danger("suicide", found.language), incoming.said)
        return True
    if _is_answered_elsewhere(draft, found, incoming.said):
        return False
    if found.kind == "safe_haven" and _is_not_born(draft, incoming.said):
        return False
    doubted = _is_doubted(draft, found, incoming.said)
    if doubted and draft.flow.safety.dismisses(found, incoming.said):
        return False
    if found.kind in GRIEF and incoming.intent is Intent.STOP:
        _answer_and_stop(draft, found)
    elif doubted:
        ask_whether(draft, found, incoming.said)
    elif found.kind == "distress" and (asked := _asked_about(draft)):
        confirm(draft, asked, incoming.said)
    else:
        respond(draft, found, incoming.said)
    return True


def _asked_about(draft: Draft) -> Danger | None:
    """ "Im not ok", where it was just asked about worse: that is what it says yes to."""
    aside = draft.session.aside
    if aside is None or aside.kind != "perhaps" or aside.value not in WORSE:
        return None
    return Danger(str(aside.value), draft.language)


def _is_answered_elsewhere(draft: Draft, found: Danger, said: Said) -> bool:
    """What is said of calls while its number has been given; that it is over; and what takes back
    what was asked about, where the ear is sure that there is nothing."""
    heard, held = said_in_danger.names(draft, said), asides.danger_held(draft.session)
    aside, safety = draft.session.aside, draft.flow.safety
    if held:
        over = (
            "over" in heard and heard & {"fine", "safe"} and not safety.perhaps(said, answers=True)
        )
        goes_on = "on" in heard and "fine" in heard and found.kind == held
        asks = "call" in heard and found.kind == "distress"
        return bool("no_call" in heard or over or goes_on or asks)
    asked = aside is not None and aside.kind == "perhaps"
    takes_back = "fine" in heard and not heard & {"but", "hedge", "unwell", "later"}
    return asked and takes_back and not safety.hears_near(said)


def _answer_and_stop(draft: Draft, found: Danger) -> None:
    """A loss, and a wish for no more texts: the kind word, and then no more."""
    report(draft, found)
    if found.kind != "ended":
        draft.channel.say_danger(found.kind)
    draft.channel.stop("")


def _is_doubted(draft: Draft, found: Danger, said: Said) -> bool:
    """Whether the learned ear finds nothing of it. Whoever was just asked, or stopped our texts, is
    answered at once."""
    if found.kind in GRIEF or draft.channel.owes_only_safety() or draft.session.dangers:
        return False
    return draft.session.aside is None and draft.flow.safety.doubts(said)


def ask_whether(draft: Draft, found: Danger, said: Said) -> None:
    """One short question, with 911 and 988 in it; the text is held until it is answered."""
    language = found.language or draft.flow.languages.hear(said) or ""
    if not draft.session.language and language in draft.flow.languages:
        speak(draft, language)
    keep_facts(draft, said)
    draft.note(DangerAsked(found.kind))
    draft.change(aside=Aside("perhaps", value=found.kind, held=said.raw))
    asides.ask(draft)


def confirm(draft: Draft, found: Danger, said: Said) -> None:
    """They were asked, and it is danger."""
    draft.note(DangerConfirmed(found.kind))
    respond(draft, found, said)


def keep_facts(draft: Draft, said: Said) -> None:
    """What else the sentence tells is not asked again. What is not plainly told is no fact."""
    if draft.doubtful or len(said.tokens) < LEAST_TOKENS:
        return
    draft.raise_topics(draft.flow.safety.raised(said))
    step, asked = draft.step, draft.step.slot
    heard = (
        step.parser.hear(said, draft.context.today)
        if step.parser and asked in PLAIN_FACTS
        else None
    )
    if heard and heard.sure and asked not in draft.session.answers:
        draft.answer(asked, Answer(heard.value, said.raw, "volunteered"))
    if asked == "needs":
        _take_as_need(draft, said)
    volunteer(draft, said, "")


def _goes_on(draft: Draft, said: Said) -> bool:
    """A loss before a pregnancy of now, a birth, or an abortion asked for: the interview goes
    on."""
    told = draft.flow.family.told(said)
    pregnant = told.stage in ("pregnant", "both") and told.sure
    born = told.stage == "has_children" and told.sure and not told.died
    return pregnant or born or bool(told.wish)


def _is_not_born(draft: Draft, said: Said) -> bool:
    """ "What if I don't want to keep it", of somebody pregnant: an answer of its own, see
    `abortion_asked`."""
    told = draft.flow.family.told(said)
    pregnant = draft.value("stage") == "pregnant" or told.stage == "pregnant"
    return told.wish == "abortion" and pregnant and told.stage not in ("has_children", "both")


def respond(draft: Draft, found: Danger, said: Said) -> None:
    """The reply for this kind of danger. Someone who opted out gets this one reply to their own
    words and no more."""
    report(draft, found)
    draft.change(barren=0)
    if not draft.session.language:
        speak(draft, found.language)
    if draft.channel.owes_only_safety():
        _answer_once(draft, found)
        return
    if found.kind in GRIEF:
        _ask_no_more_about_the_baby(draft)
    else:
        keep_facts(draft, said)
        if found.kind in UNBORN and "stage" in draft.told and draft.value("stage") == "both":
            draft.answer("stage", Answer("pregnant", said.raw, "volunteered"))
    if found.kind == "ended":
        draft.channel.greet()
        settle(draft)
        return
    draft.channel.say_danger(found.kind)
    draft.channel.offer_after_danger(found.kind)


def _answer_once(draft: Draft, found: Danger) -> None:
    if found.kind == "ended":
        draft.note(ReplyWithheld("opted_out"))
    else:
        draft.channel.say_danger(found.kind)


def report(draft: Draft, found: Danger) -> None:
    """An item for staff, urgent unless it is about grief."""
    draft.note(SafetyRaised(found.kind, draft.context.opted_out))
    draft.change(dangers=(*draft.session.dangers, found.kind))
    if found.kind not in GRIEF:
        draft.note(HandoffOpened(f"safety_{found.kind}"))


def _take_as_need(draft: Draft, said: Said) -> None:
    """ "Depression" may be the answer to what would help most."""
    heard = heard_answer(draft, said)
    if heard and heard.sure and "needs" not in draft.session.answers:
        draft.answer("needs", Answer(heard.value, said.raw))


def _ask_no_more_about_the_baby(draft: Draft) -> None:
    """The pregnancy, or the baby, is no longer asked about; older children still count."""
    stage, ages = str(draft.value("stage")), draft.value("ages") or []
    older = [months for months in ages if months >= A_YEAR]
    draft.remove(("due", "first_baby"), "loss")
    draft.answer("first_baby", Answer(how="declined"))
    if len(older) < len(ages):
        draft.remove(("ages",), "loss")
        if older:
            draft.answer("ages", Answer(older, how="inferred"))
    after = (
        "has_children"
        if stage == "both" or older
        else stage
        if stage == "caregiver"
        else "pregnancy_ended"
    )
    if stage != after:
        draft.answer("stage", Answer(after, how="volunteered"))
    if draft.step.slot not in CALLBACK_SLOTS:
        draft.change(status=Status.WAITING, disposition=None)
        advance(draft, "go_on")
