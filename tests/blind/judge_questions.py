"""Plays one question of a blind set, at the list or at a question of ours, and judges its answer.

A row: `at` (`results`, or the step that waits), `lang`, `text`, and `wants` (what its writer wants
answered). ANSWERS names the keys of the answers that are right for each. `other` is something that
we do not know: right is what says so, or asks our question again.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flows.model.events import Prompted
from flows.model.session import Session
from tests.blind.judge import _turn as turn
from tests.blind.judge import _waiting as waiting
from tests.blind.judge import flow

# What is texted until the step of that name waits, in each language.
TALK = {
    "en": ("hi", "1", "march", "yes its my first", "Hartford", "1,2", "yes"),
    "es": ("hola", "1", "marzo", "si es el primero", "Hartford", "1,2", "si"),
}
UNTIL = {"stage": 1, "town": 4, "needs": 5, "benefits": 6, "results": 7}
OFFICE = ("asked.office.open", "asked.office.closed", "asked.office.unknown", "topics.hours")
CALLS = ("promise.", "topics.no_call", "questions.callback", "stopped")
ANSWERS: dict[str, tuple[str, ...]] = {
    "where_is_it": ("topics.where", *OFFICE[:3]),
    "address": ("topics.where", *OFFICE[:3]),
    "how_to_apply": ("topics.apply",),
    "phone_number": ("topics.phone",),
    "when_open": OFFICE,
    "what_to_bring": ("topics.bring",),
    "speak_spanish": ("topics.language_help",),
    "bring_baby_or_partner": ("topics.with_family",),
    "no_car": ("topics.no_car",),
    "rides": ("topics.no_car", "ack.outside"),
    "no_insurance": ("topics.no_insurance",),
    "no_papers": ("topics.immigration", "asked.papers", "asked.briefly.papers"),
    "immigration_or_dcf_told": (
        "topics.immigration",
        "topics.dcf",
        "topics.partner_privacy",
        "privacy",
    ),
    "privacy_partner": ("topics.partner_privacy", "privacy"),
    "who_visits_me": ("topics.who_visits",),
    "is_it_free": ("asked.cost", "asked.briefly.cost"),
    "nobody_answered": ("topics.nobody_answered",),
    "they_said_no": ("topics.said_no",),
    "already_have_it": ("results.has", "topics.which_have", "topics.has_benefits"),
    "what_is_program": (
        "results.details",
        "topics.unknown_program",
        "topics.only_name",
        "topics.about_",
    ),
    "more_programs": ("results.page", "results.no_more", "results.mention"),
    "how_long": ("topics.lasts", "topics.start", "asked.how_long"),
    "call_me": ("questions.callback", "promise."),
    "cancel_call": CALLS,
    "change_call": CALLS,
    "why_ask": tuple(f"questions.{name}.why" for name in sorted(flow().steps)),
    "robot": ("asked.who", "asked.briefly.who"),
    "who_are_you": ("asked.who", "asked.briefly.who"),
    "thanks": ("thanks",),
    **{
        need: (f"topics.{need}", "ack.outside", "no_home")
        for need in ("housing", "diapers", "crib", "car_seat", "child_care", "job", "dentist")
    },
    "lawyer": ("topics.lawyer", "ack.outside"),
    "other": ("topics.unknown", "topics.way_on", "results.again", "questions."),
}


@cache
def _waiting(language: str, at: str) -> Session:
    if at not in UNTIL:
        return waiting({"ask": at, "lang": language, "means": {}})
    session: Session | None = None
    for text in TALK[language][: UNTIL[at]]:
        session = turn(session, text).session
    assert session is not None
    return session


def answered(row: dict[str, Any]) -> tuple[str, ...]:
    """The keys of what is said to the row's text."""
    made = turn(_waiting("en" if row["lang"] == "en" else "es", row["at"]), row["text"])
    return tuple(event.key for event in made.events if isinstance(event, Prompted))


def is_right(row: dict[str, Any]) -> bool:
    """Whether one of the right answers is among what is said."""
    return any(key.startswith(ANSWERS[row["wants"]]) for key in answered(row))
