"""What a text says of a family: a stage, how sure it is, whom it is about, what is asked for."""

from __future__ import annotations

from msgspec import Struct

from flows.understanding.family.persons import SELF
from flows.understanding.family.reading import Read
from flows.understanding.family.stage_of_facts import stage_of
from flows.understanding.parsers.shared.numbers import digits

_TEEN = 13
# Facts that tell the stage also in a text about something else.
_PLAIN = ("pregnant", "birth", "has", "cares", "lost", "plans", "both")
# Words which, where no fact explains them, make an answer a guess.
_HINTS = {
    "has_children": frozenset(
        {
            "ANOTHER",
            "LATER",
            "HERE",
            "EXPECT",
            "ONWAY",
            "BELLY",
            "HAVING",
            "PREGN",
            "surprise",
            "DIED",
            "LOSE",
            "FOSTER",
            "ADOPT",
        }
    ),
    "caregiver": frozenset({"MY", "ADOPT", "KID", "DAU", "PREGN", "EXPECT", "ONWAY"}),
    "pregnancy_ended": frozenset({"NOW", "NUM", "KID", "DAU", "ADOPT"}),
    "pregnant": frozenset({"MULT", "OLDEST", "LATER", "DIED"}),
    "planning": frozenset({"PREG", "EXPECT"}),
    "none": frozenset({"BUT", "surprise", "ANOTHER", "PREGN", "EXPECT", "ONWAY"}),
}


class Told(Struct, frozen=True):
    """What a text says of the family. `stage` is "" where it says nothing; `sure` false where it
    must be asked first; `plain` is true where the stage counts also in a text that answers another
    question. `about` is whom it is about, `wish` what was asked for ("abortion"), `lost_before` a
    loss told beside a pregnancy, `died` a child who died, `child` that a child writes."""

    stage: str = ""
    sure: bool = True
    plain: bool = False
    about: str = SELF
    wish: str = ""
    lost_before: bool = False
    died: bool = False
    child: bool = False


def told(read: Read) -> Told:
    """The stage that the facts come to."""
    keeps = any("KEEPIT" in read.kinds[f.start : f.end] for f in read.of("pregnant"))
    wish = "abortion" if read.of("abortion") and not keeps and not _is_past_abortion(read) else ""
    stage, sure, about = stage_of(read)
    sure = sure and not _is_unexplained(read, stage)
    if wish and stage not in ("", "pregnant", "both"):
        stage, sure = "", True
    lost = bool(read.of("lost", "died")) and stage in ("pregnant", "both")
    sure = sure and not read.slip
    plain = sure and stage not in ("", "none") and bool(read.of(*_PLAIN) or wish)
    return Told(
        stage, sure, plain, _kin(about), wish, lost, bool(read.of("died")), _is_child(read, about)
    )


def _is_child(read: Read, about: str) -> bool:
    """Whether who writes is a child: an own age below 13, and somebody else it is about."""
    ages = (
        word.text
        for fact in read.of("own_age")
        for word in read.words[fact.start : fact.end]
        if word.kind == "NUM"
    )
    return about not in (SELF, "partner", "girl") and any(
        int(age) < _TEEN for n in ages if (age := digits(n)).isdigit()
    )


def _is_unexplained(read: Read, stage: str) -> bool:
    """Whether words stand beside the facts that may tell of one more: a brother to come, a child
    that is theirs after all."""
    known = {
        place for f in read.facts for place in range(f.start - 1, f.end)
    }  # the word before a fact belongs to it
    left = [kind for place, kind in enumerate(read.kinds) if place not in known]
    return not _HINTS.get(stage, frozenset()).isdisjoint(left)


def _kin(about: str) -> str:
    return "partner" if about == "girl" else about


def _is_past_abortion(read: Read) -> bool:
    return any(
        fact.what == "lost" and "ABORTION" in read.kinds[fact.start : fact.end]
        for fact in read.facts
    )
