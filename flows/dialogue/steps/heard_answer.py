"""What the parser of a step hears in a text: an answer, a guess, or something volunteered."""

from __future__ import annotations

from typing import Any

from flows.dialogue.draft import Draft
from flows.dialogue.steps.asking import income_limit
from flows.understanding.guesses import GUESSES
from flows.understanding.parsers.base import Heard, weighs
from flows.understanding.parsers.shared.unsure import declines, says_unknown
from flows.understanding.text.utterance import Said


def heard_answer(draft: Draft, said: Said) -> Heard | None:
    """What the step's parser hears; where the question has a value for "I don't know", that."""
    heard = _doubted(draft, said, _parse(draft, said))
    return (
        Heard(draft.step.unsure)
        if heard is None and draft.step.unsure and says_unknown(said)
        else heard
    )


def heard_in_first_text(draft: Draft, said: Said) -> Heard | None:
    """In a first text a guess, a number, or the word from a poster is no answer."""
    heard = _parse(draft, said)
    plainly = heard is not None and heard.sure
    return (
        heard
        if plainly and not said.bare.isdigit() and said.bare not in draft.flow.posters
        else None
    )


def may_answer(draft: Draft, said: Said) -> bool:
    """Whether a text can be an answer to the question at hand: for the rules, as a guess, as no
    answer in plain words, or likely for the learned model."""
    parser, step, today = draft.step.parser, draft.step, draft.context.today
    if parser is None:
        return False
    if declines(said) or says_unknown(said) or parser.hear(said, today):
        return True
    guess = GUESSES.get(step.slot)
    return bool(guess and guess(said, today, draft.flow.family.holidays)) or (
        draft.flow.proposals.likely(step.slot, said)
    )


def _parse(draft: Draft, said: Said) -> Heard | None:
    """As an answer, and where that is not sure as something volunteered."""
    parser, today = draft.step.parser, draft.context.today
    heard = parser.hear(said, today) if parser else None
    if heard and weighs(parser):
        heard = parser.weigh(heard, _known(draft))
    if parser and not (heard and heard.sure):
        told = parser.volunteer(said, today)
        heard = heard if told is None or _has_more(heard, told) else told
    return heard


def _doubted(draft: Draft, said: Said, heard: Heard | None) -> Heard | None:
    """Where the learned model plainly hears another answer than the rules, that is asked about."""
    if heard is None or heard.value is None:
        return heard
    return draft.flow.proposals.doubts(draft.step.slot, said, heard) or heard


def _has_more(heard: Heard | None, told: Heard) -> bool:
    """Whether a guess names more of a list than what was plainly told: then it is asked, and
    nothing gets lost."""
    return (
        heard is not None
        and isinstance(heard.value, list)
        and isinstance(told.value, list)
        and set(told.value) < set(heard.value)
    )


def _known(draft: Draft) -> dict[str, Any]:
    """What an answer may have to be weighed with."""
    return {"stage": draft.value("stage"), "limit": income_limit(draft).year}
