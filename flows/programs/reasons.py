"""Reasons of a verdict as words of a language."""

from __future__ import annotations

from flows.programs.catalogue import Catalogue
from flows.programs.program_words import said
from flows.programs.verdict import Reason


def in_words(catalogue: Catalogue, reason: Reason, language: str, *, hers: bool = False) -> str:
    """Half a sentence, without a capital or a full stop: "you live in Hartford", "it is for babies
    under 1".

    `hers`: somebody else speaks for her.
    """
    text: str = getattr(said(catalogue.reasons[reason.rule], language), reason.state.name.lower())
    subjects = said(catalogue.subjects, language)
    kind = (
        "cared" if reason.value == "caregiver" else reason.about.kind if reason.about else "child"
    )
    about_her: str = getattr(subjects, f"her_{kind}", "") if hers else ""
    subject = about_her or getattr(subjects, kind)
    return text.format(subject=subject, town=reason.value)
