"""Standing at a step: take an answer, and run to the next wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flows.dialogue import callback
from flows.dialogue import results_aloud as reading
from flows.dialogue import results_by_text as results
from flows.dialogue.asking import acknowledge, ask, fall_silent, too_barren, wake
from flows.dialogue.moves import advance, travel
from flows.dialogue.turn import Draft
from flows.model.events import GuessOffered, LanguageHeard, SessionRestarted
from flows.model.session import Answer, Aside, Status
from flows.understanding.parsers.base import Heard
from flows.wording.formatting import spoken_guess


def _show_results(draft: Draft) -> None:
    if draft.aloud:
        reading.begin(draft)
    else:
        results.show(draft)


ARRIVALS: Mapping[str, Callable[[Draft], None]] = {"results": _show_results, "promise": callback.promise}


def settle(draft: Draft) -> None:
    """Run to the next step that waits, and say what it has to say. A question in between is done with."""
    draft.change(aside=None)
    acknowledge(draft)
    travel(draft)
    ARRIVALS.get(draft.step.waits, ask)(draft)


def take(draft: Draft, heard: Heard, words: str, how: str = "told") -> None:
    """An answer to this step's question: into its slot, or "Did you mean ...?" first when it is only a good guess."""
    slot = draft.step.slot
    if not heard.sure and too_barren(draft):
        fall_silent(draft)
        return
    if not heard.sure:
        draft.change(aside=Aside("confirm", slot, heard.value, heard.label, held=words))
        draft.note(GuessOffered(slot, heard.value))
        confirm(draft, slot, heard)
        return
    wake(draft)
    if slot == "language":
        speak(draft, heard.value)
    else:
        draft.answer(slot, Answer(heard.value, words, how))
    move_on(draft)


def confirm(draft: Draft, slot: str, heard: Heard) -> None:
    """ "Did you mean East Hartford?" """
    prompts, key = draft.prompts, "asides.confirm" if draft.aloud else "confirm_guess"
    draft.say(key, guess=lambda language: spoken_guess(prompts, language, slot, heard))
    draft.asked = True


def decline(draft: Draft, words: str, how: str) -> None:
    """ "I don't know" and SKIP are answers."""
    wake(draft)
    if draft.step.slot == "language":
        speak(draft, "en")
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
    draft.change(status=Status.WAITING, disposition=None, shown=0, reading=0, left=99, raised=(), dangers=())
    advance(draft, "go_on")
    settle(draft)
