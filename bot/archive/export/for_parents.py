"""Everything that is kept of a person, as a letter to that person: in their language, without ids
and without names of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.archive.export.export_format import Conversation, Person, ToldAnswer, ToldTurn
from bot.office import ZONE
from flows.flow import Flow
from flows.model import inputs
from flows.model.call_events import RecordingLeft, RecordingTranscribed, TextQueued
from flows.model.events import InputReceived, Prompted
from flows.model.staff_events import StaffWrote
from flows.understanding.parsers.base import Heard
from flows.wording.formatting import spoken_date, spoken_guess

_RULE = "-" * 60


def language_of(told: Person, flow: Flow) -> str:
    """That of their latest conversation; the first of ours where none is known."""
    spoken = [each.language for each in told.conversations if each.language in flow.languages]
    return spoken[-1] if spoken else flow.languages.first


def letter(told: Person, flow: Flow, language: str = "") -> str:
    """The letter, as plain text. Times are the office's."""
    return "\n".join(_Letter(flow, language or language_of(told, flow)).lines(told)) + "\n"


@dataclass(frozen=True)
class _Letter:
    flow: Flow
    language: str

    def lines(self, told: Person) -> Iterator[str]:
        yield self._say("title", number=told.number or "?")
        yield self._say("since", when=self._when(told.known_since))
        if told.opted_out:
            when = self._when(told.opted_at) if told.opted_at else "?"
            yield self._say("stopped", when=when)
        for each in told.conversations:
            yield from ("", _RULE, *self._conversation(each))

    def _conversation(self, told: Conversation) -> Iterator[str]:
        yield self._say("talk", start=self._when(told.began), end=self._when(told.last))
        answers = [
            (step.slot, told.answers[step.slot])
            for step in self.flow.steps.values()
            if step.slot in told.answers and step.slot != "language"
        ]
        if answers:
            yield from ("", self._say("answers"))
        for slot, answer in dict(answers).items():
            yield f"  {self._own(f'steps.{slot}')}: {self._value(slot, answer)}"
        if told.programs:
            names = ", ".join(self._program(each) for each in told.programs)
            yield from ("", self._say("programs", names=names))
        for each in told.handoffs:
            yield self._say("person", when=self._when(each.opened))
            if each.closed:
                yield self._say("person_done", when=self._when(each.closed))
        if told.notes:
            yield from ("", self._say("notes"))
        for note in told.notes:
            yield from self._block(self._when(note.at), note.text)
        yield from ("", self._say("said"))
        for turn in told.turns:
            for who, words in self._spoken(turn):
                yield from self._block(f"{self._when(turn.at)}, {who}", words)

    def _spoken(self, turn: ToldTurn) -> Iterator[tuple[str, str]]:
        """What each said, in order; what went on inside is of no use to the reader."""
        by = "us"
        for event in turn.events:
            match event:
                case InputReceived(input=came) if words := self._heard(came):
                    yield self._say("you"), words
                case StaffWrote():
                    by = "colleague"
                case Prompted(text=text):
                    yield self._say("us"), text
                case TextQueued(text=text):
                    yield self._say(by), text
                    by = "us"
                case RecordingLeft(seconds=seconds):
                    yield self._say("you"), self._say("recording", n=seconds)
                case RecordingTranscribed(words=words):
                    yield self._say("you"), self._say("written", words=words)

    def _heard(self, came: inputs.Input) -> str:
        match came:
            case inputs.Text(body=body):
                return body
            case inputs.Speech(words=words):
                return words
            case inputs.Digits(keys=keys):
                return self._say("keys", keys=keys)
            case inputs.Ring():
                return self._say("called")
            case _:
                return ""

    def _value(self, slot: str, answer: ToldAnswer) -> str:
        """As it was understood, and in quotes the words it came from."""
        value: Any = answer.value
        if value is None or value == []:
            understood = self._say("no_answer")
        else:
            understood = spoken_guess(self.flow.prompts, self.language, slot, Heard(value))
        words = " ".join(answer.words.split())
        return f'{understood} ("{words}")' if words else understood

    def _program(self, program: str) -> str:
        known = self.flow.catalogue.by_id.get(program)
        return known.said(self.language).name if known and known.words else program

    def _when(self, at: datetime) -> str:
        local = at.astimezone(ZONE)
        day = spoken_date(self.flow.prompts, self.language, local.date())
        return self._say("when", day=day, year=local.year, time=f"{local:%H:%M}")

    def _say(self, key: str, **fields: Any) -> str:
        return self._own(f"copy.{key}", **fields)

    def _own(self, key: str, **fields: Any) -> str:
        return self.flow.prompts.say(key, self.language, **fields)

    @staticmethod
    def _block(head: str, said: str) -> Iterator[str]:
        yield f"  {head}"
        yield from (f"      {line}" for line in said.splitlines() or [""])
