"""A mother who allowed us to ask how it went, and the workers that ask her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.follow_up_turns import take_due, what_is_due
from bot.conversation.turns import Desk
from flows.model.call_events import TextQueued
from flows.model.events import AnyEvent
from flows.model.follow_up import FollowUp
from tests.bot.casework import Clock
from tests.bot.sending import Person

# A Monday, 11 in the morning, and the same hour a week later, when the question is due.
BEGINS = datetime.fromisoformat("2026-11-30T16:00:00+00:00")
A_WEEK = timedelta(days=7)
TO_THE_LIST = ("hi", "1", "march 15", "1", "06106", "1", "1", "3")
EN_ASKS = "did you reach"


@dataclass
class Mother(Person):
    """Texts as a person does; the worker takes what is due of her."""

    def reaches_the_list(self) -> Mother:
        for text in TO_THE_LIST:
            self.says(text)
        return self

    def agrees(self) -> Mother:
        self.reaches_the_list()
        self.says("thanks")
        self.says("1")
        assert self.follow.goes_on
        return self

    @property
    def follow(self) -> FollowUp:
        record = self.record
        assert record is not None
        return record.session.follow

    def is_due(self) -> bool:
        """One worker looks once; whether it took a turn."""
        if self.desk.texting_until(self.desk.clock()) is None:
            return False
        text = what_is_due(self.desk, self.contact)
        return text is not None and take_due(self.desk, text) is not None

    @property
    def queued(self) -> list[str]:
        """The words that we queued by ourselves, in order."""
        return [event.text for event in self.facts if _is_ours(event)]


def _is_ours(event: AnyEvent) -> bool:
    return isinstance(event, TextQueued) and event.why.startswith("follow_up")


def a_mother(desk: Desk, number: str = "+18605550199") -> Mother:
    return Mother(desk, number)


__all__ = ["A_WEEK", "BEGINS", "Clock", "Mother", "a_mother"]
