"""Whether anybody at home gets HUSKY, SNAP or TFA now, told apart from wanting, waiting for and
having lost it."""

from __future__ import annotations

import re
from datetime import date

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.yesno import YesNo
from flows.understanding.parsers.shared.hits import outermost
from flows.understanding.parsers.shared.leading import Lead, Leading
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.parsers.shared.unsure import (
    asks,
    asks_back,
    declines,
    says_unknown,
    wonders,
)
from flows.understanding.text.answer_words import AnswerWords, one_of, written_out
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said, fold

_BOOKS = (
    "mention",
    "thing",
    "other",
    "elsewhere",
    "ended",
    "still",
    "wanted",
    "wishing",
    "nothing",
    "all_have",
    "unclear",
)
_CLAUSE = re.compile(
    r"[,;:!?()\n]|\.(?!\d)| (?=(?:but|pero|and"
    r" then|however|cuz|bc|because|porque|pq|although|aunque|just|only|solo) )"
)
_AND = re.compile(r" (?:and|y|n)(?= )")
_NO = frozenset(
    ["no", "not", "never", "ni", "nunca", "sin", "without", "neither", "nor", "tampoco", "aint"]
)
_LONGEST = 60  # words
_SHORT = 5  # words: a longer text that names no benefit and opens with no "no" is asked about
_LABELS = {True: "yes / sí", False: "no"}


class Benefits:
    """True when somebody at home has one of them now; False for wanting, waiting, lost, WIC alone,
    or somebody elsewhere."""

    def __init__(self, words: AnswerWords, plain: YesNo) -> None:
        self._plain = plain
        self._leading = Leading(words)
        self._book = words.phrases("benefits", *_BOOKS)
        self._hedges = words.words("yes_no", "hedges")
        self._having = one_of(words.phrase("benefits", "having"))
        self._elsewhere = words.phrases("benefits", "other_state")

    def hear(self, said: Said, today: date) -> Heard | None:
        """The answer to "does anyone at home get one of these?"."""
        if menu_numbers(said) is not None or not said.tokens:
            whole = self._book.find_in(written_out(said.bare))
            return (
                _heard(True, True)
                if any(hit.name == "all_have" for hit in whole)
                else self._plain.hear(said, today)
            )
        named = any(hit.name == "mention" for hit in self._book.find_in(written_out(said.bare)))
        wishes = any(
            hit.name in ("wishing", "wanted") for hit in self._book.find_in(written_out(said.bare))
        )
        if (
            len(said.tokens) > _LONGEST
            or declines(said)
            or ((asks(said) or asks_back(said)) and not (wishes and named))
        ):
            return None
        if said.plain.endswith("?") and not (wishes and named):
            return None
        states = [
            state for part in self._parts(said) if (state := self._state(part, named)) is not None
        ]
        if (says_unknown(said) or wonders(said)) and True not in states:
            return None
        lead = self._leading.hear(said)
        heard = self._judge(lead, states, said)
        if heard and heard.sure and heard.value is False and not named and lead is None:
            return _heard(False, len(said.tokens) <= _SHORT and not wishes)
        return heard

    def volunteer(self, said: Said, today: date) -> Heard | None:
        told = self._plain.volunteer(said, today)
        whole = self.hear(said, today) if told else None
        return None if told and whole and whole.value is not told.value else told

    def nothing(self, said: Said) -> str:
        """`unknown` or `declined`."""
        return (
            "declined"
            if declines(said)
            else "unknown"
            if says_unknown(said) or wonders(said)
            else ""
        )

    def _parts(self, said: Said) -> list[str]:
        text = "\n".join(fold(line) for line in said.raw.replace("’", "'").splitlines())
        parts = [written_out(Said(part).bare) for part in _CLAUSE.split(text)]
        return [each for part in parts if part for each in self._split_and(part)]

    def _split_and(self, part: str) -> list[str]:
        """Both sides of an "and" where each says something by itself."""
        sides = _AND.split(part)
        return (
            sides
            if len(sides) > 1 and all(self._state(side, True) is not None for side in sides)
            else [part]
        )

    def _state(self, part: str, named_somewhere: bool) -> bool | None:
        """Whether this part says that somebody has one; None where it says nothing about it."""
        hits = outermost(self._book.find_in(part))
        kinds = {hit.name for hit in hits}
        things = [hit for hit in hits if hit.name in ("mention", "thing")]
        named = "mention" in kinds
        denied = any(self._is_denied(part, hit) for hit in things)
        affirmed = any(_after(part, hit) in ("yes", "si") for hit in things)
        if affirmed or ("still" in kinds and not denied and "nothing" not in kinds):
            return True
        if kinds & {"ended", "wanted", "elsewhere"} or (
            "wishing" in kinds and (named or named_somewhere)
        ):
            return False
        if "all_have" in kinds:
            return True
        if things and not denied and (named or self._has_it(part)):
            return None if "unclear" in kinds else True
        if denied or "nothing" in kinds:
            return False
        return False if "other" in kinds and not named else None

    def _is_denied(self, part: str, hit: Hit) -> bool:
        """ "No food stamps", "husky no"."""
        return bool(set(part[: hit.start].split()[-5:]) & _NO) or _after(part, hit) == "no"

    def _has_it(self, part: str) -> bool:
        return self._having.search(part) is not None

    def _judge(self, lead: Lead | None, states: list[bool], said: Said) -> Heard | None:
        unsure = not self._hedges.isdisjoint(said.tokens) or bool(
            self._elsewhere.find_in(written_out(said.bare))
        )
        opened = lead.yes if lead else None
        if True in states:
            agree = opened is not False and False not in states
            return _heard(True, not unsure and (agree or bool(lead and lead.head and lead.yes)))
        if False in states:
            return (
                _heard(bool(opened), opened is not True and not unsure)
                if opened
                else _heard(False, not unsure)
            )
        if lead is None:
            return self._plain.hear(said, date.min)
        return _heard(lead.yes, lead.sure and not unsure)


def _after(part: str, hit: Hit) -> str:
    """The word right behind a hit."""
    return next(iter(part[hit.end :].split()), "")


def _heard(answer: bool, sure: bool) -> Heard:
    return Heard(answer, sure, _LABELS[answer])
