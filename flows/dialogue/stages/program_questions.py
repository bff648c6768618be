"""Stages: what people ask about the programs on their list, and what they need beyond it.

Rules say which topic a text speaks of, and so does what was learned; how sure that must be stands
in topics.yaml. Danger was looked for before any of it.
"""

from __future__ import annotations

import re

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.promised_call import ABOUT_A_CALL
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.heard_answer import may_answer
from flows.dialogue.steps.results import named
from flows.dialogue.topics import topic_answers as answers
from flows.dialogue.topics.which_program import is_a_choice
from flows.model.inputs import Speech, Text
from flows.model.program_events import TopicAnswered
from flows.understanding.intents import Intent
from flows.understanding.parsers.shared.unsure import asks
from flows.understanding.text.utterance import Said
from flows.understanding.topics import Bar, is_question

# What is a command also where it speaks of a topic ("can i start over").
_COMMANDS = frozenset({Intent.STOP, Intent.RESTART, Intent.FORGET, Intent.BACK, Intent.HELP})
ALREADY_HAS = answers.ALREADY_HAS
MY_DATA = "my_data"
# Where a rule hears one of these, a call in the text is to somebody else ("call me an uber", "will
# they call ice").
_CALLS_OTHERS = frozenset({"no_car", "immigration", "dcf"})
_CALLS = ABOUT_A_CALL | {"call_me"}
# Answered by stages of their own.
_ELSEWHERE = ABOUT_A_CALL | {ALREADY_HAS, *answers.KNOWN_ELSEWHERE}
# Words of a text that says which program they are in, and nothing else.
_LITTLE_ELSE = 8
# Fewer words that nobody understood are answered with what can be sent.
_LEAST_UNKNOWN = 4
# At our question about needs, these answer it.
_ANSWERS_NEEDS = frozenset(
    (
        *("housing", "diapers", "formula", "crib", "car_seat", "child_care", "dentist", "lawyer"),
        *("job", "bills", "food", "english_class", "development", "no_car"),
        *("breastfeeding", "doctor"),
    )
)
# At a question of ours these are answers, or mean nothing yet.
_AT_THE_LIST = frozenset({"born", "thanks", "more", "best", ALREADY_HAS, "call_when"})
_WHY = re.compile(r"\b(?:why|por ?que|porq|xq|pq)\b")


def about_the_list(draft: Draft, incoming: Incoming) -> bool:
    """Stage: at the list, or with a call back arranged, whatever speaks of a topic is a question
    about it."""
    said = incoming.said
    if not draft.step.waits or draft.session.aside or draft.doubtful or said.bare.isdigit():
        return False
    intent = incoming.intent
    about_one = intent is Intent.PAPERS and named(draft, said) is not None
    if incoming.loose_intent in _COMMANDS or (intent is not None and not about_one):
        return False
    if is_a_choice(draft, said) or (_WHY.search(said.bare) and named(draft, said)):
        return False
    topic = _learned(draft, said, draft.flow.topics.bars.sure) or _by_rule(draft, said)
    return bool(topic) and answers.answer(draft, incoming, topic)


def my_data(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what we keep about them is told in a sentence at any step; the copy is for staff to
    give, since others may read this phone."""
    if draft.session.aside or not draft.session.language or incoming.intent in _COMMANDS:
        return False
    if MY_DATA not in draft.flow.topics.about(incoming.said):
        return False
    return _answer_and_ask(draft, incoming, MY_DATA)


def _learned(draft: Draft, said: Said, bar: Bar) -> str:
    topics = draft.flow.topics
    sounds = topics.sounds_like(said)
    if sounds is None or not sounds.passes(bar):
        sounds = topics.sounds_like(draft.flow.safety.beside_idioms(said))
    if sounds is None or not sounds.passes(bar):
        return ""
    if sounds.topic in _CALLS:
        return next(iter(_CALLS_OTHERS.intersection(topics.about(said))), sounds.topic)
    return sounds.topic


def _by_rule(draft: Draft, said: Said) -> str:
    """The first topic with a phrase in the text, unless what was learned hears nothing there."""
    topics = draft.flow.topics
    about = [topic for topic in topics.about(said) if topic not in _ELSEWHERE]
    sounds = topics.sounds_like(said) if about else None
    if sounds and sounds.topic not in about and not sounds.passes(topics.bars.rule):
        return ""
    return about[0] if about else ""


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


def beside_the_answer(draft: Draft, incoming: Incoming) -> bool:
    """Stage: at a question of ours, what is surely a question of theirs is answered before anything
    in it is taken for an answer; then ours is asked again."""
    said = incoming.said
    if draft.step.waits or draft.doubtful or draft.session.aside or not draft.session.language:
        return False
    if _greets_first(draft, incoming):
        return False
    if incoming.loose_intent is not None or draft.step.parser is None:
        return False
    if draft.flow.intents.may_stop(said) or draft.flow.languages.hear(said) == "other":
        return False
    bars = draft.flow.topics.bars
    heard = draft.step.parser.hear(said, draft.context.today)
    sure = heard is not None and heard.sure
    topic = _learned(draft, said, bars.beside if sure else bars.between)
    if not topic or topic in _AT_THE_LIST or (sure and not is_question(said)):
        return False
    if draft.step.slot == "needs" and topic in _ANSWERS_NEEDS:
        return False
    if not (said.plain.endswith("?") or asks(said)) and may_answer(draft, said):
        return False
    return _answer_and_ask(draft, incoming, topic)


def in_between(draft: Draft, incoming: Incoming) -> bool:
    """Stage: what nothing else has heard: answered as what it sounds like, at the list with the way
    on; else it is said that we do not know."""
    said = incoming.said
    if draft.doubtful or not draft.session.language or draft.session.aside:
        return False
    if _greets_first(draft, incoming):
        return False
    bars = draft.flow.topics.bars
    if not draft.step.waits:
        rule = _by_rule(draft, said) if is_question(said) else ""
        topic = rule if _is_spoken(incoming) else _learned(draft, said, bars.between) or rule
        return bool(topic) and _answer_and_ask(draft, incoming, topic)
    if _is_spoken(incoming):
        return False
    topic = _learned(draft, said, bars.perhaps)
    if topic and answers.answer(draft, incoming, topic):
        if topic not in answers.DOES:
            answers.say_way_on(draft)
        return True
    if draft.step.waits == "results" and (is_question(said) or len(said.tokens) >= _LEAST_UNKNOWN):
        return answers.tell(draft, said, "unknown")
    return False


def _greets_first(draft: Draft, incoming: Incoming) -> bool:
    """Whether this text is owed the greeting and its small print: with an answer in front it would
    cost three segments."""
    return isinstance(incoming.input, Text) and not draft.session.greeted


def _is_spoken(incoming: Incoming) -> bool:
    """What a recogniser wrote is no sure sign of what was said: only what is certain is
    answered."""
    return isinstance(incoming.input, Speech)


def _answer_and_ask(draft: Draft, incoming: Incoming, topic: str) -> bool:
    if not answers.answer(draft, incoming, topic):
        return False
    if not draft.asked and not draft.step.waits:
        draft.channel.ask_after_answering()
    return True
