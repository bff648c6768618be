"""Whisper to whoever answers at the office: whose call it is, before they take it; never a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.casework.short_number import short_number
from flows.model.session import Session
from flows.understanding.text.language_id import Languages
from flows.wording.voice_prompts import spoken_number

SITUATIONS: Mapping[str, str] = {
    "pregnant": "Pregnant",
    "has_children": "Has a child",
    "both": "Pregnant, and has a child",
    "caregiver": "Cares for a child",
    "planning": "Hopes for a baby",
    "pregnancy_ended": "A pregnancy ended",
}
NEEDS: Mapping[str, str] = {
    "food": "food",
    "parenting": "learning about the baby",
    "doctor": "a doctor or insurance",
    "breastfeeding": "breastfeeding",
    "asthma": "asthma",
    "shots": "shots",
    "feelings": "how she feels",
    "other": "something else",
}
DANGERS: Mapping[str, str] = {
    "danger": "an emergency",
    "suicide": "suicide",
    "overdose": "poison or an overdose",
    "urgent": "a medical emergency",
    "violence": "violence at home",
    "child_hurt": "a child being hurt",
    "safe_haven": "giving up a baby",
    "distress": "distress",
    "loss": "a loss",
}


def about(languages: Languages, session: Session | None, language: str = "") -> str:
    """Danger first, then language, situation, town, needs, and the number by which the console
    opens it."""
    code = session.language if session else language
    speaks = languages.name(code) if code in languages else ""
    parts = [*(_danger(session) if session else ()), f"Speaks {speaks}" if speaks else ""]
    parts += _told(session) if session else ()
    return " ".join(f"{part}." for part in parts if part)


def _danger(session: Session) -> Iterator[str]:
    if kinds := [
        DANGERS.get(kind, kind.replace("_", " ")) for kind in dict.fromkeys(session.dangers)
    ]:
        yield f"Danger: {', '.join(kinds)}"


def _told(session: Session) -> Iterator[str]:
    values = {slot: answer.value for slot, answer in session.answers.items()}
    yield SITUATIONS.get(values.get("stage") or "", "")
    town = values.get("town") or ""
    yield town if isinstance(town, str) and town != "elsewhere" else ""
    needs = values.get("needs") or ()
    yield f"Asks about {', '.join(NEEDS.get(need, need) for need in needs)}" if needs else ""
    yield f"Case {spoken_number(short_number(session.id))}"
