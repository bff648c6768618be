"""Every event described once: what is counted of it, how it reads to staff and in the export, what
a session row keeps of it.

A new event needs a row here and nowhere else. Consumers: `bot.archive.write.fact_rows` (`about`),
`bot.archive.write.session_rows` (`leaves`), `bot.archive.export.plain_text` (`export`),
`staff.case.event_lines` and `staff.case.transcript` (`line`, `shown`, `tone`). Templates are those
of `event_text`. What a person said is never counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Literal, NamedTuple

from flows.model import call_events as calls
from flows.model import danger_events as danger
from flows.model import events, inputs, program_events
from flows.model import staff_events as staff
from flows.model.event_text import Labels, fill, joined, spaced

Line = str | Callable[[Any, Labels], str]


class Shown(Enum):
    """Where staff see an event: as a line of its own, below the words that led to it, or in a
    bubble, a state, a label."""

    LINE = "line"
    BELOW = "below"
    OTHERWISE = "otherwise"


class Described(NamedTuple):
    """One row. `about` is the field, or the function, of the short key that is counted; `export` is
    who said what."""

    about: str | Callable[[Any], str] = ""
    line: Line = ""
    shown: Shown = Shown.LINE
    tone: Literal["", "danger", "warning"] = ""
    export: tuple[str, str] | None = None
    leaves: Callable[[Any], Mapping[str, Any]] | None = None


def about(event: events.AnyEvent) -> str:
    """What this event is about: a slot, an intent, a prompt, a reason; never a word that anybody
    said."""
    told = EVENTS[type(event)].about
    value = told(event) if callable(told) else getattr(event, told) if told else ""
    return str(value.value if isinstance(value, Enum) else value)


def line(event: events.AnyEvent, labels: Labels) -> str:
    """The event as a line that staff read; nothing for one that is shown otherwise."""
    told = EVENTS[type(event)].line
    return told(event, labels) if callable(told) else fill(told, event, labels)


def _opened(event: events.SessionOpened, _: Labels) -> str:
    return f"The conversation begins{f' (with the word {event.keyword})' if event.keyword else ''}"


def _answered(event: events.Answered, labels: Labels) -> str:
    answer, how = event.answer, labels.how(event.answer.how)
    value = labels.value(event.slot, answer.value) if answer.value is not None else how
    return f"{labels.slot(event.slot)}: {value}" + (
        f" ({how})" if answer.how in ("volunteered", "inferred") else ""
    )


def _guessed(event: events.GuessOffered, labels: Labels) -> str:
    return (
        f"Asked whether this was meant: {labels.slot(event.slot)}:"
        f" {labels.value(event.slot, event.value)}"
    )


def _removed(event: events.AnswersRemoved, labels: Labels) -> str:
    return (
        f"Taken back ({spaced(event.why)}): {', '.join(labels.slot(slot) for slot in event.slots)}"
    )


def _handed_over(event: events.HandoffOpened, labels: Labels) -> str:
    when = (
        f"; a call was promised for {labels.window(event.start, event.end)}"
        if event.start and event.end
        else ""
    )
    return (
        "A person is needed:"
        f" {labels.handoff(event.reason)}{when}{f'. Asks for {event.name}' if event.name else ''}"
    )


def _matched(event: events.ProgramsMatched, labels: Labels) -> str:
    """Of two programs that do the same, the one that was told."""
    fit = {given.program for given in event.verdicts if given.verdict == "fits"}
    told = [given for given in event.verdicts if labels.covered_by(given.program) not in fit]
    named = {
        words: [labels.program(given.program) for given in told if given.verdict == verdict]
        for verdict, words in (("fits", "fit"), ("may_fit", "may fit"))
    }
    lines = [f"{joined(names)} {words}" for words, names in named.items() if names]
    return f"Results: {'; '.join(lines) or 'no program fits'}"


def _ended(event: events.SessionEnded, labels: Labels) -> str:
    return f"The conversation is over: {labels.disposition(event.disposition.value)}"


def _whom(to: str, labels: Labels) -> str:
    return "MCH" if to == calls.MCH else f"the help line ({labels.danger(to)})"


def _transferred(event: calls.TransferEnded, labels: Labels) -> str:
    return f"Connecting to {_whom(event.to, labels)}: " + fill(
        "{outcome:transfer}{seconds:lasting}", event, labels
    )


def _acted(_: events.AnyEvent) -> Mapping[str, Any]:
    return {"acted": True}


# What the network tells and nobody says: it is no word of the person.
SILENT = (inputs.Silence, inputs.Dialled, inputs.Hangup)
_BELOW, _OTHERWISE = Shown.BELOW, Shown.OTHERWISE

EVENTS: Mapping[type, Described] = {
    # The conversation
    events.SessionOpened: Described("keyword", _opened),
    events.InputReceived: Described(
        lambda event: type(event.input).__name__.lower(),
        shown=_OTHERWISE,
        export=("the person", ""),
        leaves=lambda event: {
            "channels": event.channel.value,
            "spoke": not isinstance(event.input, SILENT),
        },
    ),
    events.Prompted: Described("key", shown=_OTHERWISE, export=("MCH", "{text}")),
    events.LanguageHeard: Described("language", "Language: {language:language}", _BELOW),
    events.Answered: Described("slot", _answered, _BELOW),
    events.AnswersRemoved: Described("why", _removed, _BELOW),
    events.GuessOffered: Described("slot", _guessed, _BELOW),
    events.NotUnderstood: Described(
        "step", "Not understood at: {step:place}{count:times}", _BELOW, "warning"
    ),
    events.NothingHeard: Described(
        "step", "Nothing was heard at: {step:place}{count:times}", _BELOW, "warning"
    ),
    events.NoiseReceived: Described("kind", "No words: {kind:spaced}", _BELOW),
    events.IntentHeard: Described("intent", "Wants {intent:intent}", _BELOW),
    danger.SafetyRaised: Described(
        "kind",
        "Safety: {kind:danger}",
        _BELOW,
        "danger",
        ("note", "Urgent words were heard: {kind:spaced}"),
        lambda event: {"safety": event.urgent},
    ),
    danger.DangerAsked: Described(
        "kind",
        "Possible danger ({kind:danger}): asked",
        _BELOW,
        "warning",
        ("note", "Possible danger ({kind:spaced}): asked"),
    ),
    danger.DangerConfirmed: Described(
        "kind",
        "Possible danger ({kind:danger}): yes",
        _BELOW,
        "danger",
        ("note", "Possible danger ({kind:spaced}): yes"),
    ),
    danger.DangerDenied: Described(
        "kind",
        "Possible danger ({kind:danger}): no",
        _BELOW,
        "warning",
        ("note", "Possible danger ({kind:spaced}): no"),
    ),
    events.ProgramsMatched: Described(
        line=_matched, leaves=lambda event: {"programs": event.fitting}
    ),
    events.ProgramShown: Described("program", "Told about {program:program}"),
    program_events.CalledOff: Described(
        "reason", "Called off by the parent: {reason:begun_handoff}", tone="warning"
    ),
    program_events.TopicAnswered: Described("topic", "Asked about: {topic:spaced}", _BELOW),
    events.SessionPaused: Described("kind", "Asked whether to go on ({kind:spaced})"),
    events.SessionResumed: Described("step", "Goes on at: {step:place}"),
    events.SessionRestarted: Described("why", "Starts over ({why:spaced})"),
    events.FlowChanged: Described("was", "The questions were changed meanwhile"),
    events.ReplyWithheld: Described("why", "The bot kept silent ({why:spaced})"),
    events.TurnFailed: Described(
        "error", "The program went wrong here; the parent got the number to call", tone="warning"
    ),
    events.SessionEnded: Described("disposition", _ended, leaves=lambda event: {"ended": True}),
    # Consent
    events.OptedOut: Described(
        "by",
        "Opted out of texts ({by:spaced})",
        tone="warning",
        export=("note", "No more texts were wanted"),
    ),
    events.OptedIn: Described(
        "by", "Gets texts again ({by:spaced})", export=("note", "Texts were wanted again")
    ),
    events.ErasureConfirmed: Described(
        "mode",
        "Confirmed: wants to be erased",
        export=("note", "Asked for everything to be erased"),
    ),
    calls.ConsentGiven: Described(
        "to",
        "Agreed to a {to}: “{words}”",
        export=("note", 'Said yes to a {to:spaced}: "{words:one_line}"'),
    ),
    # A call
    calls.CallOpened: Described(line="A call begins"),
    calls.CaughtUp: Described(
        "step",
        "Answered a question that a text had moved on from; asked again at: {step:place}",
        _BELOW,
    ),
    calls.CallClosed: Described("status", "The call is over: {status:spaced}, {seconds:seconds}"),
    calls.CallEnded: Described("why", "We hung up ({why})"),
    calls.TransferStarted: Described(
        "to", lambda event, labels: f"Dialled {_whom(event.to, labels)}"
    ),
    calls.TransferAnswered: Described(
        lambda event: "accepted" if event.accepted else "declined",
        lambda event, _: (
            "Somebody took the call"
            if event.accepted
            else "It was answered, but nobody took the call"
        ),
    ),
    calls.TransferEnded: Described(
        "outcome", _transferred, export=("note", "Connecting to a person: {outcome:spaced}")
    ),
    calls.RecordingStarted: Described(line="Recording, {most_seconds:seconds} at most"),
    calls.RecordingLeft: Described(line="Left a message of {seconds:seconds}"),
    calls.RecordingReported: Described("state", shown=_OTHERWISE),
    # Texts beside the answers
    calls.TextQueued: Described("why", shown=_OTHERWISE, export=("MCH, by text", "{text}")),
    calls.TextSent: Described(shown=_OTHERWISE),
    calls.TextNotSent: Described("why", shown=_OTHERWISE),
    events.DeliveryReported: Described("status", shown=_OTHERWISE),
    # People of the staff
    events.HandoffOpened: Described(
        "reason", _handed_over, export=("note", "A person was asked for: {reason:spaced}")
    ),
    staff.HandoffClosed: Described(
        "outcome", "{reason:begun_handoff}: done by {by}, {outcome:spaced}", leaves=_acted
    ),
    staff.HandoffReopened: Described(
        "reason", "{reason:begun_handoff}: opened again by {by}", leaves=_acted
    ),
    staff.AnswerCorrected: Described("slot", "{by} put right: {slot:slot}", leaves=_acted),
    staff.ReferralMoved: Described(
        "state",
        "{program:program}: {state:referral}{by:by}",
        leaves=lambda event: {"acted": bool(event.by)},
    ),
    staff.HoldTaken: Described(line="{by} answers from here on, until {until:time}", leaves=_acted),
    staff.HoldEnded: Described(
        lambda event: staff.TIME if event.by == staff.TIME else "person",
        lambda event, _: (
            f"The bot answers again ({'the time was over' if event.by == staff.TIME else event.by})"
        ),
        leaves=lambda event: {"acted": event.by != staff.TIME},
    ),
    staff.ParentCalled: Described(line="{by} calls the parent from the console"),
    staff.ParentCallEnded: Described(
        "outcome", "The call of {by}: {outcome:transfer}{seconds:lasting}"
    ),
    staff.StaffWrote: Described(shown=_OTHERWISE, export=("note", "{by} wrote:"), leaves=_acted),
}


class InputDescribed(NamedTuple):
    """The words of an input, how the console says that they came, and the input in the export."""

    words: str
    came: str
    export: str


INPUTS: Mapping[type, InputDescribed] = {
    inputs.Text: InputDescribed("{body}", "{media:with_pictures}", "{body}{media:pictures}"),
    inputs.Speech: InputDescribed(
        "{words}", "spoken, heard with {confidence:percent} confidence", "{words}"
    ),
    inputs.Digits: InputDescribed("{keys}", "keys pressed", "(keys {keys})"),
    inputs.Silence: InputDescribed("", "silence", "(silence)"),
    inputs.Ring: InputDescribed("", "calls", "(calls)"),
    inputs.Dialled: InputDescribed(
        "", "connecting: {outcome:transfer}{seconds:for}", "(connecting: {outcome:spaced})"
    ),
    inputs.Recorded: InputDescribed(
        "", "recorded {seconds:seconds}", "(leaves a message of {seconds} seconds)"
    ),
    inputs.Hangup: InputDescribed(
        "", "the line is closed: {status:spaced}, {seconds:seconds}", "(the call ends)"
    ),
}
