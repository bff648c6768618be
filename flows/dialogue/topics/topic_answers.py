"""The answer to each topic: the topic's words with those of a program, or what the topic asks for
is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import faq, promised_call
from flows.dialogue.stages.commands import obey
from flows.dialogue.steps import callback
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.results import HOME_VISITS
from flows.dialogue.topics.which_program import (
    first_on_the_list,
    program_of,
    without_names,
)
from flows.model.events import HandoffOpened
from flows.model.program_events import TopicAnswered
from flows.model.session import Answer
from flows.programs.program import Program
from flows.programs.ranking import leading
from flows.programs.verdict import fitting
from flows.understanding.intents import Intent
from flows.understanding.text.utterance import Said

ALREADY_HAS = "already_has"
# Names of what we do not match and are asked about: "what is HUSKY".
KNOWN_ELSEWHERE = ("about_husky", "about_snap", "about_tfa", "about_211", "about_mch")
# With these the income rule of WIC is met.
BENEFITS = frozenset({"about_husky", "about_snap", "about_tfa"})
# Said one after the other where an answer was given before, so that no line comes twice.
AGAIN = ("topic_again", "unknown", "list_again")
# Where no program is named, these are about the visits.
_OF_VISITS = frozenset({"lasts"})
_FIELD = re.compile(r"\{(\w+)\}")


def answer(draft: Draft, incoming: Incoming, topic: str) -> bool:
    """Answer one topic, or do what it asks for; False where it means nothing here."""
    does = DOES.get(topic)
    if does is not None:
        return does(draft, incoming)
    return tell(draft, incoming.said, topic)


def tell(draft: Draft, said: Said, topic: str) -> bool:
    """The topic's words, once; then that a person knows more. False in a language without
    topics."""
    says = _words(draft, topic)
    if says is None:
        return False
    wake(draft)
    faq.speak_as_they_do(draft, without_names(draft, said))
    program = program_of(draft, said)
    if program is not None and program.treat == "mention":
        topic, says = "only_name", _words(draft, "only_name") or says
    key = f"{topic} {program.id}" if program else topic
    again = key in draft.session.topics
    program = program or (_visits(draft) if topic in _OF_VISITS else None)
    draft.note(TopicAnswered(topic, again))
    _tell_staff(draft, topic)
    if again:
        say_again(draft)
        return True
    draft.change(topics=(*draft.session.topics, key))
    draft.channel.say_filled(
        f"topics.{topic}", _filled(draft, program, _words(draft, topic) or says)
    )
    return True


def _visits(draft: Draft) -> Program | None:
    """The first program on the list that comes to the home."""
    best = leading(draft.flow.catalogue, fitting(draft.verdicts()), [HOME_VISITS])
    return draft.flow.catalogue.by_id[best[0].program] if best else None


def say_again(draft: Draft) -> None:
    """Honest lines in turn: what was said is not said once more."""
    before = sum(name in AGAIN for name in draft.session.topics)
    line = AGAIN[before % len(AGAIN)]
    draft.change(topics=(*draft.session.topics, line))
    words = _words(draft, line)
    if line == "topic_again" or words is None:
        draft.say("topic_again")
    else:
        draft.channel.say_filled(f"topics.{line}", _filled(draft, None, words))


def say_way_on(draft: Draft) -> None:
    """Beside an answer that may not be the one they want."""
    if words := _words(draft, "way_on"):
        draft.channel.say_filled("topics.way_on", _filled(draft, None, words))


def _words(draft: Draft, topic: str) -> str | None:
    known = draft.flow.topics.by_name.get(topic)
    return known.says.get(draft.session.language) if known else None


def _tell_staff(draft: Draft, topic: str) -> None:
    reason = draft.flow.topics.by_name[topic].tells_staff
    if reason and reason not in draft.session.handoffs:
        draft.change(handoffs=(*draft.session.handoffs, reason))
        draft.note(HandoffOpened(reason))


def _filled(draft: Draft, program: Program | None, words: str) -> str:
    """The answer's words with those of the program they named, else of the first on their list,
    else of MCH."""
    language, mch = draft.session.language, draft.context.policy.mch
    program = program or first_on_the_list(draft)
    fields = {"name": "MCH", "phone": mch, "apply": "", "bring": "", "who": ""}
    if program is not None:
        told = program.said(language)
        fields = {
            "name": program.short or told.name,
            "phone": program.phones[0].number,
            "apply": told.apply,
            "bring": told.bring,
            "who": told.who,
        }
    once = _FIELD.sub(lambda match: fields.get(match[1], match[0]), words)
    return " ".join(once.replace("{mch}", mch).split())


def _asked(intent: Intent) -> Callable[[Draft, Incoming], bool]:
    return lambda draft, incoming: _ask(draft, incoming, intent)


def _ask(draft: Draft, incoming: Incoming, intent: Intent) -> bool:
    """What is asked of us is answered where the same is asked in fewer words."""
    key = f"asked {intent.value}"
    wake(draft)
    faq.speak_as_they_do(draft, without_names(draft, incoming.said))
    if key in draft.session.topics:
        say_again(draft)
    else:
        draft.change(topics=(*draft.session.topics, key))
        faq.answer(draft, intent, briefly=False)
    return True


def _hours(draft: Draft, incoming: Incoming) -> bool:
    """Ours are known; those of others are for them to say."""
    program = program_of(draft, incoming.said)
    if program is None or program.phones[0].number == "{mch}":
        return _ask(draft, incoming, Intent.OFFICE)
    return tell(draft, incoming.said, "hours")


def _length(draft: Draft, incoming: Incoming) -> bool:
    if draft.step.waits:
        return tell(draft, incoming.said, "start")
    return _ask(draft, incoming, Intent.HOW_LONG)


def _at_the_list(intent: Intent) -> Callable[[Draft, Incoming], bool]:
    def does(draft: Draft, incoming: Incoming) -> bool:
        if draft.step.waits != "results":
            return False
        obey(draft, intent, incoming.said)
        return True

    return does


def _call_me(draft: Draft, incoming: Incoming) -> bool:
    obey(draft, Intent.CALL, incoming.said)
    draft.asked = True
    return True


def _about_the_call(draft: Draft, incoming: Incoming) -> bool:
    """Nothing is arranged (else it was heard before): said truthfully, with how to get a call."""
    if callback.CALLBACK in draft.session.handoffs:
        return promised_call.promised_call(draft, incoming)
    return tell(draft, incoming.said, "no_call")


def _already_has(draft: Draft, incoming: Incoming) -> bool:
    """A program that they are in is left off, and what is next is shown."""
    said = incoming.said
    about = draft.flow.topics.about(said)
    if BENEFITS.intersection(about) and not draft.flow.names.find(said):
        if "benefits" not in draft.session.answers:
            draft.answer("benefits", Answer(True, said.raw, "volunteered"))
        return tell(draft, said, "has_benefits")
    program = program_of(draft, said)
    if program is None or program.treat != "match":
        return tell(draft, said, "which_have")
    wake(draft)
    faq.speak_as_they_do(draft, without_names(draft, said))
    draft.leave_off(program.id)
    draft.note(TopicAnswered(ALREADY_HAS))
    draft.say("results.has", name=program.short or program.said(draft.language).name)
    if draft.step.waits == "results":
        draft.channel.repeat_results()
    return True


def _what_is(draft: Draft, incoming: Incoming) -> bool:
    """The details of the program, else what the name means, else that we do not know it."""
    said = incoming.said
    program = program_of(draft, said)
    if program is not None and program.treat == "match":
        name = Said(program.short or program.said(draft.language).name)
        wake(draft)
        faq.speak_as_they_do(draft, without_names(draft, said))
        if draft.step.waits == "results" and draft.channel.choose_result(name):
            return True
        return not draft.step.waits and draft.channel.tell_early(name)
    if program is not None:
        return tell(draft, said, "only_name")
    about = draft.flow.topics.about(said)
    known = next((topic for topic in KNOWN_ELSEWHERE if topic in about), "unknown_program")
    return tell(draft, said, known)


DOES: Mapping[str, Callable[[Draft, Incoming], bool]] = {
    "cost": _asked(Intent.COST),
    "who": _asked(Intent.WHO),
    "hours": _hours,
    "length": _length,
    "thanks": _at_the_list(Intent.THANKS),
    "more": _at_the_list(Intent.MORE),
    "call_me": _call_me,
    "call_off": _about_the_call,
    "call_change": _about_the_call,
    "call_when": _about_the_call,
    ALREADY_HAS: _already_has,
    "what_is": _what_is,
}
