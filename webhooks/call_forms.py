"""Twilio's forms of a call, typed: every shape in which keys, words, silence and the outcome of a
verb arrive."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from bot.conversation.inbound import Inbound
from bot.conversation.recordings import RecordingReport, Transcript
from bot.conversation.transfers import TransferAnswer
from flows.model.context import Call
from flows.model.inputs import (
    Channel,
    Dialled,
    Digits,
    Hangup,
    Input,
    Recorded,
    Ring,
    Silence,
    Speech,
)
from webhooks.forms import Params, Unusable, first, number, simulated

LONGEST_SPEECH = 600
LONGEST_TRANSCRIPT = 4_000  # letters; two minutes of fast talk have half as many
MOST_KEYS = 32
MOST_TURNS = 1_000_000
_CONTACT = re.compile(r"[0-9a-f]{24}")
ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
ANSWERED = frozenset({"completed", "answered"})
FINISHERS = frozenset({"#", "*"})
# What Twilio gives as the number of a caller who shows none: a word, or the keys that spell it
# (ANONYMOUS, RESTRICTED, UNKNOWN, BLOCKED, UNAVAILABLE, PRIVATE). The words are no phone numbers
# anyway; these look like some.
WITHHELD = frozenset(
    {"+266696687", "+7378742833", "+8656696", "+2562533", "+86282452253", "+7748283"}
)


def read_ring(params: Params, received: float, simulator_on: bool) -> Inbound:
    """A call begins. Raises Unusable."""
    return _inbound(params, "0", Ring(), 0, received, simulator_on)


def read_call_turn(params: Params, n: int, received: float, simulator_on: bool) -> Inbound:
    """The `n`th callback of a call: what became of the verb that we sent. Raises Unusable."""
    return _inbound(params, str(n), _what_came(params), n, received, simulator_on)


def read_call_status(params: Params, received: float, simulator_on: bool) -> Inbound | None:
    """The end of a call, once for each way of ending; nothing while the call goes on. Raises
    Unusable."""
    status = first(params, "CallStatus")
    if status not in ENDED:
        return None
    end = Hangup(status, _whole(first(params, "CallDuration")))
    return _inbound(params, f"status:{status}", end, 0, received, simulator_on)


def read_recording(params: Params, query: Params) -> RecordingReport:
    """The state of a recording, once for each state; the address that we gave for it names the
    contact. Raises Unusable."""
    reference, state, contact = (
        first(params, "RecordingSid"),
        first(params, "RecordingStatus"),
        contact_named(query),
    )
    if not (reference and state and contact):
        raise Unusable("no RecordingSid, no RecordingStatus or no contact")
    return RecordingReport(f"{reference}:{state}", contact, reference, state)


def read_transcript(params: Params, query: Params) -> Transcript | None:
    """What Twilio heard in a recorded message; nothing where it could write nothing down. Raises
    Unusable."""
    reference, contact = first(params, "RecordingSid"), contact_named(query)
    if not (reference and contact):
        raise Unusable("no RecordingSid or no contact")
    words = first(params, "TranscriptionText").replace("\0", "").strip()[:LONGEST_TRANSCRIPT]
    done = first(params, "TranscriptionStatus") == "completed"
    return Transcript(f"{reference}:written", contact, reference, words) if done and words else None


def read_answer(params: Params, query: Params, accepted: bool) -> TransferAnswer | None:
    """Whether whoever answered at the office takes the call; nothing where the address names no
    caller."""
    sid, contact = first(params, "CallSid"), contact_named(query)
    return (
        TransferAnswer(f"{sid}:{'accepted' if accepted else 'declined'}", contact, accepted)
        if sid and contact
        else None
    )


def contact_named(query: Params) -> str:
    """The contact id in an address of ours; nothing where it is none."""
    contact = first(query, "contact")
    return contact if _CONTACT.fullmatch(contact) else ""


def turn_number(query: Params) -> int:
    """The `n` of an address of ours. One that is missing or unreadable is 0: a callback of long
    ago."""
    return min(_whole(first(query, "n")), MOST_TURNS)


def _inbound(
    params: Params, what: str, input_: Input, n: int, received: float, simulator_on: bool
) -> Inbound:
    sid = first(params, "CallSid")
    if not sid:
        raise Unusable("no CallSid")
    return Inbound(
        delivery=f"{sid}:{what}",
        sender=_caller(first(params, "From")),
        recipient=first(params, "To"),
        channel=Channel.VOICE,
        input=input_,
        received=received,
        simulated=simulated(params, simulator_on),
        call=Call(sid, n),
    )


def _caller(text: str) -> str:
    """The caller's number as E.164, or nothing if it is not shown."""
    try:
        return "" if text in WITHHELD else number(text)
    except Unusable:
        return ""


def _what_came(params: Params) -> Input:
    return next((came for read in READERS if (came := read(params))), Silence())


def _dialled(params: Params) -> Input | None:
    status = first(params, "DialCallStatus")
    if not status:
        return None
    if status in ANSWERED:
        status = "declined" if first(params, "DialBridged") == "false" else "taken"
    return Dialled(status, _whole(first(params, "DialCallDuration")))


def _recorded(params: Params) -> Input | None:
    """A message of ours; not the recording of a whole call, which Twilio would name in a Gather's
    result too."""
    reference = (
        first(params, "RecordingSid")
        or first(params, "RecordingUrl").rstrip("/").rpartition("/")[2]
    )
    if not reference or "SpeechResult" in params or first(params, "msg") == "Gather End":
        return None
    return Recorded(reference, _whole(first(params, "RecordingDuration")))


def _digits(params: Params) -> Input | None:
    """The keys, with the pound or star that ended them: alone, either is a key too."""
    keys = "".join(key for key in first(params, "Digits") if key in "0123456789*#")[:MOST_KEYS]
    finisher = first(params, "FinishedOnKey")
    keys += finisher if finisher in FINISHERS else ""
    return Digits(keys) if keys else None


def _speech(params: Params) -> Input | None:
    words = first(params, "SpeechResult").replace("\0", "").strip()[:LONGEST_SPEECH]
    return Speech(words, _confidence(first(params, "Confidence"))) if words else None


READERS: tuple[Callable[[Params], Input | None], ...] = (_dialled, _recorded, _digits, _speech)


def _confidence(text: str) -> float:
    """From 0 to 1. Twilio sends 0.0 where its recogniser tells none: that is no doubt."""
    try:
        confidence = float(text)
    except ValueError:
        return 1.0
    return 1.0 if math.isnan(confidence) or confidence <= 0 else min(confidence, 1.0)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
