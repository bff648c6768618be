"""Stages of the step itself: the answer, others volunteered with it, "I don't know", another
language."""

from __future__ import annotations

import re

from msgspec.structs import replace

from flows.dialogue.asides import aside as asides
from flows.dialogue.asides.heard_by_aside import left_by_aside
from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import faq
from flows.dialogue.stages.commands import COURTESIES, obey
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.callback import CALLBACK_SLOTS
from flows.dialogue.steps.heard_answer import heard_answer, heard_in_first_text
from flows.dialogue.steps.moves import advance
from flows.dialogue.steps.settle import decline, settle, speak, take
from flows.dialogue.steps.volunteered import volunteer
from flows.model.events import InputReceived
from flows.model.inputs import Speech, Text
from flows.model.session import Answer
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import is_reticent
from flows.understanding.parsers.shared.unsure import declines, only_asks, says_unknown
from flows.understanding.text.answer_words import written_out
from flows.understanding.text.utterance import Said

# Figures of two digits and more, with their thousands.
_AMOUNT = re.compile(r"\d[\d,.]*\d|\d(?=\s?(?:k|mil|grand|thousand)\b)", re.IGNORECASE)


def aside(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a question in between hears a text before its step does; it may give back the text
    that it held."""
    left = left_by_aside(draft, incoming.said)
    if left is None:
        return True
    if left is not incoming.said:
        incoming.resume(left)
    return False


def held_back(draft: Draft, incoming: Incoming) -> bool:
    """Stage: after a pause, the text that was held back counts if it is an answer or a command,
    else we ask again."""
    if not incoming.resumed:
        return False
    said = incoming.said
    intent = draft.flow.intents.hear(said)
    if intent and intent not in COURTESIES:
        obey(draft, intent, said)
    elif not take_answer(draft, faq.answer_within(draft, said)):
        asides.ask(draft)
    return True


def answer(draft: Draft, incoming: Incoming) -> bool:
    """Stage: the answer that the step waits for, or one to another open question."""
    asked_why = draft.step.parser is not None and incoming.loose_intent is Intent.WHY
    if asked_why and not _is_sure(draft, incoming.said):
        return False
    return answer_each_other(draft, incoming.said, incoming.loose_intent)


def _is_sure(draft: Draft, said: Said) -> bool:
    heard = heard_answer(draft, said)
    return heard is not None and heard.sure


def program_named(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a program named before there are results."""
    return draft.channel.tell_early(incoming.said)


def no_home(draft: Draft, incoming: Incoming) -> bool:
    """Stage: "I am homeless" is an answer to the town: where they stay is asked kindly, once; then
    none will do."""
    said = incoming.said
    if (
        draft.step.slot != "town"
        or draft.session.aside
        or not draft.flow.homeless.find_in(written_out(said.bare))
    ):
        return False
    if draft.step.parser and draft.step.parser.hear(said, draft.context.today):
        return False
    if draft.session.homeless:
        decline(draft, said.raw, "unknown")
        return True
    draft.change(homeless=True)
    draft.say("no_home")
    draft.asked = True
    return True


def no_answer(draft: Draft, incoming: Incoming) -> bool:
    """Stage: "I don't know" and "I'd rather not say" are answers too."""
    said = incoming.said
    parser = draft.step.parser
    if parser is None:
        return False
    how = parser.nothing(said) if is_reticent(parser) else ""
    how = how or ("declined" if declines(said) else "unknown" if says_unknown(said) else "")
    if not how:
        return False
    decline(draft, said.raw, how)
    return True


def another_language(draft: Draft, incoming: Incoming) -> bool:
    """Stage: words in another language than ours switch to it, where we speak it."""
    language = draft.flow.languages.hear(incoming.said)
    if language == "other":
        draft.say("other_language")
    elif language and language != draft.session.language:
        speak(draft, language)
        asides.ask(draft)
    else:
        return False
    return True


def not_understood(draft: Draft, incoming: Incoming) -> bool:
    """Stage, the last: nobody is told that we did not understand the rest of a question that was
    answered."""
    if incoming.asked:
        draft.channel.ask_after_answering()
    else:
        asides.not_understood(draft)
    return True


def answer_each_other(
    draft: Draft, said: Said, intent: Intent | None, *, first: bool = False
) -> bool:
    """Their answer; and before what follows from it ours, if they asked something too."""
    before = len(draft.events)
    if not take_answer(draft, said, first=first):
        return False
    if intent in QUESTIONS:
        follows = draft.events[before:]
        del draft.events[before:]
        faq.answer(draft, intent, briefly=True)
        draft.events += follows
    return True


# A date or an age in a question is still told by it; a choice, a need or a town is not.
_NO_QUESTIONS = frozenset(
    {"first_baby", "town", "needs", "needs_after_loss", "shots", "benefits", "income", "school"}
)


def take_answer(draft: Draft, said: Said, *, first: bool = False) -> bool:
    """The step's answer, and whatever else was volunteered with it. In a first text only what is
    plainly meant counts."""
    step = draft.step
    if step.parser is None:
        return draft.channel.choose_result(said) if step.waits == "results" else _go_on(draft, said)
    if step.slot in CALLBACK_SLOTS and declines(said):
        return False
    heard = heard_in_first_text(draft, said) if first else heard_answer(draft, said)
    if heard and step.slot in _NO_QUESTIONS and only_asks(said):
        heard = None
    if heard and (draft.doubtful or draft.channel.may_be_a_key(said)):
        heard = replace(heard, sure=False)
    volunteered = not draft.doubtful and volunteer(draft, said, step.slot)
    if step.slot == "income":
        said = without_amounts(draft, said)
    if _tells_a_loss(draft, said):
        draft.say("ack.sorry_before")
    restaged = step.slot != "stage" and "stage" in draft.told
    if heard and not (restaged and heard.sure):
        take(draft, heard, said.raw)
    elif heard or volunteered:
        if heard:
            draft.answer(step.slot, Answer(heard.value, said.raw))
        _go_on_from_stage(draft) if restaged else settle(draft)
    return bool(heard or volunteered)


def _tells_a_loss(draft: Draft, said: Said) -> bool:
    """Whether an earlier loss is told beside a pregnancy, or where it is asked whether this baby is
    the first: it is met with half a sentence, and the questions go on."""
    told = draft.flow.family.told(said)
    if draft.step.slot == "first_baby":
        return told.lost_before or told.stage == "pregnancy_ended"
    return told.lost_before and "stage" not in draft.session.answers


def _go_on_from_stage(draft: Draft) -> None:
    """Another stage asks other questions: on from the first that is open."""
    wake(draft)
    advance(draft, "go_on")
    settle(draft)


def without_amounts(draft: Draft, said: Said) -> Said:
    """An income is compared and not kept: its figures are masked in the answer and in the record of
    the text."""
    for place, event in enumerate(draft.events):
        if isinstance(event, InputReceived) and isinstance(event.input, Text | Speech):
            field = "body" if isinstance(event.input, Text) else "words"
            words = mask_amounts(getattr(event.input, field))
            draft.events[place] = replace(event, input=replace(event.input, **{field: words}))
    return Said(mask_amounts(said.raw))


def mask_amounts(words: str) -> str:
    """The words with a # for each figure of an income."""
    return _AMOUNT.sub("#", words)


def overhear(draft: Draft, said: Said) -> None:
    """What a text tells by the way, written down without a word: a person is answering it."""
    if not draft.doubtful:
        volunteer(draft, said, "")
    if draft.step.slot == "income":
        without_amounts(draft, said)


def _go_on(draft: Draft, said: Said) -> bool:
    """After a promise: 1 leads back to the questions."""
    if draft.flow.listens["promise"].hear(said, draft.context.today) is None:
        return False
    advance(draft, "go_on")
    settle(draft)
    return True
