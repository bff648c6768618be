"""A week of conversations, few enough to be counted by hand: played through the real turn, then
archived."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.archive.database import Archive
from bot.conversation.turns import Desk
from tests.archive.archiving import archive_all
from tests.playing.play import Dialogue, Player

# Each line of a talk comes 20 seconds after the one before it.
WEEK: list[dict[str, Any]] = [
    {
        "name": "Finishes by text in 40 seconds",
        "at": "2026-11-23 10:00",
        "talk": [
            {"parent": "im 5 months pregnant w my first in 06106"},
            {"parent": "food"},
            {"parent": "we get food stamps", "event": "ProgramsMatched"},
        ],
        "ends": {"step": "results", "programs": ["wic", "miop", "nfn", "healthy_start_hartford"]},
    },
    {
        "name": "Stops at the due date, in Spanish, half an hour before midnight",
        "at": "2026-11-23 23:30",
        "talk": [{"parent": "hola"}, {"parent": "estoy embarazada"}],
        "ends": {"step": "due", "language": "es"},
    },
    {
        "name": "Calls, is cut off, and stops by text at what would help",
        "at": "2026-11-24 09:00",
        "talk": [
            {"call": True},
            {"press": "1"},
            {"say": "I'm pregnant."},
            {"say": "March 5th."},
            {"hang_up": True},
            {"wait": "5 minutes", "parent": "sorry my phone died"},
            {"parent": "1"},
            {"parent": "yes"},
            {"parent": "hartford"},
        ],
        "ends": {"step": "needs"},
    },
    {
        "name": "Is not understood twice at the due date, and stops at the next question",
        "at": "2026-11-25 09:00",
        "talk": [
            {"parent": "pregnant"},
            {"parent": "In 14 months", "event": "NotUnderstood"},
            {"parent": "my number is 860 555 0123", "event": "NotUnderstood"},
            {"parent": "january"},
        ],
        "ends": {"step": "first_baby"},
    },
    {
        "name": "Is not understood in the same words, and asks for a call at the town",
        "at": "2026-11-25 10:00",
        "talk": [
            {"parent": "pregnant"},
            {"parent": "in 14 MONTHS!", "event": "NotUnderstood"},
            {"parent": "march 5"},
            {"parent": "yes"},
            {"parent": "call me"},
            {"parent": "Ana"},
            {"parent": "morning", "event": "HandoffOpened"},
        ],
        "ends": {"step": "promised"},
    },
    {
        "name": "Finishes by text in 4 minutes 20, and is in danger",
        "at": "2026-11-27 10:00",
        "talk": [
            {"parent": "im 5 months pregnant w my first in 06106"},
            {"parent": "i want to die", "event": "SafetyRaised"},
            {"parent": "1"},
            {"parent": "food"},
            {"wait": "3 minutes", "parent": "we get food stamps", "event": "ProgramsMatched"},
        ],
        "ends": {"step": "results"},
    },
]


def play_week(desk: Desk, archive: Archive, redis_url: str) -> None:
    """All of it, into the archive."""
    for each in WEEK:
        Player(desk, msgspec.convert(each, Dialogue)).play()
    archive_all(desk, archive, redis_url)
