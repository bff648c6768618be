"""A program's words for the person, in every language, and what they must keep to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from flows.model.language import Language
from flows.wording.sms_encoding import outside_gsm7

T = TypeVar("T", bound=Struct)

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


Languages = Mapping[str, Language]


def said(words: Mapping[str, T], language: str) -> T:
    """The words in this language; in the first one where none is known."""
    return words[language] if language in words else next(iter(words.values()))


class ProgramWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`line` follows the short name in the list of results; `what`, `who` and `apply` are sentences
    for the details.

    `bring` answers what to bring or have ready.
    """

    name: str
    line: str = ""
    what: str = ""
    who: str = ""
    apply: str = ""
    bring: str = ""


class ReasonWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Why, by the rule's state: half a sentence, to be joined with others."""

    met: str = ""
    not_met: str = ""
    unknown: str = ""


class SubjectWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Why there is somebody to serve: what fills {subject}. `cared` is another's child; `her_`:
    they speak for her."""

    pregnancy: str
    child: str
    cared: str
    planning: str
    ended: str
    her_pregnancy: str = ""
    her_planning: str = ""
    her_ended: str = ""


def faults(
    words: Mapping[str, T], fields: frozenset[str], languages: Languages
) -> Iterator[tuple[str, str]]:
    """What is wrong with any words: path and reason. `fields` are the places that will be
    filled."""
    if missing := sorted(languages.keys() ^ words.keys()):
        yield missing[0], "must be in each language"
        return
    for language in languages:
        for key, text in asdict(words[language]).items():
            path = f"{language}.{key}"
            if languages[language].letters == "gsm7" and (odd := outside_gsm7(text)):
                yield path, f"these characters are not GSM-7: {odd}"
            if never := [word for word in NEVER_SAID if word in text.lower()]:
                yield path, f"never said to a parent: {never[0]!r}"
            if unknown := _places(text) - fields:
                yield path, f"nothing fills {sorted(unknown)[0]!r}"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def program_faults(
    words: Mapping[str, ProgramWords], full: bool, languages: Languages
) -> Iterator[tuple[str, str]]:
    """What is wrong with a program's words. `full`: every sentence is needed, not only the name."""
    yield from faults(words, frozenset({"mch"}), languages)
    for language, own in words.items():
        budget = languages[language].budget
        if missing := [key for key, text in asdict(own).items() if full and not text]:
            yield f"{language}.{missing[0]}", "a program that is matched needs these words"
        if len(own.line) > budget.line:
            yield (
                f"{language}.line",
                f"{len(own.line)} characters; a line has at most {budget.line}",
            )
        details = " ".join((own.name, own.what, own.who, own.apply)).replace("{mch}", MCH)
        if len(details) > budget.details:
            yield (
                language,
                (
                    f"name, what, who and apply have {len(details)} characters; they have at most"
                    f" {budget.details}"
                ),
            )


def reason_faults(
    words: Mapping[str, ReasonWords],
    needed: frozenset[str],
    fields: frozenset[str],
    languages: Languages,
) -> Iterator[tuple[str, str]]:
    """What is wrong with a reason's words. `needed` are the states it can have; `fields` are filled
    in `met` only."""
    yield from faults(words, fields, languages)
    for language, own in words.items():
        for state, text in asdict(own).items():
            if state in needed and not text:
                yield f"{language}.{state}", "a rule can come to this: it needs words"
            if len(text) > (most := languages[language].budget.reason):
                yield f"{language}.{state}", f"{len(text)} characters; a reason has at most {most}"
            if state != "met" and _places(text):
                yield (
                    f"{language}.{state}",
                    "there may be nothing to fill in: only `met` has places",
                )
