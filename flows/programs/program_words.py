"""A program's words for the person, in both languages, and what they must keep to."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from flows.wording.sms_encoding import outside_gsm7

T = TypeVar("T", bound=Struct)

LANGUAGES = ("en", "es")
LINE = {"en": 60, "es": 55}
REASON = 60
# The details are one text with a heading and a last line of commands: with these sums it stays within 3 segments of GSM-7
# (459 characters) in English and 6 of UCS-2 (402) in Spanish.
DETAILS = {"en": 360, "es": 320}
MCH = "(860) 757-4820"
# Words that frighten, or that judge what is not ours to judge.
NEVER_SAID = (
    "dcf",
    "children and families",
    "niños y familias",
    "violen",
    "abuse",
    "abuso",
    "not eligible",
    "ineligible",
    "not qualify",
    "no califica",
    "elegible",
)


class InBoth(Struct, Generic[T], frozen=True, forbid_unknown_fields=True):
    """The same in English and in Spanish."""

    en: T
    es: T

    def said(self, language: str) -> T:
        return self.es if language == "es" else self.en


class ProgramWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`line` follows the short name in the list of results; `what`, `who` and `enrol` are sentences for the details."""

    name: str
    line: str = ""
    what: str = ""
    who: str = ""
    enrol: str = ""


class ReasonWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Why, by the rule's state: half a sentence, to be joined with others."""

    met: str = ""
    not_met: str = ""
    unknown: str = ""


class SubjectWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Why there is somebody to serve: what fills {subject}. `cared` is another's child."""

    pregnancy: str
    child: str
    cared: str
    planning: str
    ended: str


def faults(words: InBoth[T], fields: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with any words: path and reason. `fields` are the places that will be filled."""
    for language in LANGUAGES:
        for key, text in asdict(words.said(language)).items():
            path = f"{language}.{key}"
            if language == "en" and (odd := outside_gsm7(text)):
                yield path, f"these characters are not GSM-7: {odd}"
            if said := [word for word in NEVER_SAID if word in text.lower()]:
                yield path, f"never said to a parent: {said[0]!r}"
            if unknown := _places(text) - fields:
                yield path, f"nothing fills {sorted(unknown)[0]!r}"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def program_faults(words: InBoth[ProgramWords], full: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with a program's words. `full`: every sentence is needed, not only the name."""
    yield from faults(words, frozenset({"mch"}))
    for language in LANGUAGES:
        said = words.said(language)
        if missing := [key for key, text in asdict(said).items() if full and not text]:
            yield f"{language}.{missing[0]}", "a program that is matched needs these words"
        if len(said.line) > LINE[language]:
            yield f"{language}.line", f"{len(said.line)} characters; a line has at most {LINE[language]}"
        details = " ".join((said.name, said.what, said.who, said.enrol)).replace("{mch}", MCH)
        if len(details) > DETAILS[language]:
            yield language, f"name, what, who and enrol have {len(details)} characters; they have at most {DETAILS[language]}"


def reason_faults(words: InBoth[ReasonWords], needed: frozenset[str], fields: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a reason's words. `needed` are the states it can have; `fields` are filled in `met` only."""
    yield from faults(words, fields)
    for language in LANGUAGES:
        for state, text in asdict(words.said(language)).items():
            if state in needed and not text:
                yield f"{language}.{state}", "a rule can come to this: it needs words"
            if len(text) > REASON:
                yield f"{language}.{state}", f"{len(text)} characters; a reason has at most {REASON}"
            if state != "met" and _places(text):
                yield f"{language}.{state}", "there may be nothing to fill in: only `met` has places"
