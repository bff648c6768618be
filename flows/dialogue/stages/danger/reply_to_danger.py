"""What a reply to "is someone hurt or in danger right now?" comes to."""

from __future__ import annotations

from enum import Enum

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.danger import said_in_danger
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said
from flows.understanding.topics import is_question

# Asked of us, about us: answered, and no answer to ours.
ABOUT_US = frozenset({Intent.WHO, Intent.PRIVACY, Intent.WHY, Intent.HELP})
# The question itself, once more, or in the other language.
SAY_AGAIN = frozenset({Intent.REPEAT, Intent.LANGUAGE})
# Done at once, and no answer either.
DONE = frozenset({Intent.FORGET, Intent.MORE})
CALLING = ("call", "llam", "yam", "phone", "telef")
# How loud danger must sound to the ear (log odds) beside "nobody is in danger".
LOUD = 2.5
WHO_READS = frozenset({"who", "dcf", "immigration", "partner_privacy", "my_data"})
DATES = ("due", "ages")
LAUGHING = frozenset("😂🤣😆😅😹")


class Reply(Enum):
    """What a reply comes to."""

    YES = "yes"
    NO = "no"
    CALL = "call"
    COMMAND = "command"
    ABOUT_US = "about us"
    AGAIN = "again"
    UNCLEAR = "unclear"


def read(draft: Draft, incoming: Incoming, heard: Heard | None) -> Reply:
    """Danger that the ear hears in it outranks a "fine"; a "fine" outranks a yes; and a question
    about us, or a call, answers nothing."""
    said, found = incoming.said, _found(draft, incoming.said)
    yes = heard is not None and heard.value is True
    no = heard is not None and heard.value is False
    ours = said_in_danger.answers_ours(draft, said)
    plain_no = "hedge" not in found and ("fine" in found or (no and bool(heard and heard.sure)))
    if found & {"unwell", "later", "whom"} or _sounds(draft, said, found):
        return Reply.YES
    if plain_no and not (yes and "but" in found):
        return Reply.NO
    if yes or _cries(draft, incoming, found):
        return Reply.YES
    return _read_other(draft, incoming, found, ours or no)


def _sounds(draft: Draft, said: Said, found: frozenset[str]) -> bool:
    """Whether the ear hears danger in it, and still does without the words that say that it is
    fine; a firm no takes a loud ear."""
    safety, aside = draft.flow.safety, draft.session.aside
    of_the_soul = aside is not None and aside.value in said_in_danger.OF_THE_SOUL
    firm = "no_danger" in found and "but" not in found and not of_the_soul
    if not safety.perhaps_in_reply(said) or (firm and safety.loudness(said) < LOUD):
        return False
    rest = said_in_danger.beside_fine(draft, said) if "fine" in found else said
    return bool(safety.perhaps_in_reply(rest))


def _found(draft: Draft, said: Said) -> frozenset[str]:
    """ "Just tired" is fine, but not where it was asked about wanting to die, or going mad."""
    found, aside = said_in_danger.names(draft, said), draft.session.aside
    of_the_soul = aside is not None and aside.value in said_in_danger.OF_THE_SOUL
    return found if of_the_soul or "weary" not in found else found | {"fine"}


def _cries(draft: Draft, incoming: Incoming, found: frozenset[str]) -> bool:
    """A cry for help: not for help with something that we do."""
    return "help" in found and not found & {"errand", "go_on"}


def _read_other(draft: Draft, incoming: Incoming, found: frozenset[str], answers: bool) -> Reply:
    """Neither a yes nor a plain no."""
    said, intent = incoming.said, intent_of(draft, incoming)
    if intent is Intent.CALL or "call" in found:
        return Reply.CALL if _speaks_of_a_call(said) else Reply.YES
    if intent in DONE:
        return Reply.COMMAND
    if intent in SAY_AGAIN:
        return Reply.AGAIN
    if intent in ABOUT_US or "number" in found or topic_about_us(draft, said):
        return Reply.ABOUT_US
    tells_no = found & {"errand", "go_on", "on"} or said_in_danger.denies(found)
    if "hedge" not in found and (
        intent in QUESTIONS or tells_no or answers or _asks_of_programs(draft, said)
    ):
        return Reply.NO
    if "hedge" not in found and _tells_a_fact(draft, said):
        return Reply.NO
    laughs = "laugh" in found or not LAUGHING.isdisjoint(said.raw)
    if laughs and "hedge" not in found and not said_in_danger.is_all_fine(draft, said):
        return Reply.UNCLEAR if draft.flow.safety.hears_near(said) else Reply.NO
    return Reply.YES if draft.flow.safety.hears_at_all(said) else Reply.UNCLEAR


def topic_about_us(draft: Draft, said: Said) -> str:
    """The topic of a question about who reads this, and who is told."""
    topics = draft.flow.topics
    sounds = topics.sounds_like(said)
    about = sounds is not None and sounds.topic in WHO_READS and sounds.passes(topics.bars.between)
    return sounds.topic if sounds and about else ""


def intent_of(draft: Draft, incoming: Incoming) -> Intent | None:
    """What it asks for, also as one of the questions that people ask of us."""
    return incoming.loose_intent or draft.flow.intents.question(incoming.said)


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
