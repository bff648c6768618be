"""Stages of the first words: in which language, and what they tell and ask; then who we are, and
the first open question."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages import faq
from flows.dialogue.stages.commands import obey
from flows.dialogue.stages.step_answer import answer_each_other
from flows.dialogue.steps.moves import travel
from flows.dialogue.steps.settle import settle, speak, take
from flows.understanding.intents import QUESTIONS, Intent
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.text.utterance import Said

# What can be asked for before anything was said.
MEETING = frozenset({Intent.HELP, Intent.PRIVACY, Intent.FORGET, Intent.CALL, Intent.LANGUAGE})


def first_words(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a text where nothing is under way."""
    if _is_under_way(draft):
        return False
    language = draft.flow.languages.hear(incoming.said)
    if incoming.intent in MEETING:
        _speak_as(draft, language)
        obey(draft, incoming.intent, incoming.whole)
    else:
        _introduce(draft, incoming.said, language)
    return True


def first_question(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a question of theirs before we know the language: it tells which."""
    if (
        incoming.intent not in QUESTIONS
        or draft.session.language
        or draft.session.aside
        or draft.doubtful
    ):
        return False
    _introduce(draft, incoming.said, draft.flow.languages.hear(incoming.said))
    return True


def first_language(draft: Draft, incoming: Incoming) -> bool:
    """Stage: words at the question of the language that are plainly in one of ours."""
    if draft.session.language or draft.doubtful:
        return False
    language = draft.flow.languages.hear(incoming.said)
    if language not in draft.flow.languages:
        return False
    _introduce(draft, incoming.said, language)
    return True


def language_chosen(draft: Draft, incoming: Incoming) -> bool:
    """Stage: a number at the question of the language chooses a language and answers nothing else:
    "two", "2 please"."""
    parser = draft.step.parser
    if draft.session.language or draft.doubtful or draft.step.slot != "language" or parser is None:
        return False
    if not draft.session.greeted or menu_numbers(incoming.said) is None:
        return False
    heard = parser.hear(incoming.said, draft.context.today)
    if heard is None or not heard.sure:
        return False
    take(draft, heard, incoming.said.raw)
    return True


def _is_under_way(draft: Draft) -> bool:
    session = draft.session
    return session.greeted or session.aside is not None or session.step != draft.flow.start


def _introduce(draft: Draft, said: Said, language: str | None) -> None:
    if language == "other":
        draft.say("other_language")
        return
    _speak_as(draft, language)
    if draft.session.language:
        draft.channel.greet()
        travel(draft)
    said = faq.answer_within(draft, said, first=True)
    intent = draft.flow.intents.hear(said, loosely=True)
    if answer_each_other(draft, said, intent, first=True):
        return
    if intent in MEETING:
        obey(draft, intent, said)
        return
    if intent in QUESTIONS:
        faq.answer(draft, intent, briefly=True)
    settle(draft)


def _speak_as(draft: Draft, language: str | None) -> None:
    if language and language in draft.flow.languages:
        speak(draft, language)
