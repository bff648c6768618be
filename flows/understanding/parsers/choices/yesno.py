"""Yes or no. A hedge, a joke or both at once is never taken for either."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.answer_words import AnswerWords
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared import yes_words as words
from flows.understanding.parsers.shared.fuzzy import index, nearest
from flows.understanding.parsers.shared.hits import (
    NEGATORS,
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
from flows.understanding.phrases import Hit
from flows.understanding.utterance import Said

_NUMBERS: dict[tuple[int, ...], bool] = {(1,): True, (2,): False}
_VERBS = wordset("es soy son estoy tengo tenemos recibo hay era fue lo")
_LABELS = {True: "yes / sí", False: "no"}
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_BRIEF = 4  # words
_NTH = re.compile(r"[0-9](?:st|nd|rd|th|ro|do|er|to)\b")
_ASKED = (["is"], ["do"], ["am"], ["are"])
_BREAK = re.compile(r"[,.;!\n-]")
_WONDERING = wordset(
    "how do can could should if did would to como puedo cuando when where donde apply applied for"
    " sobre about"
)
_POLARITY = {
    "YES": True,
    "yes": True,
    "leaning_yes": True,
    "NO": False,
    "no": False,
    "leaning_no": False,
}


class _Data(Struct, forbid_unknown_fields=True):
    says_yes: list[str] = []
    says_no: list[str] = []
    volunteer_yes: list[str] = []
    volunteer_no: list[str] = []


_OWN = frozenset({"yes", "no"})  # this question's own words
_GENERAL = frozenset({"YES", "NO"})
_UNDECIDED = frozenset({"neither", "half"})
_LEANING = frozenset({"leaning_yes", "leaning_no"})
# So many words behind a yes still leave it a guess.
_LONGEST_TAIL = 12


class YesNo:
    """True or false. The general words ("yes", "nope", "claro que no", 1, 2) are built in; the
    arguments add this" " question's own
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
        signs = _signs(said)
        if signs is not None or not said.tokens:
            return _heard(signs)
        numbers = menu_numbers(said)
        if numbers and ORDINALS.keys().isdisjoint(said.tokens) and not _NTH.search(said.bare):
            return _heard(_NUMBERS.get(numbers.picked))
        if says_unknown(said) or declines(said) or asks(said):
            return None
        drawn_in = Said(_DRAWN_OUT.sub(r"\1", said.plain))
        hits = outermost(self._book.find(drawn_in))
        heard = self._judge(drawn_in, hits) if hits else None
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
        return _heard(lead.yes, sure and not _contradicted(said, lead.yes))

    def volunteer(self, said: Said, today: date) -> Heard | None:
        hits = [hit for hit in outermost(self._volunteer.find(said)) if self._plain(said, hit)]
        answers = {hit.name == "yes" for hit in hits}
        return _heard(answers.pop()) if len(answers) == 1 else None

    @staticmethod
    def _plain(said: Said, hit: Hit) -> bool:
        near = before(said, hit, reach=2)
        return not negated(said, hit) and _WONDERING.isdisjoint(near) and HEDGES.isdisjoint(near)

    def _judge(self, said: Said, hits: list[Hit]) -> Heard | None:
        own = [hit for hit in hits if hit.name in _OWN]
        if refused := [hit for hit in own if self._refused(said, hit)]:
            return _without_refused(own, refused)
        kinds = {hit.name for hit in hits}
        answer = _one_answer(kinds)
        if answer is None:
            return None
        sure = _is_plain(said, kinds) and not _contradicted(said, answer)
        if own or kinds.isdisjoint(_GENERAL):
            return _heard(answer, sure)
        stands = self._stands(said, hits, answer)
        return None if stands is None else _heard(answer, sure and stands)

    @staticmethod
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

    @staticmethod
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

    def _near(self, said: Said) -> Heard | None:
        guess = nearest(said.bare, self._names)
        return None if guess is None else _heard(guess, sure=False)


def _heard(answer: bool | None, sure: bool = True) -> Heard | None:
    return None if answer is None else Heard(answer, sure, _LABELS[answer])


def _without_refused(own: list[Hit], refused: list[Hit]) -> Heard | None:
    """ "No tengo HUSKY" may still have SNAP: at best a guess, from what was not refused, or from
    all that was."""
    kept = [hit for hit in own if hit not in refused]
    denied = not kept and all(hit.name == "yes" for hit in refused)
    answers = {False} if denied else {hit.name == "yes" for hit in kept}
    return _heard(answers.pop(), sure=False) if len(answers) == 1 else None


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


def _drawn(said: Said) -> set[str]:
    return {c for c in said.plain if unicodedata.category(c) == "So"}


def _signs(said: Said) -> bool | None:
    """Thumbs up or down and nothing else."""
    if said.tokens or said.plain.isascii():
        return None
    drawn = _drawn(said)
    if drawn and drawn <= words.YES_SIGNS:
        return True
    return False if drawn and drawn <= words.NO_SIGNS else None


def _contradicted(said: Said, answer: bool) -> bool:
    if said.plain.isascii():
        return False
    return bool(_drawn(said) & (words.NO_SIGNS if answer else words.YES_SIGNS))


def build_lenient(data: Any, words: AnswerWords) -> YesNo:
    """As `build`, where leaning one way is enough: "i guess", "dale", "close enough" keep a guess
    of ours."""
    return build(data, words, lenient=True)


def build(data: Any, words: AnswerWords, *, lenient: bool = False) -> YesNo:
    """A yes/no from its data section: `says_yes`, `says_no`, `volunteer_yes`, `volunteer_no`, each
    a list of" " phrases, each optional."""
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
