"""What a text tells beside the answer that was asked for: kept whatever was asked, and the stage
follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from flows.dialogue.draft import Draft
from flows.model.session import Answer
from flows.understanding.text.utterance import Said

# One answer and one more ("pregnant 06106") is the least that can be volunteered.
LEAST_TOKENS = 2
# But a town's name or its ZIP says by itself what it answers.
PLACE, NAME = "town", "callback_name"
BORN = "birth"
# What is told at these tells of an earlier child, and is their answer.
_NOT_REVISING = ("stage", "first_baby", "needs", "household", "income", "benefits", "callback_name")
# A later fact revises an earlier stage: from what was known and what is told now to what is so.
REVISED: Mapping[tuple[str, str], str] = {
    **{
        (before, now): now
        for before in ("none", "planning")
        for now in ("pregnant", "has_children", "both", "caregiver")
    },
    ("pregnant", "has_children"): "both",
    ("pregnant", "caregiver"): "both",
    ("pregnant", "both"): "both",
    ("has_children", "pregnant"): "both",
    ("has_children", "both"): "both",
    ("caregiver", "pregnant"): "both",
    ("caregiver", "both"): "both",
    ("pregnancy_ended", "pregnant"): "pregnant",
    ("pregnancy_ended", "both"): "both",
    ("pregnancy_ended", "has_children"): "has_children",
}


def volunteer(draft: Draft, said: Said, asked: str) -> bool:
    """Fill the other open slots that the text plainly answers too."""
    alone = len(said.tokens) < LEAST_TOKENS
    filled = False
    for slot, parser in draft.flow.volunteers.items():
        if (
            (alone and (slot != PLACE or asked == NAME))
            or slot == asked
            or slot in draft.session.answers
            or (slot == "ages" and _is_her_own_age(draft, said))
        ):
            continue
        heard = parser.volunteer(said, draft.context.today)
        if heard and heard.sure:
            draft.answer(slot, Answer(heard.value, said.raw, "volunteered"))
            filled = True
    if alone:
        return filled
    again = asked == "needs" and draft.value("stage") == "pregnancy_ended"
    revised = (again or asked not in _NOT_REVISING) and _revise(draft, said)
    _reconcile_stage(draft)
    return filled or revised


def _is_her_own_age(draft: Draft, said: Said) -> bool:
    """ "My daughter is 16 and pregnant": the age is hers, not a child's."""
    told = draft.flow.family.told(said)
    return told.stage in ("pregnant", "pregnancy_ended") and told.about not in ("self", "partner")


def _revise(draft: Draft, said: Said) -> bool:
    """Whether what is told now makes another stage of the one that was known: she gave birth, or is
    pregnant again."""
    before, told = draft.value("stage"), draft.flow.family.told(said)
    if before is None or "stage" in draft.told or not told.plain:
        return False
    born = bool(draft.flow.family.read(said).of(BORN))
    after = (
        "has_children"
        if born and before in ("pregnant", "both")
        else REVISED.get((str(before), told.stage), before)
    )
    if after == before:
        return False
    draft.answer("stage", Answer(after, said.raw, "volunteered"))
    if after == "has_children":
        draft.remove(("due",), "born")
    return True


def _reconcile_stage(draft: Draft) -> None:
    """Pregnant, and then tells of a child; or a child, and then tells when the next one is due: it
    is both."""
    stage, told = draft.value("stage"), draft.told
    if stage is None and "due" in told and "stage" not in draft.session.answers:
        draft.answer("stage", Answer("pregnant", draft.session.answers["due"].words, "inferred"))
        stage = "pregnant"
    if (stage == "pregnant" and "ages" in told) or (stage == "has_children" and "due" in told):
        draft.answer("stage", Answer("both", draft.session.answers["stage"].words, "inferred"))
