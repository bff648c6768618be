"""A call's side of a Draft: short prompts, each in one language, then the keys or words that answer
them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.dialogue.aloud import asking_aloud as asking
from flows.dialogue.aloud import bounds
from flows.dialogue.aloud import follow_up_aloud as follow_up
from flows.dialogue.aloud import reach_a_person as people
from flows.dialogue.aloud import results_aloud as results
from flows.dialogue.asides import aside as asides
from flows.dialogue.draft import Draft
from flows.model.call_events import CallEnded
from flows.model.events import Prompted
from flows.model.session import Aside
from flows.understanding.intents import Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.text.utterance import Said
from flows.wording.formatting import spoken_guess
from flows.wording.prompts import Prompts
from flows.wording.sms_encoding import safe
from flows.wording.voice_prompts import aloud

# Keys after which what to do need not be said once more in the same turn.
SAYS_A_NUMBER = ("safety.", "hold.fault", "hold.talk")


class Aloud:
    """Renderer of one callback's Draft. What it leaves unasked, `call` asks at the end of the
    turn."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    @property
    def prompts(self) -> Prompts:
        return self._draft.flow.voice.prompts

    @property
    def question(self) -> str:
        entry = self._draft.session.entry
        return entry.part if entry and entry.part else self._draft.step.asks

    # Words

    def say(self, key: str, fields: Mapping[str, Any]) -> None:
        """Before we know the language, by one voice after the other."""
        language = self._draft.session.language
        for each in (language,) if language else self._draft.flow.languages:
            self._draft.say_in(each, key, **fields)

    def say_filled(self, key: str, text: str) -> None:
        """Numbers and capitals are said as they are spoken."""
        language, prompts = self._draft.session.language, self.prompts

        def say_as(capitals: str) -> str:
            known = f"say_as.{capitals}"
            return prompts.say(known, language) if known in prompts else " ".join(capitals)

        self._draft.note(Prompted(key, safe(aloud(text, say_as)), language))

    def say_danger(self, kind: str) -> None:
        """The offer to be connected comes second: whoever is in danger may not listen for long."""
        self._draft.say(f"safety.{kind}.1")
        if kind in self._draft.flow.safety.lines:
            self._draft.say("asides.safety_connect")
        self._draft.say(f"safety.{kind}.2")

    def say_arranged(self) -> None:
        self._draft.say("promise.call")

    # Asking

    def greet(self) -> None:
        asking.greet(self._draft)

    def ask_question(self) -> None:
        asking.ask(self._draft)

    def ask_aside(self, aside: Aside) -> None:
        """After a danger what to do is said again, where this turn has not said it."""
        said = any(map(self._has_said, SAYS_A_NUMBER))
        if aside.kind.startswith("safety") and aside.value and not said:
            self._draft.say(f"safety_short.{aside.value}")
        if not self._has_said(f"asides.{aside.kind}"):
            key = f"asides.{aside.kind}{self._variant(aside)}"
            self._draft.say(key, **follow_up.fields(self._draft, aside))
        self._draft.asked = True

    def _variant(self, aside: Aside) -> str:
        """What cannot be done is not offered."""
        draft = self._draft
        if aside.kind in ("stuck", "stuck_text") and not bounds.may_ring(draft):
            return "_alone" if draft.context.withheld else "_later"
        return "_no_text" if aside.kind in ("quiet", "help") and not draft.can_text else ""

    def _has_said(self, start: str) -> bool:
        return any(
            event.key.startswith(start)
            for event in self._draft.events
            if isinstance(event, Prompted)
        )

    def ask_guess(self, slot: str, heard: Heard) -> None:
        prompts = self.prompts
        self._draft.say(
            "asides.confirm", guess=lambda language: spoken_guess(prompts, language, slot, heard)
        )
        self._draft.asked = True

    def ask_after_answering(self) -> None:
        """The end of the turn asks."""

    def offer_after_danger(self, kind: str) -> None:
        """To be connected with the help line, where there is one for this danger."""
        line = kind in self._draft.flow.safety.lines
        self._draft.change(aside=Aside("safety_connect" if line else "safety", value=kind))

    def offer_other_language(self) -> None:
        languages = self._draft.flow.languages
        own = self._draft.session.language or languages.first
        for other in (each for each in languages if each != own):
            self._draft.say_in(other, "opening.other")

    def offer_to_go_on(self) -> None:
        self._draft.say("promise.menu")
        self._draft.asked = True

    def program_name(self, program: str) -> str:
        return self.prompts.say(f"programs.{program}.name", self._draft.language)

    def program_call(self, program: str) -> str:
        key, mch = f"programs.{program}.call", self._draft.spoken_mch
        return self.prompts.say(key, self._draft.language, mch=mch)

    # Not understood

    def not_understood(self) -> None:
        self._draft.unheard = "unclear"

    def aside_not_understood(self, aside: Aside) -> None:
        self.not_understood()

    def is_too_barren(self) -> bool:
        """A call has its own series of plainer prompts instead, which ends it."""
        return False

    def wake(self) -> None:
        self._draft.change(barren=0, misses=0, silences=0)

    def may_be_a_key(self, said: Said) -> bool:
        """ "Six" for the ages of the children: six years, six months, or a key?"""
        draft = self._draft
        part = draft.flow.keypad.part(draft.step.asks, draft.session.entry)
        numbers = menu_numbers(said) if part.words_first else None
        return numbers is not None and len(numbers.picked) == 1

    # Results

    def show_results(self) -> None:
        results.begin(self._draft)

    def repeat_results(self) -> None:
        """Where nothing was found and something was not understood, only what can be done."""
        if self._has_said("lead.") and not self._draft.session.reading:
            results.menu(self._draft)
        else:
            results.again(self._draft)

    def choose_result(self, said: Said) -> bool:
        return results.choose(self._draft, said)

    def tell_early(self, said: Said) -> bool:
        return results.tell_early(self._draft, said)

    def explain_results(self) -> None:
        results.why(self._draft)

    def more_results(self) -> None:
        results.next_one(self._draft)

    def after_promised(self) -> None:
        if not self._draft.session.dropped:
            results.menu(self._draft)

    # Commands

    def answer_in_brief(self, intent: Intent) -> bool:
        """What is said aloud is brief already."""
        return False

    def be_courteous(self, intent: Intent) -> None:
        """START says how: it has to come as a text from the phone itself."""
        if intent is Intent.START:
            self.start("")
        else:
            asides.ask(self._draft)

    def stop(self, withheld: str) -> None:
        people.stop_texts(self._draft)

    def start(self, withheld: str) -> None:
        self._draft.say("started")

    def after_help(self) -> None:
        if self._draft.session.aside is None and not self._draft.context.withheld:
            self._draft.change(aside=Aside("help"))

    def step_back(self) -> bool:
        """Within a question, or to the program before."""
        session = self._draft.session
        if results.at_the_list(self._draft) and results.previous(self._draft):
            return True
        if not (session.entry or session.aside):
            return False
        self._draft.change(entry=None, aside=None)
        asides.ask(self._draft)
        return True

    def skip_result(self) -> bool:
        if self._draft.step.waits != "results" or self._draft.session.aside:
            return False
        results.next_one(self._draft)
        return True

    def must_choose_first(self) -> bool:
        if not self._draft.session.dropped:
            return False
        self._draft.change(aside=Aside("paused"))
        asides.ask(self._draft)
        return True

    def reach_a_person(self) -> None:
        people.reach(self._draft)

    # Ends

    def owes_only_safety(self) -> bool:
        """A caller has called us: whoever stopped our texts is still spoken with."""
        return False

    def give_up(self) -> None:
        people.put_through(self._draft)

    def after_erasing(self) -> None:
        self._draft.note(CallEnded("erased"))
