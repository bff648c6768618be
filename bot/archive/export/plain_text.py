"""A conversation as a text that anybody can read: who said what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.archive.export.export_format import (
    Conversation,
    ToldHandoff,
    ToldRecording,
    ToldText,
    ToldTurn,
)
from bot.office import ZONE
from flows.model.described.event_table import EVENTS
from flows.model.described.event_text import fill
from flows.model.described.input_table import INPUTS
from flows.model.events import AnyEvent, InputReceived

CHANNELS = {
    "sms": "by text",
    "voice": "by telephone",
    "both": "by text and telephone",
    "": "before anything was said",
}
Name = Callable[[str], str]


def conversation_as_text(told: Conversation, name: Name) -> str:
    """The whole conversation. Times are Eastern; `name` gives the name of a language."""
    return "\n".join(_conversation(told, name)) + "\n"


def _conversation(told: Conversation, name: Name) -> Iterator[str]:
    language = name(told.language) if told.language else "language not known"
    yield f"Conversation {told.id}" + (" (tried out in the simulator)" if told.simulated else "")
    yield (
        f"With {told.number or 'a number that is not known'}, {CHANNELS[told.channels]}, {language}"
    )
    yield f"From {when(told.began)} to {when(told.last)}"
    yield (
        f"It stands at {words(told.step)}:"
        f" {told.status}{', ' + words(told.disposition) if told.disposition else ''}"
    )
    if told.programs:
        yield f"Programs that fit or may fit: {', '.join(told.programs)}"
    if told.answers:
        yield from ("", "What they answered")
    for slot, answer in told.answers.items():
        value = answer.how if answer.value is None else _value(answer.value)
        yield f"  {words(slot)}: {value}" + (
            f' ("{_one_line(answer.words)}")' if answer.words else ""
        )
    yield from _handoffs(told.handoffs)
    yield from (*_texts(told.texts), *_recordings(told.recordings))
    if told.notes:
        yield from ("", "Notes")
    for note in told.notes:
        yield from _block(f"{when(note.at)}, {note.by}", note.text)
    yield from ("", "What was said")
    for turn in told.turns:
        for who, said in spoken(turn):
            yield from _block(f"{when(turn.at)}, {who}", said)


def spoken(turn: ToldTurn) -> Iterator[tuple[str, str]]:
    """Who said or did what in a turn, in order."""
    for event in turn.events:
        if line := _told(event):
            yield line


def _told(event: AnyEvent) -> tuple[str, str] | None:
    told = EVENTS[type(event)].export
    if told is None:
        return None
    who, template = told
    if isinstance(event, InputReceived):
        return who, fill(INPUTS[type(event.input)].export, event.input)
    return who, fill(template, event)


def _handoffs(found: list[ToldHandoff]) -> Iterator[str]:
    if found:
        yield from ("", "For a person to do")
    for each in found:
        promise = (
            f", promised from {when(each.start)} to {when(each.end)}"
            if each.start and each.end
            else ""
        )
        yield f"  {words(each.reason)}, {when(each.opened)}{promise}: {each.state}"
        if each.closed:
            by = f" by {each.by}" if each.by else ""
            yield (
                "    closed"
                f" {when(each.closed)}{by}{': ' + words(each.outcome) if each.outcome else ''}"
            )
        if each.note:
            yield f"    {_one_line(each.note)}"


def _texts(found: list[ToldText]) -> Iterator[str]:
    if found:
        yield from ("", "Texts sent beside the answers")
    for each in found:
        yield (
            f"  {when(each.at)}:"
            f" {words(each.status)}{' (' + each.error + ')' if each.error else ''}"
        )


def _recordings(found: list[ToldRecording]) -> Iterator[str]:
    if found:
        yield from ("", "Messages left")
    for each in found:
        yield f"  {when(each.at)}: {each.seconds} seconds, {each.reference}"


def _block(head: str, said: str) -> Iterator[str]:
    yield f"  {head}"
    yield from (f"      {line}" for line in said.splitlines() or [""])


def when(at: datetime) -> str:
    """Mon Nov 23, 2026, 10:05 AM"""
    local = at.astimezone(ZONE)
    return f"{local:%a %b} {local.day}, {local.year}, {local.hour % 12 or 12}:{local:%M %p}"


def words(name: str) -> str:
    """A name of ours as people read it."""
    return name.replace("_", " ")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _one_line(said: str) -> str:
    return " ".join(said.split())
