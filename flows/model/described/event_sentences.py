"""Lines of the console for events whose words a template cannot say."""

from __future__ import annotations

from flows.model import call_events as calls
from flows.model import events, program_events
from flows.model.described.event_text import Labels, fill, joined, spaced


def opened(event: events.SessionOpened, _: Labels) -> str:
    return f"The conversation begins{f' (with the word {event.keyword})' if event.keyword else ''}"


def answered(event: events.Answered, labels: Labels) -> str:
    answer, how = event.answer, labels.how(event.answer.how)
    value = labels.value(event.slot, answer.value) if answer.value is not None else how
    return f"{labels.slot(event.slot)}: {value}" + (
        f" ({how})" if answer.how in ("volunteered", "inferred") else ""
    )


def guessed(event: events.GuessOffered, labels: Labels) -> str:
    return (
        f"Asked whether this was meant: {labels.slot(event.slot)}:"
        f" {labels.value(event.slot, event.value)}"
    )


def removed(event: events.AnswersRemoved, labels: Labels) -> str:
    return (
        f"Taken back ({spaced(event.why)}): {', '.join(labels.slot(slot) for slot in event.slots)}"
    )


def handed_over(event: events.HandoffOpened, labels: Labels) -> str:
    when = (
        f"; a call was promised for {labels.window(event.start, event.end)}"
        if event.start and event.end
        else ""
    )
    return (
        "A person is needed:"
        f" {labels.handoff(event.reason)}{when}{f'. Asks for {event.name}' if event.name else ''}"
    )


def matched(event: events.ProgramsMatched, labels: Labels) -> str:
    """Of two programs that do the same, the one that was told."""
    fit = {given.program for given in event.verdicts if given.verdict == "fits"}
    told = [given for given in event.verdicts if labels.covered_by(given.program) not in fit]
    named = {
        words: [labels.program(given.program) for given in told if given.verdict == verdict]
        for verdict, words in (("fits", "fit"), ("may_fit", "may fit"))
    }
    lines = [f"{joined(names)} {words}" for words, names in named.items() if names]
    return f"Results: {'; '.join(lines) or 'no program fits'}"


def ended(event: events.SessionEnded, labels: Labels) -> str:
    return f"The conversation is over: {labels.disposition(event.disposition.value)}"


def whom(to: str, labels: Labels) -> str:
    return "MCH" if to == calls.MCH else f"the help line ({labels.danger(to)})"


def transferred(event: calls.TransferEnded, labels: Labels) -> str:
    return f"Connecting to {whom(event.to, labels)}: " + fill(
        "{outcome:transfer}{seconds:lasting}", event, labels
    )


_PLANNED = {"offer": "asked whether we may ask how it went", "ask": "asked how it went"}


def follow_up_planned(event: program_events.FollowUpPlanned, labels: Labels) -> str:
    what = _PLANNED.get(event.kind, "reminded of the last day to join")
    about = f": {labels.program(event.program)}" if event.program else ""
    return f"Will be {what} from {labels.time(event.at)}{about}"


def follow_up_ended(event: program_events.FollowUpEnded, labels: Labels) -> str:
    about = f" with {labels.program(event.program)}" if event.program else ""
    return f"Will not be asked how it went{about} ({spaced(event.why)})"
