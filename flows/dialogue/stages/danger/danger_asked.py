"""What is answered to "is someone hurt or in danger right now?": yes, no, both, or something
else."""

from __future__ import annotations

from msgspec.structs import replace

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands, faq, program_questions
from flows.dialogue.stages.danger import emergencies, reply_to_danger, said_in_danger
from flows.dialogue.stages.danger.reply_to_danger import Reply
from flows.dialogue.stages.step_answer import held_back
from flows.dialogue.topics import topic_answers
from flows.model.danger_events import DangerDenied
from flows.model.inputs import Digits, Text
from flows.model.session import Aside
from flows.understanding.danger.safety import Danger
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said

ASKED_AGAIN = "again"
A_ZIP = 5  # figures; fewer may be a choice that was not offered
A_PERSON = "0"


def hear(draft: Draft, incoming: Incoming, aside: Aside) -> bool:
    """ "No" goes on at the same question, with what the sentence told; "yes" or more words get the
    help."""
    heard = draft.flow.asides["perhaps"].hear(incoming.said, draft.context.today)
    if isinstance(incoming.input, Digits) or draft.doubtful or _is_a_number(incoming.said):
        return _hear_key(draft, incoming, aside, heard)
    match reply_to_danger.read(draft, incoming, heard):
        case Reply.YES:
            confirm(draft, str(aside.value), aside)
            say_help(draft, incoming)
        case Reply.NO:
            return _take_as_no(draft, incoming, aside, heard)
        case Reply.CALL:
            draft.say(f"safety_short.{aside.value}")
            draft.change(aside=None)
            commands.obey(draft, Intent.CALL, incoming.said)
        case Reply.COMMAND:
            return _take_as_no(draft, incoming, aside, None)
        case Reply.ABOUT_US if aside.label != ASKED_AGAIN:
            _answer_and_ask_again(draft, incoming, aside)
        case Reply.AGAIN:
            commands.obey(draft, incoming.loose_intent or Intent.REPEAT, incoming.said)
        case Reply.ABOUT_US:
            draft.say(f"safety_short.{aside.value}")
            return _take_as_no(draft, incoming, aside, None)
        case Reply.UNCLEAR:
            _ask_again(draft, incoming, aside)
    return True


def _is_a_number(said: Said) -> bool:
    return said.bare.isdigit() and len(said.bare) < A_ZIP


def _hear_key(draft: Draft, incoming: Incoming, aside: Aside, heard: Heard | None) -> bool:
    sure = heard is not None and heard.sure and not draft.doubtful
    if isinstance(incoming.input, Digits) and incoming.keys.rstrip("#") == A_PERSON:
        draft.say(f"safety_short.{aside.value}")
        draft.change(aside=None)
        return False
    if not sure or heard is None:
        repeat(draft, incoming)
        return True
    if heard.value is True:
        confirm(draft, str(aside.value), aside)
        return True
    return _go_on(draft, incoming, aside)


def _go_on(draft: Draft, incoming: Incoming, aside: Aside) -> bool:
    """The text that was held back goes on, as if nothing had been asked."""
    draft.note(DangerDenied(str(aside.value)))
    draft.change(aside=None)
    incoming.denied = True
    incoming.resume(Said(aside.held))
    if isinstance(incoming.input, Text) and not draft.session.greeted:
        return False
    return program_questions.beside_the_answer(draft, incoming) or held_back(draft, incoming)


def _take_as_no(draft: Draft, incoming: Incoming, aside: Aside, heard: Heard | None) -> bool:
    """Only a no, or "it was a joke": what was held back goes on. What else it says is answered as
    what it is."""
    sure = heard is not None and heard.sure and heard.value is False
    if said_in_danger.says_only_no(draft, incoming, sure=sure):
        return _go_on(draft, incoming, aside)
    draft.note(DangerDenied(str(aside.value)))
    draft.change(aside=None)
    incoming.denied = True
    return False


def _answer_and_ask_again(draft: Draft, incoming: Incoming, aside: Aside) -> None:
    """Who we are, or what the number is: and the question stays."""
    draft.change(aside=replace(aside, label=ASKED_AGAIN))
    intent = reply_to_danger.intent_of(draft, incoming)
    if intent in QUESTIONS:
        faq.answer(draft, intent, briefly=True)
    elif intent is Intent.PRIVACY:
        draft.say("privacy")
    elif intent is Intent.HELP and isinstance(incoming.input, Text):
        draft.say("help")
    elif topic := reply_to_danger.topic_about_us(draft, incoming.said):
        topic_answers.answer(draft, incoming, topic)
    elif intent is None:
        draft.say("hold.number")
    if isinstance(incoming.input, Text):
        draft.say("hold.asked")
    else:
        asides.ask(draft)


def _ask_again(draft: Draft, incoming: Incoming, aside: Aside) -> None:
    """Words that are neither yes nor no: by text once in other words, then they get the help.
    Sounds are asked again."""
    if not any(token.isalpha() and len(token) > 1 for token in incoming.said.tokens):
        repeat(draft, incoming)
    elif aside.label != ASKED_AGAIN and isinstance(incoming.input, Text):
        draft.change(aside=replace(aside, label=ASKED_AGAIN))
        draft.say("hold.asked")
    else:
        confirm(draft, "danger", aside)


def confirm(draft: Draft, kind: str, aside: Aside) -> None:
    """They were asked, and it is danger."""
    held = Said(aside.held)
    kind = said_in_danger.kind_for(draft, kind, held)
    emergencies.confirm(draft, Danger(kind, draft.language), held)


def repeat(draft: Draft, incoming: Incoming) -> None:
    """The number in fewer words, and the offer. Whoever texts HELP gets what a HELP must say as
    well."""
    if draft.session.aside:
        draft.channel.aside_not_understood(draft.session.aside)
    say_help(draft, incoming)


def say_help(draft: Draft, incoming: Incoming) -> None:
    """A HELP is answered in every state, as carriers demand it, also where it is a cry for help."""
    if incoming.intent is Intent.HELP and isinstance(incoming.input, Text):
        draft.say("help")
