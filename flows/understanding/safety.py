"""Urgent words, heard before anything else, in both languages, with the slips of frightened thumbs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from flows.understanding.phrases import PhraseBook, PhraseError
from flows.understanding.spelling import SHORT_FORMS, Corrector
from flows.understanding.utterance import Said

KINDS = ("danger", "suicide", "overdose", "urgent", "violence", "child_hurt", "safe_haven", "distress", "loss", "ended")


class SafetyError(ValueError):
    """The safety data are wrong. The message says where and why."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What was heard: one of `KINDS`, and the language it was said in."""

    kind: str
    language: str


ByLanguage = dict[str, tuple[str, ...]]


class SafetyData(Struct, frozen=True, forbid_unknown_fields=True):
    same: dict[str, str]
    real: str
    groups: dict[str, tuple[str, ...]]
    idioms: ByLanguage
    denials: ByLanguage
    kinds: dict[str, ByLanguage]
    raised: dict[str, ByLanguage]
    lines: dict[str, Annotated[str, Meta(pattern=r"^\+1[2-9]\d{9}$")]] = {}


# "No, bleeding": a no that stands apart answers something else and denies nothing.
_NO_APART = re.compile(r"\b(?:no|not|nope|nah|nunca|never|nada|sin)\s*[^\w\s'’]|\b(?:no|nope)\s*\n", re.IGNORECASE)
_BUT = frozenset({"but", "pero", "except", "although", "though", "aunque", "yet", "sometimes", "maybe"})


class Safety:
    """Compiled safety data; `lines` are the help lines that a caller can be connected to.

    Slips of one letter, missing accents and apostrophes, capitals and text speech are all heard."""

    def __init__(self, data: object, languages: Collection[str]) -> None:
        try:
            read = msgspec.convert(data, SafetyData)
            _check(read, languages)
            self.lines = read.lines
            same = {**SHORT_FORMS, **read.same}
            self._idioms, self._denials = (PhraseBook(part, read.groups, same) for part in (read.idioms, read.denials))
            self._dangers = PhraseBook(_named(read.kinds), read.groups, same)
            self._raised = PhraseBook(_named(read.raised), read.groups, same)
        except (msgspec.ValidationError, PhraseError) as error:
            raise SafetyError(str(error)) from None
        harmless = self._idioms.vocabulary | self._denials.vocabulary | set(read.real.split())
        self._corrector = Corrector(self._dangers.vocabulary | self._raised.vocabulary, harmless, same)

    def hear(self, said: Said) -> Danger | None:
        """The most urgent thing said, or None. Idioms ("this heat is killing me") and plain denials do not count."""
        hits = self._dangers.find_in(self._without_denials(said, self._idioms.mask(self._corrector.read(said.tokens))))
        if not hits:
            return None
        kind, _, language = hits[0].name.partition(".")
        return Danger(kind, language)

    def raised(self, said: Said) -> frozenset[str]:
        """Subjects the person has brought up by themselves ("substance"): only then may they be mentioned."""
        return frozenset(hit.name.partition(".")[0] for hit in self._raised.find_in(self._corrector.read(said.tokens)))

    def _without_denials(self, said: Said, text: str) -> str:
        denied = self._denials.mask(text)
        if denied is text or _NO_APART.search(said.raw) or not _BUT.isdisjoint(text.split()):
            return text
        return denied


def _named(kinds: Mapping[str, ByLanguage]) -> dict[str, tuple[str, ...]]:
    return {f"{kind}.{language}": phrases for kind, by_language in kinds.items() for language, phrases in by_language.items()}


def _check(data: SafetyData, languages: Collection[str]) -> None:
    if tuple(data.kinds) != KINDS:
        raise SafetyError(f"the kinds must be exactly {', '.join(KINDS)}, in this order - at `$.kinds`")
    parts: dict[str, Any] = {"idioms": data.idioms, "denials": data.denials}
    parts |= {f"kinds.{kind}": value for kind, value in data.kinds.items()}
    parts |= {f"raised.{name}": value for name, value in data.raised.items()}
    if strange := sorted(data.lines.keys() - set(KINDS)):
        raise SafetyError(f"there is no kind {strange[0]!r} - at `$.lines`")
    for path, value in parts.items():
        if missing := [language for language in languages if not value.get(language)]:
            raise SafetyError(f"{missing[0]}: needs phrases - at `$.{path}`")


_SSN = re.compile(r"(?<![\d.])(?!000|666|9\d\d)\d{3}[- .](?!00)\d\d[- .](?!0000)\d{4}(?!\d|[- .]\d)")
_SOCIAL = re.compile(r"\b(?:ss[n#]?|social|seguro social)\b[^\d\n]{0,24}(?:\d[- .]?){9}(?!\d)", re.IGNORECASE)


def looks_like_ssn(said: Said) -> bool:
    """Whether the text holds what looks like a Social Security number: 123-45-6789, or nine digits called "social"."""
    return bool(_SSN.search(said.plain) or _SOCIAL.search(said.plain))
