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
from flows.model.described.event_sentences import (
    answered,
    ended,
    follow_up_ended,
    follow_up_planned,
    guessed,
    handed_over,
    matched,
    opened,
    removed,
    transferred,
    whom,
)
from flows.model.described.event_text import Labels, fill

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


def _acted(_: events.AnyEvent) -> Mapping[str, Any]:
    return {"acted": True}


# What the network tells and nobody says: it is no word of the person.
SILENT = (inputs.Silence, inputs.Dialled, inputs.Hangup)
_BELOW, _OTHERWISE = Shown.BELOW, Shown.OTHERWISE

EVENTS: Mapping[type, Described] = {
    # The conversation
    events.SessionOpened: Described("keyword", opened),
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
    events.Answered: Described("slot", answered, _BELOW),
    events.AnswersRemoved: Described("why", removed, _BELOW),
    events.GuessOffered: Described("slot", guessed, _BELOW),
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
        line=matched, leaves=lambda event: {"programs": event.fitting}
    ),
    events.ProgramShown: Described("program", "Told about {program:program}"),
    program_events.CalledOff: Described(
        "reason", "Called off by the parent: {reason:begun_handoff}", tone="warning"
    ),
    program_events.FollowUpPlanned: Described("kind", follow_up_planned),
    program_events.FollowUpPutOff: Described("why", "Put off until {at:time}: {why}"),
    program_events.FollowUpEnded: Described("why", follow_up_ended),
    program_events.TopicAnswered: Described("topic", "Asked about: {topic:spaced}", _BELOW),
    events.SessionPaused: Described("kind", "Asked whether to go on ({kind:spaced})"),
    events.SessionResumed: Described("step", "Goes on at: {step:place}"),
    events.SessionRestarted: Described("why", "Starts over ({why:spaced})"),
    events.FlowChanged: Described("was", "The questions were changed meanwhile"),
    events.ReplyWithheld: Described("why", "The bot kept silent ({why:spaced})"),
    events.TurnFailed: Described(
        "error", "The program went wrong here; the parent got the number to call", tone="warning"
    ),
    events.SessionEnded: Described("disposition", ended, leaves=lambda event: {"ended": True}),
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
        "Agreed to a {to:spaced}: “{words}”",
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
        "to", lambda event, labels: f"Dialled {whom(event.to, labels)}"
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
        "outcome", transferred, export=("note", "Connecting to a person: {outcome:spaced}")
    ),
    calls.RecordingStarted: Described(line="Recording, {most_seconds:seconds} at most"),
    calls.RecordingLeft: Described(line="Left a message of {seconds:seconds}"),
    calls.RecordingReported: Described("state", shown=_OTHERWISE),
    calls.LineTold: Described("kind", shown=_OTHERWISE),
    calls.RecordingTranscribed: Described(
        line="The message, as Twilio's machine heard it: “{words}”",
        export=("Parent, recorded, as a machine heard it", "{words}"),
    ),
    # Texts beside the answers
    calls.TextQueued: Described("why", shown=_OTHERWISE, export=("MCH, by text", "{text}")),
    calls.TextSent: Described(shown=_OTHERWISE),
    calls.TextNotSent: Described("why", shown=_OTHERWISE),
    events.DeliveryReported: Described("status", shown=_OTHERWISE),
    # People of the staff
    events.HandoffOpened: Described(
        "reason", handed_over, export=("note", "A person was asked for: {reason:spaced}")
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
