"""The people of the demo: who they are, how they say it, and when they stop answering. Chance is
seeded: the same each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

# 555-0100 to 555-0199 are kept for fiction: nobody has these numbers. Connecticut's own are left to
# the simulator.
AREAS = ("413", "787", "939", "917", "401", "347", "718", "914", "508", "646")
MOST = 100 * len(AREAS)
# Where somebody may lose interest.
STEPS = (
    "language",
    "stage",
    "due",
    "ages",
    "first_baby",
    "town",
    "needs",
    "shots",
    "benefits",
    "household",
    "income",
    "school",
)
DANGERS = (
    "suicide",
    "danger",
    "overdose",
    "urgent",
    "violence",
    "child_hurt",
    "safe_haven",
    "distress",
    "loss",
)
AFTER = (
    ("more", "thanks"),
    ("number", "thanks"),
    ("thanks",),
    ("number", "call"),
    ("more", "number", "why"),
    ("call", "thanks"),
    ("why_not", "more", "more"),
    (),
)
AFTER_A_CALL = (
    ("more", "text"),
    ("number", "call"),
    ("text",),
    ("why", "more"),
    ("call",),
    ("more", "thanks"),
    (),
)


@cache
def script() -> dict[str, Any]:
    """The file of lives and words."""
    loaded: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "lives.yaml").read_text("utf-8")
    )
    return loaded


def number_of(place: int) -> str:
    """The telephone number of one of them; different for each place below MOST."""
    mixed = place * 37 % MOST
    return f"+1{AREAS[mixed % len(AREAS)]}55501{mixed // len(AREAS):02d}"


@dataclass(frozen=True)
class Character:
    """One person. `truth` is what is so, by question; `interjects` what they say before their
    answer, once each."""

    place: int
    language: str
    calls: bool
    speaks: bool  # in a call: with the voice, not with keys
    withheld: bool
    truth: dict[str, Any]
    zip: str
    name: str
    due: date
    leaves_at: str
    pauses_at: str
    pause: timedelta
    then: tuple[str, ...]
    goes_on: bool  # by text, hours after the call broke off
    interjects: dict[str, str] = field(default_factory=dict)
    erase: str = "now"
    error: str = ""  # what Twilio reports of their last text

    @property
    def number(self) -> str:
        return "" if self.withheld else number_of(self.place)


def character(place: int, today: date) -> Character:
    """The person at this place, as they are on this day. Every so many are told apart by what
    happens to them, so that all of it happens, however few there are."""
    chance, words = Random(f"demo {place}"), script()
    life = chance.choices(words["lives"], [life["weight"] for life in words["lives"]])[0]
    if place < len(words["lives"]):
        life = words["lives"][place]
    language = "es" if chance.random() < 0.45 else "en"
    truth = {
        slot: chance.choice(value) if isinstance(value, list) else value
        for slot, value in life.items()
    }
    in_danger = place % 15 == 4
    leaves_at = _leaves(place, in_danger)
    if leaves_at in ("household", "income"):  # asked only of those without benefits
        truth |= {"benefits": "no", "needs": ["food"]}
    calls = place % 7 == 3
    then = AFTER_A_CALL[place // 7 % len(AFTER_A_CALL)] if calls else AFTER[place % len(AFTER)]
    interjects = _interjects(place, language, chance)
    if place % 40 in (11, 31):
        then = (*then, "stop")
    if place % 30 == 13:
        then = ("forget",)
    return Character(
        place=place,
        language=language,
        calls=calls,
        speaks=chance.random() < 0.5,
        withheld=calls and place % 28 == 17,
        truth=truth
        | {"household": chance.randint(2, 6), "town": chance.choice(words["towns"][truth["town"]])},
        zip=words["zips"][truth["town"]],
        name=chance.choice(words["names"]),
        due=today + timedelta(days=chance.randint(20, 230)),
        leaves_at=leaves_at,
        pauses_at=chance.choice(STEPS[1:]) if place % 6 == 5 else "",
        pause=timedelta(hours=chance.choice((5, 9, 20, 80))),
        then=then,
        goes_on=calls and place % 42 == 38,
        interjects=interjects,
        erase="request" if place % 60 == 43 else "now",
        error=("30003", "30005", "30006", "21610")[place // 19 % 4] if place % 19 == 9 else "",
    )


def _leaves(place: int, in_danger: bool) -> str:
    if in_danger:  # every other one says no more after it
        return "safety" if place // 15 % 2 else ""
    return STEPS[place // 3 % len(STEPS)] if place % 3 == 2 else ""


def _interjects(place: int, language: str, chance: Random) -> dict[str, str]:
    """By the question at which it is said."""
    words = script()["words"][language]
    if place % 15 == 4:
        kind = DANGERS[place // 15 % len(DANGERS)]
        return {chance.choice(("stage", "town", "needs")): chance.choice(words["danger"][kind])}
    if chance.random() < 0.45:
        kinds = ("puzzling", "puzzling", "puzzling", "asking", "back", "skip", "switch")
        return {
            step: chance.choice(words[chance.choice(kinds)])
            for step in chance.sample(STEPS[1:9], 2)
        }
    return {}
