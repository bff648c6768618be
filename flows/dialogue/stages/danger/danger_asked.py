"""What is answered to "is someone hurt or in danger right now?": yes, no, both, or something
else."""

from __future__ import annotations

from enum import Enum

from msgspec.structs import replace

from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import commands, faq
from flows.dialogue.stages.danger import emergencies, said_in_danger
from flows.dialogue.stages.step_answer import held_back
from flows.model.danger_events import DangerDenied
from flows.model.inputs import Digits, Text
from flows.model.session import Aside
from flows.understanding.danger.safety import Danger
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said
from flows.understanding.topics import is_question

ASKED_AGAIN = "again"
A_ZIP = 5  # figures; fewer may be a choice that was not offered
# Asked of us, about us: answered, and no answer to ours.
ABOUT_US = QUESTIONS | {Intent.PRIVACY, Intent.WHY, Intent.HELP, Intent.REPEAT}
# Done at once, and no answer either.
DONE = frozenset({Intent.FORGET, Intent.MORE})
CALLING = ("call", "llam", "yam", "phone", "telef")
DATES = ("due", "ages")
LAUGHING = frozenset("😂🤣😆😅😹")


class Reply(Enum):
    """What a reply comes to."""

    YES = "yes"
    NO = "no"
    CALL = "call"
    COMMAND = "command"
    ABOUT_US = "about us"
    UNCLEAR = "unclear"


def hear(draft: Draft, incoming: Incoming, aside: Aside) -> bool:
    """ "No" goes on at the same question, with what the sentence told; "yes" or more words get the
    help."""
    heard = draft.flow.asides["perhaps"].hear(incoming.said, draft.context.today)
    if isinstance(incoming.input, Digits) or draft.doubtful or _is_a_number(incoming.said):
        return _hear_key(draft, incoming, aside, heard)
    match _read(draft, incoming, heard):
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
        case Reply.ABOUT_US:
            return _take_as_no(draft, incoming, aside, None)
        case Reply.UNCLEAR:
            _ask_again(draft, incoming, aside)
    return True


def _is_a_number(said: Said) -> bool:
    return said.bare.isdigit() and len(said.bare) < A_ZIP


def _hear_key(draft: Draft, incoming: Incoming, aside: Aside, heard: Heard | None) -> bool:
    sure = heard is not None and heard.sure and not draft.doubtful
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
    first = isinstance(incoming.input, Text) and not draft.session.greeted
    return False if first else held_back(draft, incoming)


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


def _read(draft: Draft, incoming: Incoming, heard: Heard | None) -> Reply:
    """Danger that the ear hears in it outranks a "fine"; a "fine" outranks a yes; and a question
    about us, or a call, answers nothing."""
    said, found = incoming.said, said_in_danger.names(draft, incoming.said)
    yes = heard is not None and heard.value is True
    no = heard is not None and heard.value is False
    ours = said_in_danger.answers_ours(draft, said)
    plain_no = "hedge" not in found and ("fine" in found or (no and bool(heard and heard.sure)))
    if found & {"unwell", "later"} or draft.flow.safety.perhaps_in_reply(said):
        return Reply.YES
    if plain_no and not (yes and "but" in found):
        return Reply.NO
    if yes or _cries(draft, incoming, found):
        return Reply.YES
    return _read_other(draft, incoming, found, ours or no)


def _cries(draft: Draft, incoming: Incoming, found: frozenset[str]) -> bool:
    """A cry for help: not for help with something that we do."""
    return "help" in found and not found & {"errand", "go_on"}


def _read_other(draft: Draft, incoming: Incoming, found: frozenset[str], answers: bool) -> Reply:
    """Neither a yes nor a plain no."""
    said, intent = incoming.said, incoming.loose_intent
    if intent is Intent.CALL or "call" in found:
        return Reply.CALL if _speaks_of_a_call(said) else Reply.YES
    if intent in DONE:
        return Reply.COMMAND
    if intent in ABOUT_US or intent is Intent.LANGUAGE or "number" in found:
        return Reply.ABOUT_US
    tells_no = found & {"errand", "go_on", "on"} or said_in_danger.denies(found)
    if "hedge" not in found and (tells_no or answers or _asks_of_programs(draft, said)):
        return Reply.NO
    if "hedge" not in found and _tells_a_fact(draft, said):
        return Reply.NO
    laughs = "laugh" in found or not LAUGHING.isdisjoint(said.raw)
    if laughs and "hedge" not in found:
        return Reply.UNCLEAR if draft.flow.safety.hears_near(said) else Reply.NO
    return Reply.YES if draft.flow.safety.hears_at_all(said) else Reply.UNCLEAR


def _speaks_of_a_call(said: Said) -> bool:
    """ "Please, somebody" is no wish for a call back."""
    return any(token.startswith(CALLING) for token in said.tokens)


def _tells_a_fact(draft: Draft, said: Said) -> bool:
    """What may be a due date or ages, in words in which the ear hears nothing near danger."""
    facts = (draft.flow.volunteers[slot].hear(said, draft.context.today) for slot in DATES)
    return any(facts) and not draft.flow.safety.hears_near(said)


def _asks_of_programs(draft: Draft, said: Said) -> bool:
    topics = draft.flow.topics
    sounds = topics.sounds_like(said)
    return topics.is_plainly_asked(said) or (
        is_question(said) and sounds is not None and sounds.passes(topics.bars.between)
    )


def _answer_and_ask_again(draft: Draft, incoming: Incoming, aside: Aside) -> None:
    """Who we are, or what the number is; or the other language: and the question stays."""
    draft.change(aside=replace(aside, label=ASKED_AGAIN))
    intent = incoming.loose_intent
    if intent is Intent.LANGUAGE:
        commands.obey(draft, intent, incoming.said)
        return
    if intent in QUESTIONS:
        faq.answer(draft, intent, briefly=True)
    elif intent is Intent.PRIVACY:
        draft.say("privacy")
    elif intent is Intent.HELP and isinstance(incoming.input, Text):
        draft.say("help")
    elif intent is None:
        draft.say("hold.number")
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
