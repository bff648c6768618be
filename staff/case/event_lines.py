"""Events as lines that staff read, in the labels of the console; the lines themselves stand in
`flows.model.described.event_table`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flows.flow import Flow
from flows.model.described.event_table import line
from flows.model.described.event_text import fill, spaced
from flows.model.described.input_table import INPUTS
from flows.model.events import AnyEvent
from flows.model.inputs import Input
from staff.case.answer_lines import in_words
from staff.case.matches import short_name
from staff.frame import labels as english
from staff.frame.clock import window
from staff.frame.times import eastern


class ConsoleLabels:
    """`flows.model.described.event_text.Labels` as the console has them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def language(self, code: str) -> str:
        return self._flow.languages.name(code)

    def slot(self, slot: str) -> str:
        return english.place(self._flow.prompts, slot)

    def value(self, slot: str, value: Any) -> str:
        return in_words(self._flow.prompts, slot, value)

    def how(self, how: str) -> str:
        return english.HOW[how]

    def place(self, step: str) -> str:
        return english.place(self._flow.prompts, step)

    def intent(self, intent: str) -> str:
        return english.INTENTS.get(intent, spaced(intent))

    def danger(self, kind: str) -> str:
        return english.DANGERS.get(kind, spaced(kind))

    def handoff(self, reason: str) -> str:
        return english.handoff(reason)

    def program(self, program: str) -> str:
        return short_name(self._flow, program)

    def covered_by(self, program: str) -> str:
        known = self._flow.catalogue.by_id.get(program)
        return known.unless_fits if known else ""

    def transfer(self, outcome: str) -> str:
        return english.TRANSFERS.get(outcome, spaced(outcome))

    def referral(self, state: str) -> str:
        return english.REFERRALS.get(state, spaced(state))

    def disposition(self, disposition: str) -> str:
        return english.DISPOSITIONS[disposition]

    def time(self, at: datetime) -> str:
        return eastern(at)

    def window(self, start: datetime, end: datetime) -> str:
        return window(start, end)


def in_line(flow: Flow, event: AnyEvent) -> str:
    """The event as a line; nothing for one that is shown otherwise."""
    return line(event, ConsoleLabels(flow))


def said(flow: Flow, came: Input) -> tuple[str, str]:
    """The words, and how they came."""
    described, labels = INPUTS[type(came)], ConsoleLabels(flow)
    return fill(described.words, came), fill(described.came, came, labels)
