"""Standing at a step: take an answer, and run to the next wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue.draft import Draft
from flows.dialogue.steps import callback
from flows.dialogue.steps.asking import acknowledge, fall_silent, wake
from flows.dialogue.steps.moves import advance, travel
from flows.model.events import GuessOffered, LanguageHeard, SessionRestarted
from flows.model.session import Answer, Aside, Status
from flows.understanding.parsers.base import Heard

ARRIVALS: Mapping[str, Callable[[Draft], None]] = {
    "results": lambda draft: draft.channel.show_results(),
    "promise": callback.promise,
}


def settle(draft: Draft) -> None:
    """Run to the next step that waits, and say what it has to say. A question in between is done
    with."""
    draft.change(aside=None)
    acknowledge(draft)
    travel(draft)
    if draft.step.waits:
        ARRIVALS[draft.step.waits](draft)
    else:
        draft.channel.ask_question()


def take(draft: Draft, heard: Heard, words: str, how: str = "told") -> None:
    """An answer to this step's question: into its slot, or "Did you mean ...?" first when it is
    only a good guess."""
    slot = draft.step.slot
    if not heard.sure and draft.channel.is_too_barren():
        fall_silent(draft)
        return
    if not heard.sure:
        draft.change(aside=Aside("confirm", slot, heard.value, heard.label, held=words))
        draft.note(GuessOffered(slot, heard.value))
        draft.channel.ask_guess(slot, heard)
        return
    wake(draft)
    if slot == "language":
        speak(draft, heard.value)
    else:
        draft.answer(slot, Answer(heard.value, words, how))
    if heard.beside:
        draft.say(
            "ack.outside",
            what=", ".join(
                dict.fromkeys(draft.words(f"labels.outside.{name}") for name in heard.beside)
            ),
        )
    move_on(draft)


def decline(draft: Draft, words: str, how: str) -> None:
    """ "I don't know" and SKIP are answers."""
    wake(draft)
    if draft.step.slot == "language":
        speak(draft, draft.flow.languages.first)
    elif draft.step.slot == "stage" and draft.value("stage") == "pregnancy_ended":
        draft.say("ack.skipped")  # a loss that was told stays told
    else:
        draft.answer(draft.step.slot, Answer(None, words, how))
        draft.say("ack.skipped")
    move_on(draft)


def move_on(draft: Draft) -> None:
    advance(draft, "next")
    settle(draft)


def speak(draft: Draft, language: str) -> None:
    if language != draft.session.language:
        draft.change(language=language)
        draft.note(LanguageHeard(language))


def restart(draft: Draft, why: str = "asked") -> None:
    """From the first question; the language stays."""
    draft.change(dropped=False)
    draft.remove(tuple(draft.session.answers), why)
    draft.note(SessionRestarted(why))
    draft.change(
        status=Status.WAITING, disposition=None, shown=0, reading=0, left=99, raised=(), dangers=()
    )
    advance(draft, "go_on")
    settle(draft)


def call_back(draft: Draft) -> None:
    """The questions of a call back; or what was promised already, and back to where they were."""
    draft.change(aside=None)
    if "callback" in draft.session.handoffs:
        if draft.session.status is not Status.COMPLETED and not draft.step.waits:
            draft.change(aside=Aside("safety"))
        callback.remind(draft)
    else:
        advance(draft, "call")
        settle(draft)
