"""Facts of a conversation as a line that staff read, and what came in with how it came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flows.flow import Flow
from flows.model import call_events as calls
from flows.model import events, staff_events
from flows.model.inputs import Dialled, Digits, Hangup, Input, Recorded, Ring, Silence, Speech, Text
from staff.case.answers import in_words
from staff.case.matches import short_name
from staff.frame import labels as english
from staff.frame.clock import window
from staff.frame.times import eastern

Say = Callable[[Flow, Any], str]

# What stands in a bubble itself, or in the state of a text or of a recording.
SHOWN_OTHERWISE = frozenset(
    {
        *(events.InputReceived, events.Prompted, calls.TextQueued, staff_events.StaffWrote),
        *(calls.TextSent, calls.TextNotSent, events.DeliveryReported, calls.RecordingReported),
    }
)


def _answered(flow: Flow, event: events.Answered) -> str:
    answer, name = event.answer, _slot(event.slot)
    value = in_words(flow.prompts, event.slot, answer.value) if answer.value is not None else english.HOW[answer.how]
    return f"{name}: {value}" + (f" ({english.HOW[answer.how]})" if answer.how in ("volunteered", "inferred") else "")


def _handed_over(_: Flow, event: events.HandoffOpened) -> str:
    when = f"; a call was promised for {window(event.start, event.end)}" if event.start and event.end else ""
    return f"A person is needed: {english.handoff(event.reason)}{when}{f'. Asks for {event.name}' if event.name else ''}"


def _matched(flow: Flow, event: events.ProgramsMatched) -> str:
    said = {verdict: [] for verdict in ("fits", "may_fit")}  # type: dict[str, list[str]]
    fit = {given.program for given in event.verdicts if given.verdict == "fits"}
    for given in event.verdicts:
        program = flow.catalogue.by_id.get(given.program)
        if not program or program.unless_fits not in fit:  # else it was not told: another one does the same
            said.get(given.verdict, []).append(short_name(flow, given.program))
    lines = [
        f"{english.joined(names)} {words}" for words, names in zip(("fit", "may fit"), said.values(), strict=True) if names
    ]
    return f"Results: {'; '.join(lines) or 'no program fits'}"


def _ended(_: Flow, event: events.SessionEnded) -> str:
    return f"The conversation is over: {english.DISPOSITIONS[event.disposition.value]}"


def _whom(to: str) -> str:
    return "MCH" if to == "mch" else f"the help line ({english.DANGERS.get(to, english.spaced(to))})"


def _transferred(_: Flow, event: calls.TransferEnded) -> str:
    length = f" ({english.many(event.seconds, 'second')})" if event.seconds else ""
    return f"Connecting to {_whom(event.to)}: {english.TRANSFERS.get(event.outcome, english.spaced(event.outcome))}{length}"


def _slot(slot: str) -> str:
    return english.SLOTS.get(slot, english.spaced(slot))


def _removed(_: Flow, event: events.AnswersRemoved) -> str:
    return f"Taken back ({english.spaced(event.why)}): {', '.join(_slot(slot) for slot in event.slots)}"


def _guessed(flow: Flow, event: events.GuessOffered) -> str:
    return f"Asked whether this was meant: {_slot(event.slot)}: {in_words(flow.prompts, event.slot, event.value)}"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _times(count: int) -> str:
    return f" ({english.many(count, 'time')} in a row)" if count > 1 else ""


WORDS: Mapping[type, Say] = {
    events.SessionOpened: lambda _, e: f"The conversation begins{f' (with the word {e.keyword})' if e.keyword else ''}",
    events.LanguageHeard: lambda _, e: f"Language: {english.LANGUAGES.get(e.language, e.language)}",
    events.Answered: _answered,
    events.AnswersRemoved: _removed,
    events.GuessOffered: _guessed,
    events.NotUnderstood: lambda _, e: f"Not understood at: {english.place(e.step)}{_times(e.count)}",
    events.NothingHeard: lambda _, e: f"Nothing was heard at: {english.place(e.step)}{_times(e.count)}",
    events.NoiseReceived: lambda _, e: f"No words: {english.spaced(e.kind)}",
    events.IntentHeard: lambda _, e: f"Wants {english.INTENTS.get(e.intent, english.spaced(e.intent))}",
    events.SafetyRaised: lambda _, e: f"Safety: {english.DANGERS.get(e.kind, english.spaced(e.kind))}",
    events.OptedOut: lambda _, e: f"Opted out of texts ({english.spaced(e.by)})",
    events.OptedIn: lambda _, e: f"Gets texts again ({english.spaced(e.by)})",
    events.ErasureConfirmed: lambda _, e: "Confirmed: wants to be erased",
    events.HandoffOpened: _handed_over,
    events.ProgramsMatched: _matched,
    events.ProgramShown: lambda flow, e: f"Told about {short_name(flow, e.program)}",
    events.SessionPaused: lambda _, e: f"Asked whether to go on ({english.spaced(e.kind)})",
    events.SessionResumed: lambda _, e: f"Goes on at: {english.place(e.step)}",
    events.SessionRestarted: lambda _, e: f"Starts over ({english.spaced(e.why)})",
    events.FlowChanged: lambda _, e: "The questions were changed meanwhile",
    events.ReplyWithheld: lambda _, e: f"The bot kept silent ({english.spaced(e.why)})",
    events.TurnFailed: lambda _, e: "The program went wrong here; the parent got the number to call",
    events.SessionEnded: _ended,
    calls.CallOpened: lambda _, e: "A call begins",
    calls.CaughtUp: lambda _, e: f"Answered a question that a text had moved on from; asked again at: {english.place(e.step)}",
    calls.CallClosed: lambda _, e: f"The call is over: {english.spaced(e.status)}, {english.many(e.seconds, 'second')}",
    calls.CallEnded: lambda _, e: f"We hung up ({e.why})",
    calls.TransferStarted: lambda _, e: f"Dialled {_whom(e.to)}",
    calls.TransferAnswered: lambda _, e: (
        "Somebody took the call" if e.accepted else "It was answered, but nobody took the call"
    ),
    calls.TransferEnded: _transferred,
    calls.ConsentGiven: lambda _, e: f"Agreed to a {e.to}: “{e.words}”",
    calls.RecordingStarted: lambda _, e: f"Recording, {english.many(e.most_seconds, 'second')} at most",
    calls.RecordingLeft: lambda _, e: f"Left a message of {english.many(e.seconds, 'second')}",
    staff_events.HoldTaken: lambda _, e: f"{e.by} answers from here on, until {eastern(e.until)}",
    staff_events.HoldEnded: lambda _, e: f"The bot answers again ({'the time was over' if e.by == 'time' else e.by})",
    staff_events.HandoffClosed: lambda _, e: (
        f"{_begun(english.handoff(e.reason))}: done by {e.by}, {english.spaced(e.outcome)}"
    ),
    staff_events.ParentCalled: lambda _, e: f"{e.by} calls the parent from the console",
    staff_events.ParentCallEnded: lambda _, e: (
        f"The call of {e.by}: {english.TRANSFERS.get(e.outcome, english.spaced(e.outcome))}"
        + (f" ({english.many(e.seconds, 'second')})" if e.seconds else "")
    ),
    staff_events.HandoffReopened: lambda _, e: f"{_begun(english.handoff(e.reason))}: opened again by {e.by}",
}


def in_line(flow: Flow, event: Any) -> str:
    """The fact as a line; nothing for one that is shown otherwise."""
    return "" if type(event) in SHOWN_OTHERWISE else WORDS[type(event)](flow, event)


def said(came: Input) -> tuple[str, str]:
    """The words, and how they came."""
    match came:
        case Text(body, media, _):
            return body, f"with {english.many(media, 'picture')}" if media else ""
        case Digits(keys):
            return keys, "keys pressed"
        case Speech(words, confidence):
            return words, f"spoken, heard with {confidence:.0%} confidence"
        case Silence():
            return "", "silence"
        case Ring():
            return "", "calls"
        case Dialled(outcome, seconds):
            length = f", {english.many(seconds, 'second')}" if seconds else ""
            return "", f"connecting: {english.TRANSFERS.get(outcome, english.spaced(outcome))}{length}"
        case Recorded(_, seconds):
            return "", f"recorded {english.many(seconds, 'second')}"
        case Hangup(status, seconds):
            return "", f"the line is closed: {english.spaced(status)}, {english.many(seconds, 'second')}"
