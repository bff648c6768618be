"""The data of what is heard as danger: its kinds by urgency, and the check of the files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

KINDS = (
    *(
        "danger",
        "infant",
        "mother",
        "psychosis",
        "suicide",
        "overdose",
        "trafficking",
        "child_self",
        "urgent",
        "parent",
    ),
    *("violence", "child_hurt", "substance", "safe_haven", "distress", "loss", "ended"),
)


class SafetyError(ValueError):
    """The safety data are wrong. The message says where and why."""


ByLanguage = dict[str, tuple[str, ...]]


class EarData(Struct, frozen=True, forbid_unknown_fields=True):
    """From which score on the learned ear is asked about, and below which it doubts the rules or
    outvotes them; `hint` is the least that it says of danger at all."""

    ask: float
    ask_answer: float
    agree: float
    hint: float
    dismiss_mild: float
    dismiss_any: float

    def __post_init__(self) -> None:
        if not self.dismiss_any <= self.dismiss_mild <= self.hint <= self.agree:
            raise ValueError("`dismiss_any`, `dismiss_mild`, `hint` and `agree` must not fall")
        if self.ask_answer < self.ask:
            raise ValueError("`ask_answer` must not be below `ask`")


class SafetyData(Struct, frozen=True, forbid_unknown_fields=True):
    same: dict[str, str]
    real: str
    groups: dict[str, tuple[str, ...]]
    idioms: ByLanguage
    denials: ByLanguage
    earlier: ByLanguage
    lightly: ByLanguage
    kinds: dict[str, ByLanguage]
    raised: dict[str, ByLanguage]
    ear: EarData
    lines: dict[str, Annotated[str, Meta(pattern=r"^\+1[2-9]\d{9}$")]] = {}


def named(kinds: Mapping[str, ByLanguage]) -> dict[str, tuple[str, ...]]:
    return {
        f"{kind}.{language}": phrases
        for kind, by_language in kinds.items()
        for language, phrases in by_language.items()
    }


def check(data: SafetyData, languages: Collection[str]) -> None:
    if tuple(data.kinds) != KINDS:
        raise SafetyError(
            f"the kinds must be exactly {', '.join(KINDS)}, in this order - at `$.kinds`"
        )
    parts: dict[str, Any] = {
        "idioms": data.idioms,
        "denials": data.denials,
        "earlier": data.earlier,
        "lightly": data.lightly,
    }
    parts |= {f"kinds.{kind}": value for kind, value in data.kinds.items()}
    parts |= {f"raised.{name}": value for name, value in data.raised.items()}
    if strange := sorted(data.lines.keys() - set(KINDS)):
        raise SafetyError(f"there is no kind {strange[0]!r} - at `$.lines`")
    for path, value in parts.items():
        if missing := [language for language in languages if not value.get(language)]:
            raise SafetyError(f"{missing[0]}: needs phrases - at `$.{path}`")
