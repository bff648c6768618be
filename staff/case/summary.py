"""A conversation in a sentence or two: who it is about, what fits, where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flows.model.session import Disposition, Session, Status
from flows.wording.prompts import Prompts
from staff.case.answer_lines import in_words
from staff.frame import labels as english

STAGES: Mapping[str, str] = {
    "pregnant": "Pregnant",
    "has_children": "Has children",
    "both": "Pregnant and has children",
    "caregiver": "Cares for someone else's child",
    "planning": "Plans to have a baby",
    "pregnancy_ended": "Was pregnant",
    "none": "Neither pregnant nor with children",
}
SCHOOL = {"high_school": "goes to high school", "teen": "is a teenager"}
MOST_PROGRAMS = 4


def summarize(
    prompts: Prompts, session: Session, programs: Sequence[str], dangers: Sequence[str]
) -> str:
    """`programs` are the short names of those that fit, `dangers` the kinds that were heard."""
    values = {
        slot: answer.value for slot, answer in session.answers.items() if answer.value is not None
    }
    parts = list(_about(prompts, values))
    sentences = [f"{', '.join([_stage(values), *parts])}."]
    if dangers:
        heard = [english.DANGERS.get(kind, english.spaced(kind)) for kind in dict.fromkeys(dangers)]
        sentences.insert(0, f"Safety: {english.joined(heard)}.")
    if programs and values.keys() - {"language"}:
        rest = len(programs) - MOST_PROGRAMS
        names = [*programs[:MOST_PROGRAMS], *([f"{rest} more"] if rest > 0 else [])]
        sentences.append(f"What fits or may fit: {english.joined(names)}.")
    return " ".join([*sentences, standing(prompts, session)])


def standing(prompts: Prompts, session: Session) -> str:
    """Where it stands, or how it ended."""
    at = english.place(prompts, session.step)
    if session.status is Status.WAITING:
        return f"Now at: {at}."
    if session.disposition is Disposition.ABANDONED:
        return f"Stopped answering at: {at}."
    how = english.DISPOSITIONS.get(session.disposition.value if session.disposition else "", "")
    return f"{how.capitalize()}." if how else ""


def short(prompts: Prompts, stage: str, town: str) -> str:
    """The little that a list says."""
    place = in_words(prompts, "town", town) if town else ""
    return ", ".join(part for part in (STAGES.get(stage, "Situation not known"), place) if part)


def _stage(values: Mapping[str, Any]) -> str:
    return STAGES.get(values.get("stage", ""), "Situation not known yet")


def _about(prompts: Prompts, values: Mapping[str, Any]) -> Iterator[str]:
    said = {slot: in_words(prompts, slot, value) for slot, value in values.items()}
    if "about" in said:
        yield f"about {said['about']}"
    if "due" in said:
        yield f"due around {said['due']}"
    if said.get("ages"):
        yield f"ages: {said['ages']}"
    if values.get("first_baby"):
        yield "first baby"
    if values.get("town") == "elsewhere":
        yield f"lives {said['town']}"
    elif "town" in said:
        yield f"lives in {said['town']}"
    if values.get("needs"):
        yield f"wants help with {said['needs']}"
    if values.get("school") in SCHOOL:
        yield SCHOOL[values["school"]]
