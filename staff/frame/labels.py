"""The program's own words in English, as staff read them. What parents said is never put into other
words."""

from __future__ import annotations

from collections.abc import Mapping

from flows.wording.prompts import Prompts

LANGUAGE_UNKNOWN = "language not known yet"
CHANNELS: Mapping[str, str] = {
    "sms": "text",
    "voice": "phone",
    "both": "text and phone",
    "": "not in touch yet",
}
STATUSES: Mapping[str, str] = {
    "waiting": "going on",
    "completed": "completed",
    "expired": "went quiet",
    "stopped": "stopped",
    "failed": "failed",
}
DISPOSITIONS: Mapping[str, str] = {
    "matched": "got programs",
    "no_match": "no program fit",
    "callback": "asked for a call",
    "handed_off": "talked to a person",
    "safety": "safety",
    "opted_out": "opted out of texts",
    "abandoned": "stopped answering",
    "failed": "failed",
    "": "not ended",
}
HOW: Mapping[str, str] = {
    "told": "answered",
    "confirmed": "confirmed when asked “Did you mean …?”",
    "volunteered": "said without being asked",
    "inferred": "concluded from other answers",
    "unknown": "does not know",
    "declined": "did not want to say",
    "staff": "told to staff by phone",
}
# Where a program stands for somebody who was told of it.
REFERRALS: Mapping[str, str] = {
    "told": "told about it",
    "given_number": "given the number",
    "reached": "got through to it",
    "waiting": "on a waiting list, or waiting to hear",
    "enrolled": "enrolled",
    "refused": "turned down by the program",
    "not_wanted": "does not want it",
    "no_answer": "no answer from the parent",
}
DANGERS: Mapping[str, str] = {
    "danger": "in danger or very sick",
    "infant": "a sick or hurt baby",
    "mother": "an emergency of the mother",
    "suicide": "suicide",
    "psychosis": "sees or hears things",
    "overdose": "overdose or poisoning",
    "trafficking": "held or sold",
    "child_self": "a child who is hurt",
    "urgent": "urgent medical sign",
    "parent": "hurt a child or fears to",
    "violence": "violence",
    "child_hurt": "a child may be hurt",
    "substance": "drink or drugs",
    "safe_haven": "cannot keep the baby",
    "distress": "in distress",
    "loss": "loss of a baby",
    "ended": "a pregnancy that ended",
}
HANDOFFS: Mapping[str, str] = {
    "callback": "asked for a call",
    "hung_up": "hung up while waiting for a person",
    "voicemail": "left a message",
    "not_understood": "was not understood",
    "erase": "asked to be erased",
    "nobody_answered": "called and nobody answered",
    "said_no": "was told no by a program",
    "my_data": "asked for a copy of their data",
}
NEEDS: Mapping[str, str] = {
    "safety": "Safety",
    "promised": "Call promised",
    "unreachable": "Text did not arrive",
    "unanswered": "Waits for your answer",
    "asked": "Asked for a person",
}
TEXTS: Mapping[str, str] = {
    "queued": "waiting to be sent",
    "unknown": "nobody knows whether it was sent; it is not sent again",
    "not_sent": "not sent",
    "accepted": "on its way",
    "scheduled": "on its way",
    "sending": "on its way",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "not delivered",
    "failed": "not delivered",
    "canceled": "taken back",
}
# Source: https://www.twilio.com/docs/api/errors
ERRORS: Mapping[str, str] = {
    "30003": "the phone is off or out of reach",
    "30004": "the phone or its carrier blocks our texts",
    "30005": "the number is not in use",
    "30006": "a landline, or a phone that gets no texts",
    "30007": "the carrier took it for spam",
    "30008": "the carrier does not say why",
    "21610": "they opted out of texts",
    "21211": "the number is not valid",
    "21408": "we may not text to that region",
    "21614": "the number gets no texts",
    "opted_out": "they opted out of texts",
    "20003": "Twilio refused our sign-in: see TWILIO_AUTH_TOKEN",
    "unreachable": "Twilio could not be reached",
    "files_busy": "somebody was reading the records, or Redis was away",
    "too_late": "its hours were over before it could go",
    "withdrawn": "it was not wanted any more when it was to go",
    "unreadable": "the number cannot be read: its key is missing from DATA_KEYS",
}
INTENTS: Mapping[str, str] = {
    "stop": "no more texts",
    "start": "texts again",
    "forget": "to be erased",
    "call": "a person",
    "language": "another language",
    "privacy": "to know who reads this",
    "cost": "to know what it costs",
    "who": "to know who this is",
    "papers": "to know if papers or insurance are needed",
    "office": "to know where and when the office is open",
    "how_long": "to know how long this takes",
    "why": "to know why",
    "back": "to go back",
    "repeat": "to hear it again",
    "skip": "to skip the question",
    "restart": "to start over",
    "more": "more",
    "help": "help",
    "thanks": "to say thanks",
    "greeting": "to say hello",
    "go_on": "to go on",
}
# Why a text was sent that answers no other.
WHY_SENT: Mapping[str, str] = {
    "results": "the results, as asked for in the call",
    "questions": "an invitation to go on by text",
    "handed_back": "the question again, as the bot has the conversation back",
    "staff": "from a person of the staff",
    "late": "the answer, which could not be given at once",
    "follow_up_offer": "the question whether we may ask how it went",
    "follow_up_ask": "how it went, as they allowed",
    "follow_up_reminder": "a reminder before a window closes, as they allowed",
}
TRANSFERS: Mapping[str, str] = {
    "taken": "a person took the call",
    "declined": "it was answered, but nobody took the call",
    "busy": "the line was busy",
    "no-answer": "nobody answered",
    "failed": "the call could not be put through",
    "canceled": "the caller hung up first",
}


def handoff(reason: str) -> str:
    """Why a person is asked for."""
    kind = reason.removeprefix("safety_")
    return (
        f"safety: {DANGERS.get(kind, spaced(kind))}"
        if kind != reason
        else HANDOFFS.get(reason, spaced(reason))
    )


def place(prompts: Prompts, step: str) -> str:
    """What a step is called, and the slot of the same name; a step that is no more by its own
    name."""
    key = f"steps.{step}"
    return prompts.say(key, prompts.languages[0]) if key in prompts else spaced(step).capitalize()


def trouble(code: str) -> str:
    """Why a text did not arrive."""
    if code in ERRORS:
        return ERRORS[code]
    return f"Twilio's error {code}" if code.isdigit() else spaced(code)


def spaced(code: str) -> str:
    """A code that has no words of its own."""
    return code.replace("_", " ").replace("-", " ")


def joined(words: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def many(count: int, one: str, several: str = "") -> str:
    """ "1 text", "2 texts"."""
    return f"{count} {one if count == 1 else several or one + 's'}"
