"""Stages of consent: STOP, START and the carrier's HELP, heard whatever the step; and the end of
what only a call asks."""

from __future__ import annotations

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.pause import pauses
from flows.model.events import IntentHeard, ReplyWithheld
from flows.model.inputs import Text
from flows.model.session import Aside, Disposition, Status
from flows.understanding.intents import Intent
from flows.understanding.text.utterance import Said


def texting(draft: Draft, incoming: Incoming) -> bool:
    """Stage: whoever texts gets texts, whatever a carrier said before, and is asked no more what
    only a caller can be."""
    if draft.session.textless:
        draft.change(textless=False)
    asides.leave_the_call(draft)
    return False


def consent(draft: Draft, incoming: Incoming) -> bool:
    """Stage: STOP and START, ours and the carrier's. YES reaches us as a carrier's START and is an
    answer all the same."""
    text, intent = incoming.text, incoming.intent
    if draft.context.opted_out:
        _hear_stopped(draft, text, intent)
    elif text.carrier == "STOP" or (
        intent is Intent.STOP and not _is_about_a_program(draft, incoming)
    ):
        confirmed = text.carrier == "STOP" or draft.context.policy.stop_handling.confirms(text.body)
        draft.channel.stop("twilio" if confirmed else "")
    elif text.carrier == "HELP":
        draft.note(IntentHeard("help"))
        draft.note(ReplyWithheld("twilio"))
    else:
        return False
    return True


def _is_about_a_program(draft: Draft, incoming: Incoming) -> bool:
    """ "I have WIC already, why do you send it to me": it is a program that they do not want, not
    our texts."""
    said, topics = incoming.said, draft.flow.topics
    sounds = topics.sounds_like(said) if draft.step.waits else None
    if sounds is None or sounds.topic != "already_has" or not sounds.passes(topics.bars.sure):
        return False
    incoming.wants_no_stop()
    return True


def one_subject(draft: Draft, incoming: Incoming) -> bool:
    """Stage: "no baby stuff" refuses a subject: whether the texts should end is asked. "Only the
    food" keeps something, and the questions go on."""
    if draft.session.aside is not None or not draft.session.language:
        return False
    if draft.flow.family.told(incoming.said).stage == "pregnancy_ended":
        return False
    about = draft.flow.intents.refuses_a_subject(incoming.said)
    if about == "subject":
        draft.change(aside=Aside("stop"))
    elif about:
        if draft.step.slot == "needs":
            return False
        draft.say("one_subject")
    else:
        return False
    asides.ask(draft)
    return True


def perhaps_stop(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what may ask for an end of the texts, and answers nothing, is asked about: one
    text."""
    if draft.flow.intents.may_stop(incoming.said) is None:
        return False
    draft.change(aside=Aside("stop"))
    asides.ask(draft)
    return True


def _hear_stopped(draft: Draft, text: Text, intent: Intent | None) -> None:
    """Of whoever stopped, only START and HELP are heard: carriers demand an answer to HELP of a
    short code."""
    if intent is Intent.START or text.carrier == "START":
        _take_back(draft, text)
    elif intent is Intent.HELP and text.carrier != "HELP":
        draft.note(IntentHeard("help"))
        draft.say("help")
        draft.change(status=Status.STOPPED, disposition=Disposition.OPTED_OUT)
    else:
        draft.note(ReplyWithheld("opted_out"))
        draft.change(status=Status.STOPPED, disposition=Disposition.OPTED_OUT)


def _take_back(draft: Draft, text: Text) -> None:
    """START after a stop; Twilio's own START has been answered by Twilio."""
    draft.channel.start("twilio" if text.carrier == "START" else "")
    if text.carrier != "START" and not pauses(draft, Said("")):
        asides.ask(draft)
