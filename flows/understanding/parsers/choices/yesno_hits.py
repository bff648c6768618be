"""Judges the phrases of yes and no found in a text: an answer, a guess, or neither."""

from __future__ import annotations

import re

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.thumbs import contradicted_by_pictures
from flows.understanding.parsers.shared import yes_words as words
from flows.understanding.parsers.shared.hits import NEGATORS, before, negated
from flows.understanding.parsers.shared.unsure import HEDGES
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said

_VERBS = wordset("es soy son estoy tengo tenemos recibo hay era fue lo")
_LABELS = {True: "yes / sí", False: "no"}
_ASKED = (["is"], ["do"], ["am"], ["are"])
_BREAK = re.compile(r"[,.;!\n-]")
_POLARITY = {
    "YES": True,
    "yes": True,
    "leaning_yes": True,
    "NO": False,
    "no": False,
    "leaning_no": False,
}
_OWN = frozenset({"yes", "no"})  # this question's own words
_GENERAL = frozenset({"YES", "NO"})
_UNDECIDED = frozenset({"neither", "half"})
_LEANING = frozenset({"leaning_yes", "leaning_no"})


# So many words behind a yes still leave it a guess.
_LONGEST_TAIL = 12


def yes_or_no(answer: bool | None, sure: bool = True) -> Heard | None:
    return None if answer is None else Heard(answer, sure, _LABELS[answer])


def judge(said: Said, hits: list[Hit]) -> Heard | None:
    own = [hit for hit in hits if hit.name in _OWN]
    if refused := [hit for hit in own if _refused(said, hit)]:
        return _without_refused(own, refused)
    kinds = {hit.name for hit in hits}
    answer = _one_answer(kinds)
    if answer is None:
        return None
    sure = _is_plain(said, kinds) and not contradicted_by_pictures(said, answer)
    if own or kinds.isdisjoint(_GENERAL):
        return yes_or_no(answer, sure)
    stands = _stands(said, hits, answer)
    return None if stands is None else yes_or_no(answer, sure and stands)


def _refused(said: Said, hit: Hit) -> bool:
    """Whether a "not" governs the hit. In "no its my second" the no agrees; in "no es mi
    segundo" it denies."""
    if not negated(said, hit):
        return False
    words_before = before(said, hit)
    if hit.name == "yes" or not NEGATORS.isdisjoint(set(words_before) - {"no"}):
        return True
    at = words_before.index("no")
    return not _VERBS.isdisjoint(words_before[at + 1 : at + 2])


def _stands(said: Said, hits: list[Hit], answer: bool) -> bool | None:
    """Whether a general yes or no is the whole answer: true; false for a guess; None where it
    is part of more."""
    agreeing = words.AGREEING[answer]
    head = [word for word in said.bare[: hits[0].start].split() if word not in agreeing]
    rest = [word for word in _without(said.bare, hits) if word not in agreeing]
    tail = [word for word in rest if word not in words.FILLER and word not in HEDGES]
    if _asks_or_tells(head, tail) or (answer and not words.NOT.isdisjoint(tail)):
        return None
    tail = [word for word in tail if word not in words.NOT]
    if not tail:
        return True
    first = said.bare[hits[0].start : hits[0].end]
    guessed = _stands_apart(said, first) or (answer and first != "si")
    return False if guessed and len(tail) <= _LONGEST_TAIL else None


def _without_refused(own: list[Hit], refused: list[Hit]) -> Heard | None:
    """ "No tengo HUSKY" may still have SNAP: at best a guess, from what was not refused, or from
    all that was."""
    kept = [hit for hit in own if hit not in refused]
    denied = not kept and all(hit.name == "yes" for hit in refused)
    answers = {False} if denied else {hit.name == "yes" for hit in kept}
    return yes_or_no(answers.pop(), sure=False) if len(answers) == 1 else None


def _one_answer(kinds: set[str]) -> bool | None:
    """The answer that everything heard agrees on."""
    answers = {_POLARITY[kind] for kind in kinds if kind in _POLARITY}
    return answers.pop() if len(answers) == 1 and kinds.isdisjoint(_UNDECIDED) else None


def _is_plain(said: Said, kinds: set[str]) -> bool:
    """Neither leaning, nor hedged, nor asked."""
    return (
        kinds.isdisjoint(_LEANING)
        and HEDGES.isdisjoint(said.tokens)
        and not said.plain.endswith("?")
    )


def _without(text: str, hits: list[Hit]) -> list[str]:
    """The words of the text beside the hits."""
    for hit in reversed(hits):
        text = text[: hit.start] + " " + text[hit.end :]
    return text.split()


def _asks_or_tells(head: list[str], tail: list[str]) -> bool:
    """A question, or something told before the yes, or a number after it: the yes is no answer of
    its own."""
    told = any(word not in words.FILLER for word in head)
    return head[:1] in _ASKED or told or any(word.isdigit() for word in tail)


def _stands_apart(said: Said, first: str) -> bool:
    """ "Yes, ..." and "No. ...": the word opens the text, and a break follows."""
    return said.plain.startswith(first) and _BREAK.match(said.plain[len(first) :]) is not None
