"""What a text means at the step: the answer, other answers volunteered with it, or a command in other words."""

from __future__ import annotations

from msgspec.structs import replace

from flows.dialogue import asides, commands
from flows.dialogue import faq as asked
from flows.dialogue import results_aloud as reading
from flows.dialogue import results_by_text as results
from flows.dialogue.asking import greet
from flows.dialogue.callback import CALLBACK_SLOTS
from flows.dialogue.moves import advance, travel
from flows.dialogue.steps import decline, settle, speak, take
from flows.dialogue.turn import Draft
from flows.model.session import Answer
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.numbers import menu_numbers
from flows.understanding.parsers.unsure import declines, says_unknown
from flows.understanding.utterance import Said
from flows.wording.prompts import LANGUAGES

# What can be asked for before anything was said.
MEETING = frozenset({Intent.HELP, Intent.PRIVACY, Intent.FORGET, Intent.CALL, Intent.ENGLISH, Intent.SPANISH})
# One answer and one more ("pregnant 06106") is the least that can be volunteered.
LEAST_TOKENS = 2


def resume(draft: Draft, said: Said) -> None:
    """Go on after a pause: the text that was held back counts if it is an answer or a command, else we ask again."""
    intent = draft.flow.intents.hear(said)
    if intent and intent not in commands.COURTESIES:
        commands.obey(draft, intent)
    elif not answer(draft, asked.hear(draft, said)):
        asides.ask(draft)


def understand(draft: Draft, said: Said, intent: Intent | None, *, answered: bool = False) -> None:
    """What a text means at the step. Nobody is told that we did not understand the rest of an `answered` question."""
    if _is_understood(draft, said, intent):
        return
    if answered:
        asked.ask_again(draft)
    else:
        asides.not_heard(draft)


def _is_understood(draft: Draft, said: Said, intent: Intent | None) -> bool:
    """The answer, a command in other words, another language; false for nothing that we understand."""
    if not draft.session.language and not draft.doubtful and (language := draft.flow.languages.hear(said)) in LANGUAGES:
        introduce(draft, said, language)
        return True
    intent = intent or draft.flow.intents.hear(said, loosely=True)
    if _answer_each_other(draft, said, intent) or (reading if draft.aloud else results).tell_early(draft, said):
        return True
    if intent in QUESTIONS:
        asked.speak_as_they_do(draft, said)
    if intent:
        commands.obey(draft, intent)
        return True
    return _answer_nothing(draft, said) or _try_another_language(draft, said)


def _answer_each_other(draft: Draft, said: Said, intent: Intent | None, *, first: bool = False) -> bool:
    """Their answer; and before what follows from it ours, if they asked something too."""
    before = len(draft.events)
    if not answer(draft, said, first=first):
        return False
    if intent in QUESTIONS:
        follows = draft.events[before:]
        del draft.events[before:]
        asked.answer(draft, intent, briefly=True)
        draft.events += follows
    return True


def _try_another_language(draft: Draft, said: Said) -> bool:
    language = draft.flow.languages.hear(said)
    if language == "other":
        draft.say("other_language")
    elif language and language != draft.session.language:
        speak(draft, language)
        asides.ask(draft)
    else:
        return False
    return True


def introduce(draft: Draft, said: Said, language: str | None) -> None:
    """The first words: in which language, and what they tell and ask. Then who we are, and the first open question."""
    if language == "other":
        draft.say("other_language")
        return
    speak_as(draft, language)
    if draft.session.language:
        greet(draft)
        travel(draft)
    said = asked.hear(draft, said, first=True)
    intent = draft.flow.intents.hear(said, loosely=True)
    if _answer_each_other(draft, said, intent, first=True):
        return
    if intent in MEETING:
        commands.obey(draft, intent)
        return
    if intent in QUESTIONS:
        asked.answer(draft, intent, briefly=True)
    settle(draft)


def speak_as(draft: Draft, language: str | None) -> None:
    if language in LANGUAGES:
        speak(draft, language)


def answer(draft: Draft, said: Said, *, first: bool = False) -> bool:
    """The step's answer, and whatever else was volunteered with it. In a first text only what is plainly meant counts."""
    step, today = draft.step, draft.context.today
    if step.parser is None:
        by_ear_or_text = reading if draft.aloud else results
        return by_ear_or_text.hear(draft, said) if step.waits == "results" else _go_on(draft, said)
    if step.slot in CALLBACK_SLOTS and declines(said):
        return False
    heard = step.parser.hear(said, today)
    if heard is None or not heard.sure:
        heard = step.parser.volunteer(said, today) or heard
    if first:
        heard = None if heard and _means_nothing_yet(draft, said, heard) else heard
    elif heard is None and says_unknown(said) and step.unsure:
        heard = Heard(step.unsure)
    if heard and (draft.doubtful or _may_be_a_key(draft, said)):
        heard = replace(heard, sure=False)
    volunteered = not draft.doubtful and _volunteer(draft, said, step.slot)
    if heard:
        take(draft, heard, said.raw)
    elif volunteered:
        settle(draft)
    return bool(heard or volunteered)


def _may_be_a_key(draft: Draft, said: Said) -> bool:
    """ "Six" for the ages of the children: six years, six months, or a key?"""
    part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
    numbers = menu_numbers(said) if draft.aloud and part.words_first else None
    return numbers is not None and len(numbers.picked) == 1


def _means_nothing_yet(draft: Draft, said: Said, heard: Heard) -> bool:
    """In a first text a guess, a number, or the word from a poster is no answer."""
    return not heard.sure or said.bare.isdigit() or said.bare in draft.flow.posters


def _answer_nothing(draft: Draft, said: Said) -> bool:
    """ "I don't know" and "I'd rather not say"."""
    how = "declined" if declines(said) else "unknown" if says_unknown(said) else ""
    if not how or draft.step.parser is None:
        return False
    decline(draft, said.raw, how)
    return True


def _go_on(draft: Draft, said: Said) -> bool:
    """After a promise: 1 leads back to the questions."""
    if draft.flow.asides["safety"].hear(said, draft.context.today) is None:
        return False
    advance(draft, "go_on")
    settle(draft)
    return True


def _volunteer(draft: Draft, said: Said, asked: str) -> bool:
    """Fill the other open slots that the text plainly answers too."""
    if len(said.tokens) < LEAST_TOKENS:
        return False
    filled = False
    for slot, parser in draft.flow.volunteers.items():
        if slot == asked or slot in draft.session.answers:
            continue
        heard = parser.volunteer(said, draft.context.today)
        if heard and heard.sure:
            draft.answer(slot, Answer(heard.value, said.raw, "volunteered"))
            filled = True
    _reconcile_stage(draft)
    return filled


def _reconcile_stage(draft: Draft) -> None:
    """Pregnant, and then tells of a child; or a child, and then tells when the next one is due: it is both."""
    stage, told = draft.value("stage"), draft.told
    if (stage == "pregnant" and "ages" in told) or (stage == "has_children" and "due" in told):
        draft.answer("stage", Answer("both", draft.session.answers["stage"].words, "inferred"))
