"""Events as what is counted: their kind and a short key, never a word that anybody said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from flows.dialogue.hold import TIME
from flows.model import call_events as calls
from flows.model import events, staff_events
from flows.model.events import AnyEvent

# The field that says what each kind is about; those without one are counted as they are.
KEYS: Mapping[type, str] = {
    events.SessionOpened: "keyword",
    events.LanguageHeard: "language",
    events.Answered: "slot",
    events.AnswersRemoved: "why",
    events.GuessOffered: "slot",
    events.NotUnderstood: "step",
    events.NothingHeard: "step",
    events.NoiseReceived: "kind",
    events.IntentHeard: "intent",
    events.SafetyRaised: "kind",
    events.OptedOut: "by",
    events.OptedIn: "by",
    events.ErasureConfirmed: "mode",
    events.HandoffOpened: "reason",
    events.ProgramShown: "program",
    events.SessionPaused: "kind",
    events.SessionResumed: "step",
    events.SessionRestarted: "why",
    events.FlowChanged: "was",
    events.Prompted: "key",
    events.DeliveryReported: "status",
    events.ReplyWithheld: "why",
    events.TurnFailed: "error",
    events.SessionEnded: "disposition",
    calls.CaughtUp: "step",
    calls.CallClosed: "status",
    calls.CallEnded: "why",
    calls.TransferStarted: "to",
    calls.TransferEnded: "outcome",
    calls.ConsentGiven: "to",
    calls.RecordingReported: "state",
    calls.TextQueued: "why",
    calls.TextNotSent: "why",
    staff_events.HandoffClosed: "outcome",
    staff_events.HandoffReopened: "reason",
    staff_events.ParentCallEnded: "outcome",
}


def key(event: AnyEvent) -> str:
    """What this event is about: a slot, an intent, a prompt, a reason."""
    if isinstance(event, events.InputReceived):
        return type(event.input).__name__.lower()
    if isinstance(event, calls.TransferAnswered):
        return "accepted" if event.accepted else "declined"
    if isinstance(event, staff_events.HoldEnded):
        return TIME if event.by == TIME else "person"
    value = getattr(event, KEYS[type(event)]) if type(event) in KEYS else ""
    return str(value.value if isinstance(value, Enum) else value)


def fact(event: AnyEvent, seq: int, turn: int, at: datetime, **same: Any) -> dict[str, Any]:
    """A row of `facts`; `same` is what all facts of a turn share."""
    return {"seq": seq, "turn": turn, "at": at, "kind": type(event).__name__, "key": key(event), **same}
