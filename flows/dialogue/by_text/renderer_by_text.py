"""A text's side of a Draft: one message, in both languages until we know which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.dialogue.asides import aside as asides
from flows.dialogue.by_text import asking_by_text as asking
from flows.dialogue.by_text import results_by_text as results
from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import fall_silent
from flows.dialogue.steps.results import conclude
from flows.dialogue.steps.settle import call_back
from flows.model.events import OptedIn, OptedOut, ReplyWithheld
from flows.model.session import Aside, Disposition, Status
from flows.understanding.intents import Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said
from flows.wording.formatting import spoken_guess
from flows.wording.prompts import Prompts


class ByText:
    """Renderer of one text's Draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    @property
    def prompts(self) -> Prompts:
        return self._draft.flow.prompts

    @property
    def question(self) -> str:
        return self._draft.step.asks

    # Words

    def say(self, key: str, fields: Mapping[str, Any]) -> None:
        draft = self._draft
        draft.say_text(
            key,
            self.prompts.say(
                draft.worded(self.prompts, key),
                draft.session.language,
                mch=draft.context.policy.mch,
                **fields,
            ),
        )

    def say_filled(self, key: str, text: str) -> None:
        self._draft.say_text(key, text)

    def say_danger(self, kind: str) -> None:
        """The first time it says who is writing."""
        if not self._draft.session.greeted and len(self._draft.session.dangers) < 2:
            self._draft.say("safety_from")
        self._draft.say(f"safety.{kind}")

    def say_arranged(self) -> None:
        """The time is all that there is to say."""

    # Asking

    def greet(self) -> None:
        asking.greet(self._draft)

    def ask_question(self) -> None:
        asking.ask(self._draft)

    def ask_aside(self, aside: Aside) -> None:
        """After a danger its number is said again, in few words."""
        self._draft.asked = True
        if aside.kind == "safety" and aside.value:
            asking.say_danger_again(self._draft, aside)
        else:
            self._draft.say(f"asides.{aside.kind}")

    def ask_guess(self, slot: str, heard: Heard) -> None:
        prompts = self.prompts
        self._draft.say(
            "confirm_guess", guess=lambda language: spoken_guess(prompts, language, slot, heard)
        )
        self._draft.asked = True

    def ask_after_answering(self) -> None:
        """Results are not texted once more."""
        if self._draft.session.aside or not self._draft.step.waits:
            asides.ask(self._draft)

    def offer_after_danger(self, kind: str) -> None:
        self._draft.change(aside=Aside("safety", value=kind))
        self._draft.say("go_on")

    def offer_other_language(self) -> None:
        """A text is answered in the language in which it is written."""

    def offer_to_go_on(self) -> None:
        self._draft.say("go_on")
        self._draft.asked = True

    def program_name(self, program: str) -> str:
        found = self._draft.flow.catalogue.by_id[program]
        return found.short or found.said(self._draft.language).name

    def program_call(self, program: str) -> str:
        phones = self._draft.flow.catalogue.by_id[program].phones
        mch = self._draft.context.policy.mch
        return phones[0].number.replace("{mch}", mch) if phones else mch

    # Not understood

    def not_understood(self) -> None:
        asking.not_understood(self._draft)

    def aside_not_understood(self, aside: Aside) -> None:
        """An erasure that is not confirmed is dropped; the others ask again."""
        if self.is_too_barren():
            fall_silent(self._draft)
        elif aside.kind == "forget":
            asides.keep(self._draft, aside)
        else:
            asides.ask(self._draft)

    def is_too_barren(self) -> bool:
        return asking.is_too_barren(self._draft)

    def wake(self) -> None:
        self._draft.change(barren=0)

    def may_be_a_key(self, said: Said) -> bool:
        return False

    # Results

    def show_results(self) -> None:
        results.show(self._draft)

    def repeat_results(self) -> None:
        results.show(self._draft)

    def choose_result(self, said: Said) -> bool:
        return results.choose(self._draft, said)

    def tell_early(self, said: Said) -> bool:
        return results.tell_early(self._draft, said)

    def explain_results(self) -> None:
        results.explain(self._draft)

    def more_results(self) -> None:
        results.more(self._draft)

    def after_promised(self) -> None:
        """The results have been texted already."""

    # Commands

    def answer_in_brief(self, intent: Intent) -> bool:
        self._draft.say(f"asked.briefly.{intent.value}")
        return True

    def be_courteous(self, intent: Intent) -> None:
        """Two machines thanking each other are left to themselves."""
        draft = self._draft
        if self.is_too_barren():
            fall_silent(draft)
        elif draft.session.status is Status.COMPLETED:
            draft.say("thanks" if intent is Intent.THANKS else "results.again")
        else:
            asides.ask(draft)

    def stop(self, withheld: str) -> None:
        draft = self._draft
        draft.note(OptedOut(withheld or "words"))
        draft.change(aside=None, held_by="", held_until=None, held_told=False)
        draft.end(Status.STOPPED, Disposition.OPTED_OUT)
        self._confirm("stopped", withheld)

    def start(self, withheld: str) -> None:
        """The conversation can go on where it was."""
        draft = self._draft
        draft.note(OptedIn(withheld or "words"))
        draft.change(status=Status.WAITING, disposition=None)
        if draft.step.waits == "results":
            conclude(draft)
        self._confirm("started", withheld)

    def _confirm(self, key: str, withheld: str) -> None:
        if withheld:
            self._draft.note(ReplyWithheld(withheld))
        else:
            self._draft.say(key)

    def after_help(self) -> None:
        """The words are enough."""

    def step_back(self) -> bool:
        if not self._draft.session.entry:
            return False
        self._draft.change(entry=None, aside=None)
        asides.ask(self._draft)
        return True

    def skip_result(self) -> bool:
        return False

    def must_choose_first(self) -> bool:
        return False

    def reach_a_person(self) -> None:
        call_back(self._draft)

    # Ends

    def owes_only_safety(self) -> bool:
        return self._draft.context.opted_out

    def give_up(self) -> None:
        """The words name the number."""

    def after_erasing(self) -> None:
        """Nothing else ends."""
