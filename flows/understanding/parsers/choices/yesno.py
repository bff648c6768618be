"""Yes or no. A hedge, a joke or both at once is never taken for either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.thumbs import contradicted_by_pictures, from_pictures
from flows.understanding.parsers.choices.yesno_hits import judge, yes_or_no
from flows.understanding.parsers.shared import yes_words as words
from flows.understanding.parsers.shared.fuzzy import index, nearest
from flows.understanding.parsers.shared.hits import (
    ParserDataError,
    before,
    book,
    negated,
    outermost,
)
from flows.understanding.parsers.shared.leading import Leading
from flows.understanding.parsers.shared.numbers import ORDINALS, menu_numbers
from flows.understanding.parsers.shared.unsure import (
    HEDGES,
    asks,
    asks_back,
    declines,
    says_unknown,
)
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.answer_words import AnswerWords
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said

_NUMBERS: dict[tuple[int, ...], bool] = {(1,): True, (2,): False}
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_BRIEF = 4  # words
_NTH = re.compile(r"[0-9](?:st|nd|rd|th|ro|do|er|to)\b")
_WONDERING = wordset(
    "how do can could should if did would to como puedo cuando when where donde apply applied for"
    " sobre about"
)


class _Data(Struct, forbid_unknown_fields=True):
    says_yes: list[str] = []
    says_no: list[str] = []
    volunteer_yes: list[str] = []
    volunteer_no: list[str] = []


class YesNo:
    """True or false. The general words ("yes", "nope", "claro que no", 1, 2) are built in; the
    arguments add this question's own
    ("I have HUSKY"), and what counts inside a text about something else."""

    def __init__(
        self,
        yes: Iterable[str] = (),
        no: Iterable[str] = (),
        volunteer_yes: Iterable[str] = (),
        volunteer_no: Iterable[str] = (),
        leading: Leading | None = None,
        lenient: bool = False,
    ) -> None:
        self._leading, self._lenient = leading, lenient
        own_yes, own_no = list(yes), list(no)
        self._book = book(
            {
                "neither": ("", words.NEITHER),
                "half": ("", words.HALF),
                "leaning_yes": ("", words.LEANING_YES),
                "leaning_no": ("", words.LEANING_NO),
                "yes": ("$.says_yes", own_yes),
                "no": ("$.says_no", own_no),
                "YES": ("", words.YES),
                "NO": ("", words.NO),
            }
        )
        self._volunteer = book(
            {
                "yes": ("$.volunteer_yes", list(volunteer_yes)),
                "no": ("$.volunteer_no", list(volunteer_no)),
            }
        )
        self._names = index(
            [*((phrase, True) for phrase in own_yes), *((phrase, False) for phrase in own_no)]
        )
        self._names |= {"yeah": True, "correct": True, "claro": True, "cierto": True, "nope": False}

    def hear(self, said: Said, today: date) -> Heard | None:
        signs = from_pictures(said)
        if signs is not None or not said.tokens:
            return yes_or_no(signs)
        numbers = menu_numbers(said)
        if numbers and ORDINALS.keys().isdisjoint(said.tokens) and not _NTH.search(said.bare):
            return yes_or_no(_NUMBERS.get(numbers.picked))
        if says_unknown(said) or declines(said) or asks(said):
            return None
        drawn_in = Said(_DRAWN_OUT.sub(r"\1", said.plain))
        hits = outermost(self._book.find(drawn_in))
        heard = judge(drawn_in, hits) if hits else None
        neither = (
            any(hit.name == "neither" for hit in hits)
            and len(said.tokens) <= _BRIEF
            and not self._lenient
        )
        if (heard is None or not heard.sure) and not neither:
            heard = self._lead(said, heard, own=any(hit.name in ("yes", "no") for hit in hits))
        return heard or self._near(drawn_in)

    def _lead(self, said: Said, heard: Heard | None, *, own: bool) -> Heard | None:
        """What the sentence opens or closes with, where its words alone do not say. This question's
        own words weigh more."""
        lead = self._leading.hear(said) if self._leading else None
        if (
            lead is None
            or asks_back(said)
            or (own and (heard is None or heard.value is not lead.yes))
        ):
            return heard
        sure = lead.sure or (self._lenient and lead.head and len(said.tokens) <= _BRIEF)
        return yes_or_no(lead.yes, sure and not contradicted_by_pictures(said, lead.yes))

    def volunteer(self, said: Said, today: date) -> Heard | None:
        hits = [hit for hit in outermost(self._volunteer.find(said)) if self._plain(said, hit)]
        answers = {hit.name == "yes" for hit in hits}
        return yes_or_no(answers.pop()) if len(answers) == 1 else None

    @staticmethod
    def _plain(said: Said, hit: Hit) -> bool:
        near = before(said, hit, reach=2)
        return not negated(said, hit) and _WONDERING.isdisjoint(near) and HEDGES.isdisjoint(near)

    def _near(self, said: Said) -> Heard | None:
        guess = nearest(said.bare, self._names)
        return None if guess is None else yes_or_no(guess, sure=False)


def build_lenient(data: Any, words: AnswerWords) -> YesNo:
    """As `build`, where leaning one way is enough: "i guess", "dale", "close enough" keep a guess
    of ours."""
    return build(data, words, lenient=True)


def build(data: Any, words: AnswerWords, *, lenient: bool = False) -> YesNo:
    """A yes/no from its data section: `says_yes`, `says_no`, `volunteer_yes`, `volunteer_no`, each
    a list of phrases, each optional."""
    try:
        section = msgspec.convert({} if data is None else data, _Data)
    except msgspec.ValidationError as reason:
        raise ParserDataError(str(reason)) from reason
    return YesNo(
        section.says_yes,
        section.says_no,
        section.volunteer_yes,
        section.volunteer_no,
        Leading(words),
        lenient,
    )
