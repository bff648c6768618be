"""What a parent has told, as staff read it: each answer with the words it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from flows.model.session import Answer
from flows.understanding.parsers.base import Heard
from flows.wording.formatting import spoken_guess
from flows.wording.prompts import Prompts
from staff.frame import labels as english


class Told(Struct, frozen=True):
    """One answer. `words` are the parent's own; `turn` is the turn it was given in, if that is
    among those at hand."""

    slot: str
    question: str
    value: str
    how: str
    words: str
    known: bool
    turn: int | None = None


def told(
    prompts: Prompts, slots: Iterable[str], answers: Mapping[str, Answer], turns: Mapping[str, int]
) -> Sequence[Told]:
    """In the order of the questions, which fill `slots`. `turns` says in which turn each slot was
    last filled."""
    order = dict.fromkeys((*slots, *answers))
    return [
        _told(prompts, slot, answers[slot], turns.get(slot))
        for slot in order
        if slot in answers and slot != "language"
    ]


def _told(prompts: Prompts, slot: str, answer: Answer, turn: int | None) -> Told:
    known = answer.value is not None
    how = english.HOW.get(answer.how, english.spaced(answer.how))
    value = in_words(prompts, slot, answer.value) if known else how
    return Told(slot, english.place(prompts, slot), value, how, answer.words, known, turn)


def in_words(prompts: Prompts, slot: str, value: Any) -> str:
    """A value in the language of the console, which is the first."""
    return (
        spoken_guess(prompts, prompts.languages[0], slot, Heard(value))
        if value != []
        else "nothing"
    )
