"""What each person of the month does: drawn once, from a seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

LIST = {
    "en": ("hi", "1", "march 15", "1", "06106", "1", "1", "3"),
    "es": ("hola", "1", "15 de marzo", "1", "06106", "1", "1", "3"),
}
THANKS = {"en": "thanks", "es": "gracias"}
TROUBLES = {
    "stop": {"en": ("STOP",), "es": ("ALTO",)},
    "danger": {"en": ("my boyfriend hits me",), "es": ("mi esposo me pega",)},
    "loss": {"en": ("i had a miscarriage",), "es": ("perdi el bebe",)},
    "wrong number": {"en": ("wrong number",), "es": ("numero equivocado",)},
    "somebody else": {"en": ("hello", "2"), "es": ("hola", "2")},
    "erased": {"en": ("FORGET", "1"), "es": ("BORRAR", "1")},
}
# Silent ones are asked by a text of its own.
SAYS = ("yes", "no", "silent yes", "silent no", "silent")
HOURS = timedelta(hours=1)


@dataclass
class Sent:
    """A text of our own that Twilio took."""

    text: str
    at: datetime


@dataclass
class Person:
    number: str
    language: str
    begins: datetime
    says: str
    trouble: str
    trouble_after: timedelta
    answer: str
    answers_after: timedelta
    sent: list[Sent] = field(default_factory=list)
    lost: int = 0
    told_at: datetime | None = None
    yes_at: datetime | None = None
    trouble_at: datetime | None = None
    later_at: datetime | None = None

    @property
    def asks(self) -> list[Sent]:
        return [
            each for each in self.sent if "1 Yes 2 Nobody" in each.text or "2 Nadie" in each.text
        ]

    @property
    def offers(self) -> list[Sent]:
        return [each for each in self.sent if each not in self.asks]


def draw(count: int, begins: datetime, seed: int) -> list[Person]:
    """So many people, who begin within three days and nights."""
    random = Random(seed)
    return [
        Person(
            number=f"+1860{2_000_000 + each}",
            language=random.choice(("en", "es")),
            begins=begins + timedelta(minutes=random.randrange(3 * 24 * 60)),
            says=random.choices(SAYS, (6, 2, 3, 1, 2))[0],
            trouble=random.choice((*TROUBLES, *[""] * 6)),
            trouble_after=timedelta(hours=random.randrange(80, 260), minutes=17),
            answer=random.choice(("1", "2", "3", "4", "4", "")),
            answers_after=timedelta(minutes=random.randrange(2, 4000)),
        )
        for each in range(count)
    ]
