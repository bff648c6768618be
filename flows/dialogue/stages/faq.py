"""What people ask of us, at any step: answered in a sentence or two, and what we wait for is asked
again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.steps.asking import wake
from flows.dialogue.steps.callback import CALLBACK_SLOTS
from flows.dialogue.steps.settle import decline, speak
from flows.model.context import Window
from flows.model.events import IntentHeard
from flows.understanding.intents import Intent
from flows.understanding.parsers.shared.unsure import asks_back, declines
from flows.understanding.text.utterance import Said
from flows.wording.formatting import spoken_opening, spoken_window

_BETWEEN = re.compile(r"(?<=[.?!;,\n])|(?=¿)")
# One word between commas ("diapers, free, whatever") is no question.
_LEAST_WORDS = 2
# More than there are questions, so that it is said how many are left. After the other answers it is
# not: they are long enough.
ANY_NUMBER = 99


def questions_back(draft: Draft, incoming: Incoming) -> bool:
    """Stage: answer the questions within a text that is no command; what else it says goes on, if
    it says anything."""
    if incoming.intent is not None or not draft.session.language:
        return False
    rest = answer_within(draft, incoming.said)
    if rest is incoming.said:
        return False
    incoming.leave(rest)
    if not rest.tokens and refuses_beside(draft, incoming.whole):
        decline(draft, incoming.whole.raw, "declined")
        return True
    if not rest.tokens:
        draft.channel.ask_after_answering()
    return not rest.tokens


def refuses_beside(draft: Draft, said: Said) -> bool:
    """Whether a sentence beside the question says that the step gets no answer: "Why? I'd rather
    skip."."""
    if draft.step.parser is None or draft.session.aside or draft.step.slot in CALLBACK_SLOTS:
        return False
    parts = [Said(part) for part in _BETWEEN.split(said.raw)]
    return any(declines(part) and "?" not in part.plain and not asks_back(part) for part in parts)


def answer_within(draft: Draft, said: Said, *, first: bool = False) -> Said:
    """Answer the questions that are whole sentences; what else was said is left, the text itself
    where none was asked."""
    asked, left = _take_apart(draft, said)
    if asked:
        speak_as_they_do(draft, said)
    for intent in asked:
        answer(draft, intent, briefly=first or bool(left.tokens))
    return left


def reply(draft: Draft, intent: Intent) -> None:
    """The answer, and what we wait for."""
    _tell(draft, intent)
    left = len(draft.open_slots()) - 1
    draft.change(left=ANY_NUMBER if intent is Intent.HOW_LONG else min(left, draft.session.left))
    draft.channel.ask_after_answering()


def speak_as_they_do(draft: Draft, said: Said) -> None:
    """A question is answered in the language in which it is asked."""
    language = draft.flow.languages.hear(said)
    if (
        draft.session.language
        and language
        and language in draft.flow.languages
        and not draft.doubtful
    ):
        speak(draft, language)


def answer(draft: Draft, intent: Intent, *, briefly: bool) -> None:
    """The answer beside something else; by text in few words then, so that all of it is no longer
    than it should be."""
    wake(draft)
    draft.note(IntentHeard(intent.value))
    if not (briefly and draft.channel.answer_in_brief(intent)):
        _tell(draft, intent)


def _tell(draft: Draft, intent: Intent) -> None:
    if intent is Intent.OFFICE:
        _tell_hours(draft)
    else:
        draft.say(f"asked.{intent.value}")


def _take_apart(draft: Draft, said: Said) -> tuple[list[Intent], Said]:
    intents = draft.flow.intents
    if whole := intents.question(said):
        return [whole], Said("")
    asked: dict[Intent, None] = {}
    left = ""
    for part in _BETWEEN.split(said.raw):
        sentence = Said(part)
        intent = intents.question(sentence) if len(sentence.tokens) >= _LEAST_WORDS else None
        if intent:
            asked[intent] = None
        else:
            left += part
    return list(asked), Said(left) if asked else said


def _tell_hours(draft: Draft) -> None:
    """Where we are, whether it is open, and when it is next; hours are named only where they are
    known."""
    office, today = draft.context.office, draft.context.today
    opening = _next_opening(
        [window for window in office.windows if not office.open or window.start.date() > today]
    )
    if opening is None:
        draft.say("asked.office.unknown")
        return
    prompts = draft.prompts
    if office.open:
        draft.say(
            "asked.office.open", when=lambda language: spoken_window(prompts, language, opening)
        )
    else:
        draft.say(
            "asked.office.closed", when=lambda language: spoken_opening(prompts, language, opening)
        )


def _next_opening(windows: Sequence[Window]) -> Window | None:
    """The first, as long as it goes on: morning and afternoon are one."""
    if not windows:
        return None
    opening = windows[0]
    for window in windows[1:]:
        if window.start == opening.end:
            opening = replace(opening, end=window.end)
    return opening
