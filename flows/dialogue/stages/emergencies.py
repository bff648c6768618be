"""Urgent words come before everything: numbers first, then an offer to go on."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps.callback import CALLBACK_SLOTS
from flows.dialogue.steps.moves import advance
from flows.dialogue.steps.settle import settle, speak
from flows.flow import Flow
from flows.model.events import GRIEF, HandoffOpened, ReplyWithheld, SafetyRaised
from flows.model.session import Answer, Status
from flows.understanding.noise import MACHINE, Noise
from flows.understanding.safety import Danger
from flows.understanding.utterance import Said

A_YEAR = 12


def danger_in(flow: Flow, said: Said, kind: Noise | None) -> Danger | None:
    """The danger that a person's own words tell of. A tapback quotes ours, and a machine's answer is nobody's."""
    return None if kind in MACHINE else flow.safety.hear(said)


def danger(draft: Draft, incoming: Incoming) -> bool:
    """Stage: words of danger are answered before anything else is looked at."""
    found = danger_in(draft.flow, incoming.said, incoming.noise)
    if found:
        respond(draft, found, incoming.said)
    return found is not None


def respond(draft: Draft, found: Danger, said: Said) -> None:
    """The reply for this kind of danger. Someone who opted out gets this one reply to their own words and no more."""
    report(draft, found)
    draft.change(barren=0)
    if not draft.session.language:
        speak(draft, found.language)
    if draft.channel.owes_only_safety():
        _answer_once(draft, found)
        return
    if found.kind in GRIEF:
        _ask_no_more_about_the_baby(draft)
    elif found.kind == "distress" and draft.step.slot == "needs":
        _take_as_need(draft, said)
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
    heard = draft.step.parser.hear(said, draft.context.today) if draft.step.parser else None
    if heard and heard.sure:
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
    after = "has_children" if stage == "both" or older else stage if stage == "caregiver" else "pregnancy_ended"
    if stage != after:
        draft.answer("stage", Answer(after, how="volunteered"))
    if draft.step.slot not in CALLBACK_SLOTS:
        draft.change(status=Status.WAITING, disposition=None)
        advance(draft, "go_on")
