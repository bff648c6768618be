"""One program of the catalogue, as programs.yaml has it: its sources, its rules and its words."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from flows.programs.program_words import ProgramWords, ReasonWords, SubjectWords, said
from flows.programs.rules.criteria import Criteria
from flows.programs.rules.mention_rules import When

Url = Annotated[str, Meta(pattern=r"^https?://")]
Number = Annotated[str, Meta(pattern=r"^(\d-)?\d{3}-\d{3}-\d{4}$|^2-1-1$|^\{mch\}$")]


class ProgramsError(ValueError):
    """The catalogue's data are wrong. The message ends with the path inside the file."""


class Found(Struct, frozen=True, forbid_unknown_fields=True):
    """What was found elsewhere, after the seed."""

    fact: str
    source: Url
    as_of: Annotated[str, Meta(min_length=1)]


class Phone(Struct, frozen=True, forbid_unknown_fields=True):
    number: Number
    whose: str
    source: Url


class Program(Struct, frozen=True, forbid_unknown_fields=True):
    """One program. `seed` is what its seed page says; `criteria` are there if it is matched, `when`
    if it is mentioned.

    `through` is whom to ask for one that is only mentioned. `unless_fits` names a program that
    takes its place where that fits; `merged_into` the one under which it is told. `rare` is what
    few people can get, so that it is shown before what others can get too. `enrol` is for staff.
    `also` are other names that people call it by.
    With `remind_days` it is called to mind so many days before the last day to join.
    """

    id: str
    name: str
    source: Url
    seed: tuple[str, ...]
    status: Literal["confirmed", "unconfirmed", "ended"]
    treat: Literal["match", "mention", "never_offer"]
    phones: tuple[Phone, ...]
    enrol: str
    short: str = ""
    also: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    not_known: tuple[str, ...] = ()
    through: Literal["211", "mch"] = "211"
    rare: bool = False
    remind_days: Annotated[int, Meta(ge=0, le=90)] = 0
    criteria: Criteria = Criteria()
    unless_fits: str = ""
    merged_into: str = ""
    when: When | None = None
    words: dict[str, ProgramWords] | None = None

    def said(self, language: str) -> ProgramWords:
        """Its words for the person; LookupError for one that is never offered."""
        if self.words is None:
            raise LookupError(f"{self.id} is never offered")
        return said(self.words, language)


class Ranking(Struct, frozen=True, forbid_unknown_fields=True):
    """What leads the list: for each need the programs that serve it, best first.

    `unasked` are the needs to assume where none is named.
    """

    best_for: dict[str, tuple[str, ...]]
    unasked: tuple[str, ...]


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `seeds` are the two pages; `reasons` the words for each rule, by its id."""

    seeds: tuple[Url, ...]
    subjects: dict[str, SubjectWords]
    reasons: dict[str, dict[str, ReasonWords]]
    ranking: Ranking
    programs: tuple[Program, ...]
