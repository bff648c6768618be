"""Stage: where the rules of a question find nothing, the learned model may propose an answer."""

from __future__ import annotations

from flows.dialogue.draft import Draft
from flows.dialogue.incoming import Incoming
from flows.dialogue.stages.step_answer import without_amounts
from flows.dialogue.steps.settle import take
from flows.model.language import OTHER
from flows.understanding.guesses import GUESSES
from flows.understanding.parsers.shared.unsure import asks, declines, says_unknown
from flows.understanding.text.utterance import Said

_LONGEST_NAME = 3  # words


def proposed(draft: Draft, incoming: Incoming) -> bool:
    """Stage: "Did you mean ...?", about what sounds like an answer to the question at hand."""
    said, step = incoming.said, draft.step
    if step.parser is None or draft.session.aside or draft.doubtful or _is_else(draft, said):
        return False
    guess = GUESSES.get(step.slot)
    heard = (
        guess(said, draft.context.today, draft.flow.family.holidays)
        if guess
        else draft.flow.proposals.hear(step.slot, said, step.values)
    )
    if heard is None:
        return False
    words = without_amounts(draft, said) if step.slot == "income" else said
    take(draft, heard, words.raw)
    return True


def _is_else(draft: Draft, said: Said) -> bool:
    """Whether it is a question, no answer in plain words, a wish for no more texts, a place alone,
    or in another language: those have stages of their own."""
    return (
        _is_a_place(draft, said)
        or said.plain.endswith("?")
        or asks(said)
        or declines(said)
        or says_unknown(said)
        or draft.flow.intents.may_stop(said) is not None
        or draft.flow.languages.hear(said) == OTHER
    )


def _is_a_place(draft: Draft, said: Said) -> bool:
    town = draft.flow.volunteers.get("town")
    alone = len(said.tokens) <= _LONGEST_NAME and draft.step.slot != "town"
    return alone and town is not None and town.volunteer(said, draft.context.today) is not None
