"""The conversation as bubbles: texts and calls in one stream, with what was understood and what
became of each text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.archive.read.case import KeptDelivery, KeptRecording, KeptTurn
from bot.archive.read.lists.need_queries import LOST
from flows.flow import Flow
from flows.model import call_events as calls
from flows.model import events
from flows.model.described.event_table import EVENTS, Shown
from flows.model.events import AnyEvent
from flows.model.inputs import Dialled, Hangup, Ring
from flows.model.staff_events import StaffWrote
from staff.case.event_lines import in_line, said
from staff.frame import labels as english

Who = Literal["parent", "bot", "staff", "fact"]
Names = Mapping[int | str, str]

# What the line did is told by a fact of the same turn, and is nothing that a parent said.
TOLD_BY: Mapping[type, type] = {
    Ring: calls.CallOpened,
    Dialled: calls.TransferEnded,
    Hangup: calls.CallClosed,
}


class Part(Struct, frozen=True):
    words: str
    lang: str


class Bubble(Struct):
    """One thing said, or with `who` = fact one that happened. `id` counts within the conversation.

    `label` says how it came; `notes` what was made of it; `state` what became of the text;
    `recording` is a reference.
    """

    id: str
    turn: int
    who: Who
    at: datetime
    channel: str
    place: str
    parts: list[Part]
    label: str = ""
    notes: list[str] = []
    tone: Literal["", "danger", "warning"] = ""
    state: str = ""
    lost: bool = False
    recording: str = ""


def bubbles(
    flow: Flow,
    turns: Sequence[KeptTurn],
    deliveries: Sequence[KeptDelivery],
    recordings: Sequence[KeptRecording],
    names: Names = MappingProxyType({}),
) -> Sequence[Bubble]:
    """In the order of the conversation. `names` are those of the staff, by id and by e-mail
    address."""
    by_name = {each.send_id: each for each in deliveries if each.send_id}
    usable = {each.reference for each in recordings if each.state not in ("absent", "failed")}
    found: list[Bubble] = []
    place = ""
    for turn in turns:
        found += _Turn(flow, turn, place, by_name, usable, names).bubbles()
        place = turn.step
    _tell_states(found, [each for each in deliveries if not each.send_id])
    return found


def read_events(stored: Iterable[Any]) -> Iterable[tuple[int, AnyEvent | str]]:
    """The facts with their places; of one that this version does not know, its name."""
    for i, each in enumerate(stored):
        try:
            yield i, msgspec.convert(each, AnyEvent)
        except msgspec.ValidationError:
            yield i, str(each.get("event", "")) if isinstance(each, dict) else ""


class _Turn:
    """One turn as it becomes bubbles."""

    def __init__(
        self,
        flow: Flow,
        turn: KeptTurn,
        place: str,
        by_name: Mapping[str, KeptDelivery],
        usable: set[str],
        names: Names,
    ) -> None:
        self._flow, self._turn, self._place = flow, turn, place or turn.step
        self._by_name, self._usable, self._names = by_name, usable, names
        self._events = list(read_events(turn.events))
        self._found: list[Bubble] = []
        self._heard: Bubble | None = None
        self._author = ""

    def bubbles(self) -> list[Bubble]:
        for i, event in self._events:
            self._add(i, _named(event, self._names))
        return self._found

    def _add(self, i: int, event: AnyEvent | str) -> None:
        match event:
            case str():
                self._fact(i, f"Something this version does not know: {english.spaced(event)}")
            case events.InputReceived(input=came) if self._is_told(TOLD_BY.get(type(came))):
                pass
            case events.InputReceived(input=came, late=late):
                words, label = said(self._flow, came)
                label += " (while our system was down: it moved nothing)" if late else ""
                parts = [Part(words, self._turn.language)] if words else []
                self._heard = self._new(i, "parent", parts, label, self._place)
            case events.Prompted(text=text, language=language):
                self._say(i, text, language or self._turn.language)
            case StaffWrote(by=by):
                self._author = by
            case calls.TextQueued():
                self._queue(i, event)
            case _ if line := in_line(self._flow, event):
                self._tell(i, event, line)

    def _is_told(self, fact: type | None) -> bool:
        return fact is not None and any(isinstance(event, fact) for _, event in self._events)

    def _tell(self, i: int, event: AnyEvent, line: str) -> None:
        described = EVENTS[type(event)]
        if isinstance(event, calls.RecordingLeft) and self._heard:
            bubble = self._heard
            bubble.label = line[:1].lower() + line[1:]
        elif described.shown is Shown.BELOW and self._heard:
            bubble = self._heard
            bubble.notes.append(line)
        else:
            bubble = self._fact(i, line)
        if described.tone == "danger" or not bubble.tone:
            bubble.tone = described.tone or bubble.tone
        if isinstance(event, calls.RecordingLeft) and event.reference in self._usable:
            bubble.recording = event.reference

    def _say(self, i: int, text: str, language: str) -> None:
        """What is said in one go is one bubble."""
        last = self._found[-1] if self._found else None
        if last and last.who == "bot" and not last.label:
            last.parts.append(Part(text, language))
        else:
            self._new(i, "bot", [Part(text, language)])

    def _queue(self, i: int, event: calls.TextQueued) -> None:
        bubble = self._new(
            i, "staff" if self._author else "bot", [Part(event.text, event.language)]
        )
        bubble.channel = "sms"
        bubble.label = self._author or english.WHY_SENT.get(event.why, english.spaced(event.why))
        self._author = ""
        if delivery := self._by_name.get(event.id):
            _tell_state(bubble, delivery)

    def _fact(self, i: int, words: str) -> Bubble:
        return self._new(i, "fact", [Part(words, "")])

    def _new(self, i: int, who: Who, parts: list[Part], label: str = "", step: str = "") -> Bubble:
        turn, place = self._turn, english.place(self._flow.prompts, step or self._turn.step)
        self._found.append(
            Bubble(
                f"b{turn.first + i}",
                turn.first,
                who,
                turn.at,
                turn.channel,
                place,
                parts,
                label,
                [],
            )
        )
        return self._found[-1]


def _named(event: AnyEvent | str, names: Names) -> AnyEvent | str:
    """With the name of who did it in place of their address."""
    by = "" if isinstance(event, str) else getattr(event, "by", "")
    return replace(event, by=names[by]) if by in names else event  # type: ignore[type-var]


def _tell_states(found: Sequence[Bubble], reports: Sequence[KeptDelivery]) -> None:
    """Of a text that answered a webhook Twilio alone knows the name: its report is taken for that
    of the last one before it that has none."""
    for report in reports:
        replies = (
            b
            for b in reversed(found)
            if b.who == "bot" and b.channel == "sms" and not b.state and b.at <= report.at
        )
        if reply := next(replies, None):
            _tell_state(reply, report)


def _tell_state(bubble: Bubble, delivery: KeptDelivery) -> None:
    bubble.lost = delivery.status in LOST
    words = english.TEXTS.get(delivery.status, english.spaced(delivery.status))
    bubble.state = (
        f"{words}: {english.trouble(delivery.error)}" if delivery.error and bubble.lost else words
    )
