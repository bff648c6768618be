"""Stages: what people ask about the programs on their list, and what they need beyond it."""

from __future__ import annotations

import re

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.faq import speak_as_they_do
from flows.dialogue.stages.promised_call import ABOUT_A_CALL
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.results import named
from flows.model.events import HandoffOpened
from flows.model.program_events import TopicAnswered
from flows.programs.verdict import fitting
from flows.understanding.intents import Intent
from flows.understanding.topics import is_question
from flows.understanding.utterance import Said

# What is a command also where it speaks of a topic ("can i start over").
_COMMANDS = frozenset({Intent.STOP, Intent.RESTART, Intent.FORGET, Intent.BACK, Intent.HELP})
ALREADY_HAS = "already_has"
# Answered by stages of their own.
_ELSEWHERE = ABOUT_A_CALL | {ALREADY_HAS}
# Words of a text that says which program they are in, and nothing else.
_LITTLE_ELSE = 8
_FIELD = re.compile(r"\{(\w+)\}")


def about_the_list(draft: Draft, incoming: Incoming) -> bool:
    """Stage: at the list, or with a call back arranged, whatever speaks of a topic is a question
    about it."""
    if (
        not draft.step.waits
        or draft.session.aside
        or draft.doubtful
        or incoming.said.bare.isdigit()
    ):
        return False
    intent = incoming.intent
    about_one = intent is Intent.PAPERS and named(draft, incoming.said) is not None
    if incoming.loose_intent in _COMMANDS or (intent is not None and not about_one):
        return False
    return _answer(draft, incoming.said)


def already_has(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a program that they are in already is left off; what else the text says goes on."""
    said = incoming.said
    if (
        draft.doubtful
        or not draft.session.language
        or draft.step.slot == "benefits"
        or is_question(said)
    ):
        return False
    if ALREADY_HAS not in draft.flow.topics.about(said) or (verdict := named(draft, said)) is None:
        return False
    wake(draft)
    draft.leave_off(verdict.program)
    draft.note(TopicAnswered(ALREADY_HAS))
    program = draft.flow.catalogue.by_id[verdict.program]
    draft.say("results.has", name=program.short or program.said(draft.language).name)
    if draft.step.waits:
        draft.channel.repeat_results()
    elif len(said.tokens) <= _LITTLE_ELSE:
        draft.channel.ask_after_answering()
    else:
        incoming.leave(said)
        return False
    return True


def already_has_at_the_list(draft: Draft, incoming: Incoming) -> bool:
    """Stage: the same in a call at the list, where a program's name alone asks for its details."""
    return (
        draft.step.waits == "results" and not draft.session.aside and already_has(draft, incoming)
    )


def in_between(draft: Draft, incoming: Incoming) -> bool:
    """Stage: at a question of ours, what answers nothing and is itself a question; then ours is
    asked again."""
    if (
        draft.step.waits
        or draft.doubtful
        or not draft.session.language
        or not is_question(incoming.said)
    ):
        return False
    if not _answer(draft, incoming.said):
        return False
    draft.channel.ask_after_answering()
    return True


def _answer(draft: Draft, said: Said) -> bool:
    name = next((topic for topic in draft.flow.topics.about(said) if topic not in _ELSEWHERE), None)
    if name is None:
        return False
    wake(draft)
    speak_as_they_do(draft, said)
    topic = draft.flow.topics.by_name[name]
    says = topic.says.get(draft.session.language)
    if says is None:  # a language of numbers only has no topics
        return False
    again = name in draft.session.topics
    draft.note(TopicAnswered(name, again))
    if topic.tells_staff and topic.tells_staff not in draft.session.handoffs:
        draft.change(handoffs=(*draft.session.handoffs, topic.tells_staff))
        draft.note(HandoffOpened(topic.tells_staff))
    if again:
        draft.say("topic_again")
    else:
        draft.change(topics=(*draft.session.topics, name))
        draft.channel.say_filled(f"topics.{name}", _filled(draft, said, says))
    return True


def _filled(draft: Draft, said: Said, words: str) -> str:
    """The answer's words with those of the program they named, else of the first on their list,
    else of MCH."""
    language, mch = draft.session.language, draft.context.policy.mch
    verdict = named(draft, said) or next(iter(fitting(draft.verdicts())), None)
    program = draft.flow.catalogue.by_id[verdict.program] if verdict else None
    if program is None:
        fields = {"name": "MCH", "phone": mch, "apply": "", "bring": ""}
    else:
        told = program.said(language)
        fields = {
            "name": program.short or told.name,
            "phone": program.phones[0].number,
            "apply": told.apply,
            "bring": told.bring,
        }
    once = _FIELD.sub(lambda match: fields.get(match[1], match[0]), words)
    return " ".join(once.replace("{mch}", mch).split())
