"""Draft: mutable builder of one turn, with the session as it changes, its events and its
renderer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from flows.dialogue.channel import Renderer
from flows.dialogue.follow_up import plan
from flows.dialogue.turn import Turn
from flows.flow import Flow, Step
from flows.model.context import Context
from flows.model.events import Answered, AnswersRemoved, AnyEvent, Prompted, SessionEnded
from flows.model.session import Answer, Disposition, Session, Status
from flows.model.waits import Wait
from flows.programs.matching import mentions
from flows.programs.program import Program
from flows.programs.verdict import Verdict, without
from flows.understanding.places.place_names import ELSEWHERE
from flows.wording.prompts import Prompts
from flows.wording.sms_encoding import safe
from flows.wording.voice_prompts import spoken_number

# How sure speech recognition must be, from 0 to 1. Below that an answer is confirmed, not assumed.
SURE = 0.5
SURE_OF_A_NAME = 0.8


class Draft:
    """Mutable builder of one Turn; every stage of the dialogue writes to it, and `finish` freezes
    it.

    `told` are the slots answered in this turn. Of a call: `confidence` of the speech recognition (0
    to 1), whether what we wait for was `asked` already, which series of plainer prompts is due
    because the input was `unheard` ("silent" or "unclear"), and for how many seconds the answer is
    waited for (`patience`; 0: as usual).
    """

    def __init__(
        self, flow: Flow, session: Session, context: Context, renderer: Callable[[Draft], Renderer]
    ) -> None:
        self.flow = flow
        self.context = context
        self.session = session
        self.events: list[AnyEvent] = []
        self.told: list[str] = []
        self.confidence = 1.0
        self.asked = False
        self.unheard = ""
        self.patience = 0
        self.wait: Wait | None = None
        self._verdicts: tuple[Verdict, ...] | None = None
        self._open: frozenset[str] | None = None
        self.channel: Renderer = renderer(self)

    @property
    def language(self) -> str:
        """The person's language, or the first of all while it is not known."""
        return self.session.language or self.flow.languages.first

    @property
    def step(self) -> Step:
        return self.flow.steps[self.session.step]

    @property
    def question(self) -> str:
        """The question, or the part of it, that is asked now; a text is asked the whole."""
        return self.channel.question

    @property
    def prompts(self) -> Prompts:
        return self.channel.prompts

    @property
    def doubtful(self) -> bool:
        """Whether the words may have been misheard. A name is easily misheard, and hard to correct
        later."""
        return self.confidence < (SURE_OF_A_NAME if self.step.slot == "callback_name" else SURE)

    @property
    def can_text(self) -> bool:
        """Whether a text can and may reach this person."""
        return not (self.context.withheld or self.context.opted_out or self.session.textless)

    def change(self, **fields: Any) -> None:
        self.session = replace(self.session, **fields)

    def note(self, event: AnyEvent) -> None:
        self.events.append(event)

    def say(self, key: str, **fields: Any) -> None:
        """Words the prompt `key` for this channel, in the person's language; in both before that is
        known."""
        self.channel.say(key, fields)

    def worded(self, prompts: Prompts, key: str) -> str:
        """The key of the words to use: where they speak for somebody else, those about her, if
        there are any."""
        theirs = f"theirs.{key}"
        return theirs if self.value("about") and theirs in prompts else key

    def say_in(self, language: str, key: str, **fields: Any) -> None:
        """Aloud, in this language."""
        self.note(Prompted(key, safe(self.spoken(key, language, **fields)), language))

    @property
    def spoken_mch(self) -> str:
        return spoken_number(self.context.policy.mch)

    def spoken(self, key: str, language: str, **fields: Any) -> str:
        """Words for the ear; numbers digit by digit."""
        texts = spoken_number(self.context.policy.texts_to)
        prompts = self.flow.voice.prompts
        return prompts.say(
            self.worded(prompts, key), language, mch=self.spoken_mch, texts=texts, **fields
        )

    def say_text(self, key: str, text: str) -> None:
        self.note(Prompted(key, safe(text, self.context.policy.gsm7_only)))

    def words(self, key: str, **fields: Any) -> str:
        """Words to be part of others, on this channel."""
        return self.prompts.say(key, self.language, mch=self.context.policy.mch, **fields)

    def written(self, key: str, **fields: Any) -> str:
        """Words to be part of a text, whatever the channel."""
        return self.flow.prompts.say(key, self.language, mch=self.context.policy.mch, **fields)

    def answer(self, slot: str, answer: Answer) -> None:
        given = replace(answer, turn=self.session.turn)
        self.change(answers={**self.session.answers, slot: given})
        self.note(Answered(slot, given))
        self.told.append(slot)
        self._forget_results()

    def leave_off(self, program: str) -> None:
        """A program that they are in already: it is offered no more."""
        if program not in self.session.has:
            self.change(has=(*self.session.has, program))
            self._forget_results()

    def remove(self, slots: tuple[str, ...], why: str) -> None:
        if gone := tuple(slot for slot in slots if slot in self.session.answers):
            self.change(answers={k: v for k, v in self.session.answers.items() if k not in gone})
            self.note(AnswersRemoved(gone, why))
            self._forget_results()

    def _forget_results(self) -> None:
        self._verdicts = self._open = None

    def value(self, slot: str) -> Any:
        answer = self.session.answers.get(slot)
        return answer.value if answer else None

    def raise_topics(self, topics: frozenset[str]) -> None:
        """Remember what the person raised by themselves, and we would never ask."""
        if new := topics - set(self.session.raised):
            self.change(raised=(*self.session.raised, *sorted(new)))
            self._forget_results()

    def end(self, status: Status, disposition: Disposition) -> None:
        if (self.session.status, self.session.disposition) != (status, disposition):
            self.change(status=status, disposition=disposition)
            self.note(SessionEnded(status, disposition))

    def verdicts(self) -> tuple[Verdict, ...]:
        if self._verdicts is None:
            judged = self.flow.judge.verdicts(self.session.answers, self.context.today)
            self._verdicts = self._left_off(judged)
        return self._verdicts

    def _left_off(self, judged: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
        """Not shown: what they are in already; and who lives outside the State is not sent to its
        programs."""
        if self.value("town") == ELSEWHERE:
            return without(judged, {verdict.program for verdict in judged})
        return without(judged, self.session.has) if self.session.has else judged

    def open_slots(self) -> frozenset[str]:
        if self._open is None:
            raised = frozenset(self.session.raised)
            self._open = self.flow.judge.open_slots(
                self.session.answers, self.context.today, raised
            )
        return self._open

    def mentioned(self) -> tuple[Program, ...]:
        """What we do not match but know of; nothing of the State's for who lives outside it."""
        if self.value("town") == ELSEWHERE:
            return ()
        return mentions(self.flow.catalogue, self.session.answers, frozenset(self.session.raised))

    def finish(self) -> Turn:
        plan.keep(self)
        session, events = self.session, tuple(self.events)
        moved = replace(
            session, turn=session.turn + 1, seq=session.seq + len(events), heard=self.context.now
        )
        return Turn(moved, events, self.wait)
