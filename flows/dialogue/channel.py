"""What a text and a call do differently: one interface, with a renderer for each channel.

A Draft chooses its renderer once, by `Context.channel` (see `renderers`); no other module asks
which channel it is on.
`by_text.renderer` and `aloud.renderer` implement it, each bound to one Draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from flows.model.session import Aside
from flows.understanding.intents import Intent
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said
from flows.wording.prompts import Prompts


class Renderer(Protocol):
    """One channel's side of a Draft. A text is one message, asked whole; a call is short prompts,
    asked in parts."""

    @property
    def prompts(self) -> Prompts:
        """The words of this channel."""

    @property
    def question(self) -> str:
        """The key of the question, or of the part of it, that is asked now."""

    # Words

    def say(self, key: str, fields: Mapping[str, Any]) -> None:
        """Note the prompt `key` as said."""

    def say_filled(self, key: str, text: str) -> None:
        """Words that are filled already, in the person's language."""

    def say_danger(self, kind: str) -> None:
        """What to do about this kind of danger."""

    def say_arranged(self) -> None:
        """What follows the time of a promised call back."""

    # Asking

    def greet(self) -> None:
        """Who we are, once."""

    def ask_question(self) -> None:
        """The step's question, with how many may follow."""

    def ask_aside(self, aside: Aside) -> None:
        """The question in between."""

    def ask_guess(self, slot: str, heard: Heard) -> None:
        """ "Did you mean East Hartford?" """

    def ask_after_answering(self) -> None:
        """What we wait for, after a question of theirs was answered. A call asks by itself at the
        end of the turn."""

    def offer_after_danger(self, kind: str) -> None:
        """The way on after a danger: a question in between that keeps the place."""

    def offer_other_language(self) -> None:
        """In the other language: which key leads to it."""

    def offer_to_go_on(self) -> None:
        """After a promise: a way back to the questions."""

    def program_name(self, program: str) -> str:
        """What a program is called on this channel, in the person's language."""

    def program_call(self, program: str) -> str:
        """How it is reached: by text its number, aloud whom to call."""

    # Not understood

    def not_understood(self) -> None:
        """One step down the series of plainer prompts."""

    def aside_not_understood(self, aside: Aside) -> None:
        """The same for a question in between that is not about a guess."""

    def is_too_barren(self) -> bool:
        """Count one more turn that led nowhere; True if that was one too many (two robots
        talking)."""

    def wake(self) -> None:
        """Forget what was counted of turns that led nowhere."""

    def may_be_a_key(self, said: Said) -> bool:
        """Whether a lone number may be the key of a menu instead of the answer."""

    # Results

    def show_results(self) -> None:
        """The results for the first time."""

    def repeat_results(self) -> None:
        """The results again, where they stand."""

    def choose_result(self, said: Said) -> bool:
        """A number, a name or a choice of the menu; False if the words are none of these."""

    def tell_early(self, said: Said) -> bool:
        """A program named before there are results: what it is; False if none is named."""

    def explain_results(self) -> None:
        """WHY: the reasons."""

    def more_results(self) -> None:
        """MORE: the next."""

    def after_promised(self) -> None:
        """Back at the results, after a call back was promised."""

    # Commands

    def answer_in_brief(self, intent: Intent) -> bool:
        """Answer a question of theirs in few words, where this channel has such words."""

    def be_courteous(self, intent: Intent) -> None:
        """Thanks, a greeting, a START where nothing was stopped: answered, and never the start of
        anything."""

    def stop(self, withheld: str) -> None:
        """No more texts; no confirmation if it is `withheld`, for that reason."""

    def start(self, withheld: str) -> None:
        """Texts again, after a stop."""

    def after_help(self) -> None:
        """What HELP offers besides its words."""

    def step_back(self) -> bool:
        """BACK within a question: True if there was a part, or a question in between, to leave."""

    def skip_result(self) -> bool:
        """SKIP at the results; False where it means nothing there."""

    def must_choose_first(self) -> bool:
        """After a dropped call: ask whether to go on, and True, because BACK and SKIP would name a
        question."""

    def reach_a_person(self) -> None:
        """A person: now, or later."""

    # Ends

    def owes_only_safety(self) -> bool:
        """Whether this person stopped our texts, so that one safety reply is all they may get."""

    def give_up(self) -> None:
        """After an error of the program: to a person, where the channel can."""

    def after_erasing(self) -> None:
        """What an erasure ends."""
