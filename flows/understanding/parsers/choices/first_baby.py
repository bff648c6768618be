"""Whether it is the first baby: yes or no, or what is told of earlier children."""

from __future__ import annotations

import re
from datetime import date

from flows.understanding.family.family import Family
from flows.understanding.family.reading import Read
from flows.understanding.parsers.base import Heard, Parser
from flows.understanding.parsers.shared.leading import Leading
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.parsers.shared.unsure import asks, asks_back, declines, says_unknown
from flows.understanding.text.utterance import Said

_LABELS = {True: "yes / sí", False: "no"}
# What makes it uncertain whether an earlier baby counts: that is for the person to say.
_UNSAID = ("first_doubt", "died", "given_up")
_DOUBTS = ("lost", *_UNSAID)
# "#4", "baby number 2", "mi numero 3"
_NUMBERED = re.compile(
    r"\W*(?:(?:its |it is |es |this is )?(?:my |mi |el |la )?(?:baby |bebe )?(?:# ?|number |num"
    r" |numero"
    r" |no\. ?))([1-9])\W*"
)
_BABY = frozenset({"KID", "PREGN", "FIRSTTIME"})
_LATER = frozenset({"LATER", "ANOTHER", "NOYA"})


class FirstBaby:
    """True for a first baby. An earlier child decides before any word for "first"; a baby that died
    leaves it a guess."""

    def __init__(self, yesno: Parser, leading: Leading, family: Family) -> None:
        self._yesno = yesno
        self._leading = leading
        self._family = family

    def hear(self, said: Said, today: date) -> Heard | None:
        if number := _NUMBERED.fullmatch(said.plain):
            return Heard(number[1] == "1", True, _LABELS[number[1] == "1"])
        plain = self._yesno.hear(said, today)
        if menu_numbers(said) and plain and _first(self._family.read(said)) is None:
            return plain
        if declines(said) or says_unknown(said) or asks(said) or asks_back(said):
            return None
        return self._told(said, plain)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        heard = self._yesno.volunteer(said, today)
        read = self._family.read(said)
        if heard is None and self._is_named(said, read):
            return Heard(True, label=_LABELS[True])
        if heard is None or (heard.value and _later(read)) or read.of(*_DOUBTS):
            return None
        return heard

    def _is_named(self, said: Said, read: Read) -> bool:
        """ "First baby" beside a pregnancy, and nothing of another one."""
        named = any(
            not _BABY.isdisjoint(read.kinds[fact.start : fact.end]) for fact in read.of("first_yes")
        )
        return named and bool(read.of("pregnant")) and not read.of("first_no", *_DOUBTS)

    def _told(self, said: Said, plain: Heard | None) -> Heard | None:
        read = self._family.read(said)
        lead = self._leading.hear(said)
        leads = lead.yes if lead and lead.head and not _is_part_of_fact(read) else None
        told = _first(read)
        if told is None:
            return (
                _checked(plain, read, leads)
                if not read.of("first_doubt") or leads is None
                else Heard(leads, False, _LABELS[leads])
            )
        doubt = bool(read.of(*_DOUBTS)) or (leads is not None and leads is not told)
        value = told if leads is None else leads
        return Heard(
            value, (not doubt) or (leads is told and not read.of("first_doubt")), _LABELS[value]
        )


def _checked(plain: Heard | None, read: Read, leads: bool | None) -> Heard | None:
    """A yes beside an earlier child is a guess; "yes but i lost one before" is a yes."""
    if leads is not None and read.of("lost") and not read.of(*_UNSAID):
        return Heard(leads, True, _LABELS[leads])
    if plain is None or not plain.sure or not read.of(*_DOUBTS):
        return plain
    return Heard(plain.value, False, _LABELS[bool(plain.value)])


def _is_part_of_fact(read: Read) -> bool:
    """ "No tengo otro" denies an earlier child; its "no" answers nothing."""
    return any(fact.start == 0 and read.kinds[0] == "NEG" for fact in read.of("first_yes"))


def _later(read: Read) -> bool:
    """Whether a second or another one is named: a child alone may be the first."""
    return any(
        not _LATER.isdisjoint(read.kinds[fact.start : fact.end]) for fact in read.of("first_no")
    )


def _earlier(read: Read) -> bool:
    return bool(read.of("first_no"))


def _first(read: Read) -> bool | None:
    """What the facts say: earlier children are a no, whatever is called first beside them."""
    if _earlier(read):
        return False
    return True if read.of("first_yes") else None
