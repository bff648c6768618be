"""What a learned model proposes where the rules of a question find nothing, and where it doubts
them: always a guess that is asked about ("Did you mean ...?"), never an answer.

The model is `linear.Linear` with the labels "slot.value"; `training.answer_sentences` makes it. Its
labels `unknown` and `declined` stand for no answer, `all` for every option of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flows.understanding.learned.linear import Linear
from flows.understanding.parsers.base import Heard
from flows.understanding.text.utterance import Said

# Log odds from which a label is proposed, and by how much it must lead the next.
LEAST, LEAD = -1.0, 0.3
# From so much on a text is an answer sooner than something else.
ANSWERS = 0.5
# A list is proposed with all that is likelier than not.
LIKELY = 0.0
# What the model must be sure of, and how unlikely what the rules heard must be, to doubt them.
SURE, UNLIKELY, VERY_UNLIKELY = 1.0, -1.5, -2.0
# By how much a label must lead to be asked instead of a guess of the rules.
AHEAD = 2.0
# So few words leave nothing to doubt: the rules know them.
LEAST_DOUBTED = 3
ALL = "all"
NO_ANSWER = ("unknown", "declined")
_YES_NO: dict[str, Any] = {"yes": True, "no": False}


_NUMBER = re.compile(r"\d")
_SCORES = "proposals"  # asked for twice or three times in a turn


class Proposals:
    """The proposals of a trained model; without one there are none."""

    def __init__(self, model: Linear | None = None) -> None:
        self._model = model
        self._labels: dict[str, list[str]] = {}
        for label in model.labels if model else ():
            self._labels.setdefault(label.partition(".")[0], []).append(label)

    def hear(self, slot: str, said: Said, options: Sequence[str]) -> Heard | None:
        """The likeliest answer to the question of a slot, as a guess; the `label` of a guess with
        no value says why there is none. Of a list only its `options` are proposed."""
        scores = self._scores(slot, said)
        if not scores:
            return None
        best, *others = sorted(scores, key=lambda name: -scores[name])
        if scores[best] < LEAST:
            return None
        if ALL in scores:
            return _several(scores, best, options)
        if others and scores[best] - scores[others[0]] < LEAD:
            return None
        if best in NO_ANSWER:
            return Heard(None, False, best)
        return Heard(_value(slot, best), False, best)

    def likely(self, slot: str, said: Said) -> bool:
        """Whether a text is likelier than not an answer to the question of a slot."""
        return max(self._scores(slot, said).values(), default=UNLIKELY) >= ANSWERS

    def doubts(self, slot: str, said: Said, heard: Heard) -> Heard | None:
        """What is to be asked instead of what the rules heard; None where the model does not
        contradict them. A guess of theirs is contradicted sooner than an answer."""
        scores = self._scores(slot, said)
        if not scores:
            return None
        if isinstance(heard.value, list):
            # a number of the list is no matter of opinion
            return None if _NUMBER.search(said.plain) else _other_list(scores, heard)
        best = max(scores, key=lambda name: scores[name])
        value = None if best in NO_ANSWER else _value(slot, best)
        taken = next((name for name in scores if _value(slot, name) == heard.value), "")
        sure, unlikely = (SURE, UNLIKELY) if heard.sure else (LIKELY, scores[best] - AHEAD)
        if heard.sure and len(said.tokens) < LEAST_DOUBTED:
            return None
        if value == heard.value or scores[best] < sure or scores.get(taken, unlikely) > unlikely:
            return None
        return Heard(value, False, best)

    def _scores(self, slot: str, said: Said) -> dict[str, float]:
        """By the name of the value; nothing for figures and single letters."""
        known = (_SCORES, slot)
        if known not in said.memo:
            said.memo[known] = self._score(slot, said)
        scores: dict[str, float] = said.memo[known]
        return scores

    def _score(self, slot: str, said: Said) -> dict[str, float]:
        labels = self._labels.get(slot)
        if not (self._model and labels and any(len(t) > 1 and t.isalpha() for t in said.tokens)):
            return {}
        found = self._model.scores(said.raw, labels)
        return {label.partition(".")[2]: score for label, score in found.items()}


def _several(scores: dict[str, float], best: str, options: Sequence[str]) -> Heard | None:
    if best == ALL:
        return Heard(list(options), False)
    chosen = [name for name in options if scores.get(name, LEAST) >= LIKELY] or [best]
    return Heard(chosen, False) if set(chosen) <= set(options) else None


def _other_list(scores: dict[str, float], heard: Heard) -> Heard | None:
    """A list with what the model is sure of besides, and without what it finds unlikely, if it
    hears another of them."""
    least = UNLIKELY if not heard.sure else VERY_UNLIKELY
    heard_too = max((scores.get(name, least) for name in heard.value), default=least) >= LIKELY
    kept = [name for name in heard.value if not heard_too or scores.get(name, 0) > least]
    missing = [
        name
        for name, score in scores.items()
        if score >= SURE and name not in heard.value and name != ALL
    ]
    if not (kept or missing) or (kept == heard.value and not missing):
        return None
    return Heard([*kept, *missing], False)


def _value(slot: str, name: str) -> Any:
    return _YES_NO[name] if name in _YES_NO and slot not in _WORDED else name


# The slots whose "yes" and "no" are values among others.
_WORDED = frozenset({"shots", "school"})
