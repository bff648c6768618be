"""A conversation, or everything about a person, as a text that anybody can read: who said what, when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.archive.export.exporting import Conversation, Person, ToldHandoff, ToldRecording, ToldText, ToldTurn
from bot.office import ZONE
from flows.model import call_events as calls
from flows.model import events
from flows.model.events import AnyEvent
from flows.model.inputs import Dialled, Digits, Hangup, Input, Recorded, Ring, Silence, Speech, Text
from flows.model.staff_events import StaffWrote

CHANNELS = {"sms": "by text", "voice": "by telephone", "both": "by text and telephone", "": "before anything was said"}
LANGUAGES = {"en": "English", "es": "Spanish", "": "language not known"}
_RULE = "-" * 72


def conversation_as_text(told: Conversation) -> str:
    """The whole conversation. Times are Eastern."""
    return "\n".join(_conversation(told)) + "\n"


def person_as_text(told: Person) -> str:
    """Everything about one person, conversation after conversation."""
    lines = [
        f"Everything kept about {told.number or 'a person whose number is not known'}",
        f"Known since {when(told.known_since)}",
    ]
    if told.opted_out:
        lines.append(f"Asked for no more texts{f' on {when(told.opted_at)}' if told.opted_at else ''}")
    lines += [*_texts(told.texts), *_recordings(told.recordings)]
    for each in told.conversations:
        lines += ["", _RULE, *_conversation(each)]
    return "\n".join(lines) + "\n"


def _conversation(told: Conversation) -> Iterator[str]:
    yield f"Conversation {told.id}" + (" (tried out in the simulator)" if told.simulated else "")
    yield f"With {told.number or 'a number that is not known'}, {CHANNELS[told.channels]}, {LANGUAGES[told.language]}"
    yield f"From {when(told.began)} to {when(told.last)}"
    yield f"It stands at {words(told.step)}: {told.status}{', ' + words(told.disposition) if told.disposition else ''}"
    if told.programs:
        yield f"Programs that fit or may fit: {', '.join(told.programs)}"
    if told.answers:
        yield from ("", "What they answered")
    for slot, answer in told.answers.items():
        value = answer.how if answer.value is None else _value(answer.value)
        yield f"  {words(slot)}: {value}" + (f' ("{_one_line(answer.words)}")' if answer.words else "")
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
    match event:
        case events.InputReceived(input=came):
            return "the person", _input(came)
        case events.Prompted(text=text):
            return "MCH", text
        case calls.TextQueued(text=text):
            return "MCH, by text", text
        case StaffWrote(by=by):
            return "note", f"{by} wrote:"
        case events.SafetyRaised(kind=kind):
            return "note", f"Urgent words were heard: {words(kind)}"
        case events.HandoffOpened(reason=reason):
            return "note", f"A person was asked for: {words(reason)}"
        case events.OptedOut() | events.OptedIn():
            return "note", "No more texts were wanted" if isinstance(event, events.OptedOut) else "Texts were wanted again"
        case events.ErasureConfirmed():
            return "note", "Asked for everything to be erased"
        case calls.ConsentGiven(to=to, words=said):
            return "note", f'Said yes to a {words(to)}: "{_one_line(said)}"'
        case calls.TransferEnded(outcome=outcome):
            return "note", f"Connecting to a person: {words(outcome)}"
        case _:
            return None


def _input(came: Input) -> str:
    match came:
        case Text(body, media):
            return body + (f" ({media} pictures)" if media else "")
        case Speech(said):
            return said
        case Digits(keys):
            return f"(keys {keys})"
        case Silence():
            return "(silence)"
        case Ring():
            return "(calls)"
        case Dialled(outcome):
            return f"(connecting: {words(outcome)})"
        case Recorded(_, seconds):
            return f"(leaves a message of {seconds} seconds)"
        case Hangup():
            return "(the call ends)"


def _handoffs(found: list[ToldHandoff]) -> Iterator[str]:
    if found:
        yield from ("", "For a person to do")
    for each in found:
        promise = f", promised from {when(each.start)} to {when(each.end)}" if each.start and each.end else ""
        yield f"  {words(each.reason)}, {when(each.opened)}{promise}: {each.state}"
        if each.closed:
            by = f" by {each.by}" if each.by else ""
            yield f"    closed {when(each.closed)}{by}{': ' + words(each.outcome) if each.outcome else ''}"
        if each.note:
            yield f"    {_one_line(each.note)}"


def _texts(found: list[ToldText]) -> Iterator[str]:
    if found:
        yield from ("", "Texts sent beside the answers")
    for each in found:
        yield f"  {when(each.at)}: {words(each.status)}{' (' + each.error + ')' if each.error else ''}"


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
