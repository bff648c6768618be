"""How many people live together, the person and the unborn included: a number, or the people added
up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.home.counting_text import bare_text, one_line, plain_text
from flows.understanding.parsers.home.household_count import (
    APART,
    CHANGED,
    household_of,
    of_list,
    of_stated,
    of_total,
)
from flows.understanding.parsers.home.people import PeopleWords
from flows.understanding.parsers.home.stated_total import stated_total
from flows.understanding.parsers.shared.numbers import digits, menu_numbers
from flows.understanding.parsers.shared.unsure import (
    HEDGES,
    asks,
    asks_back,
    declines,
    says_unknown,
    wonders,
)
from flows.understanding.text.answer_words import AnswerWords, written_out
from flows.understanding.text.utterance import Said

_LONGEST = 70  # words
_COUPLE = 2  # so few in one run of people may be part of a longer list
_NEAR = 4  # words before an unborn child that say whether it is counted
_NOT = frozenset(("not", "no", "without", "sin", "before", "except", "menos", "never"))
_A_FEW = 5  # people: in a longer list the unborn may be meant, or not
_BOOKS = (
    *("unborn", "added", "uncounted", "counted", "besides_me", "alone", "single_parent"),
    *("not_counted", "moved_out", "past", "too_vague", "subgroup"),
)
_TOTAL = re.compile(
    r"\b(?:family|household|house|home|familia|hogar|casa) (?:of|de|is|size|with|con|somos)(?:"
    r" (?:is|of|de))? ([0-9]{1,2})\b"
    r"(?! (?:months?|meses|bedrooms?|cuartos|years?))"
    r"|\b([0-9]{1,2}) (?:of us|(?:people|ppl|personas|persons) (?:live |viven |vivimos )?(?:in"
    r"|en) (?:my|the|our|mi|la|nuestra|el"
    r"|nuestro) (?:house|home|household|casa|hogar|apartment|apartamento|family|familia))\b"
    r"|\b(?:somos|there are|vivimos|we are) ([0-9]{1,2})(?= ?$|[,.;!]| (?:en (?:la |mi |nuestra"
    r" )?(?:casa|familia)"
    r"|personas|people|of us|in (?:my|the|our)))"
)
_SUMMED = re.compile(
    r"\b(?:so|total|makes|equals|altogether|entonces|asi que|en total|total de|makes us|which"
    r" makes|itll be|it will be|going to be|"
    r"gonna be|will be|seremos|seriamos|now its|now it is|son|quedamos|ahora somos) (?:(?:it is"
    r"|its|we are|like|now|somos|a|of) )*([0-9]{1,2})\b(?! (?:years?|months?|anos|meses|kids"
    r"|adult))"
)
_ADDED_UP = re.compile(r"[0-9]{1,2}(?: (?:plus|mas) [0-9]{1,2})+")
_TURN = re.compile(r"\b(?:but|pero|though|aunque)\b")
_OF = re.compile(r"\b(?:of|de|con) ([0-9]{1,2})\b")


class Household:
    """A whole number from 1 to 20. `weigh` adds the unborn where the answer left it out (needs the
    `stage`)."""

    def __init__(self, words: AnswerWords) -> None:
        self._words = PeopleWords(words)
        self._book = words.phrases("household", *_BOOKS)
        self._unborn = words.phrases("household", "unborn", "uncounted")
        self._joint = words.words("household", "joint")
        self._speech = {
            "for": "4",
            "fore": "4",
            "too": "2",
            "to": "2",
            "won": "1",
            "ate": "8",
            "tree": "3",
            "sex": "6",
        }

    def hear(self, said: Said, today: date) -> Heard | None:
        """The number of people; `open` is "unborn" where it is not known whether an unborn child is
        counted."""
        if (
            len(said.tokens) > _LONGEST
            or asks(said)
            or asks_back(said)
            or declines(said)
            or not said.tokens
        ):
            return None
        text = self._spoken(written_out(plain_text(said)))
        kinds = self._kinds(bare_text(text))
        if _ADDED_UP.fullmatch(digits(one_line(text))):
            return household_of(sum(map(int, re.findall(r"[0-9]+", digits(text)))), False)
        numbers = menu_numbers(said)
        if (
            numbers
            and not kinds & {"besides_me", "single_parent"}
            and self._words.me.isdisjoint(said.tokens)
        ):
            return (
                household_of(numbers.picked[0], True)
                if len(numbers.picked) == 1 and not numbers.either
                else None
            )
        beside = self._words.read(self._unborn.mask(text)).listed
        if "alone" in kinds and (not beside or "moved_out" in kinds):
            return household_of(
                1, True, "" if "unborn" in kinds else "unborn", extra="unborn" in kinds
            )
        if says_unknown(said) or (wonders(said) and not CHANGED.search(bare_text(text))):
            return None
        heard = self._read(text, kinds)
        if heard is None:
            return None
        plainly = HEDGES.isdisjoint(said.tokens) and not APART.search(bare_text(text))
        return replace(heard, sure=heard.sure and plainly)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        """Only a plain total in a text about something else."""
        if APART.search(said.bare):
            return None
        part = any(hit.name == "subgroup" for hit in self._book.find_in(written_out(said.bare)))
        match = _TOTAL.search(digits(said.bare)) if len(said.tokens) > 1 and not part else None
        number = next((int(group) for group in match.groups() if group), 0) if match else 0
        return household_of(number, True)

    def weigh(self, heard: Heard, known: Mapping[str, Any]) -> Heard | None:
        """With the unborn of who is pregnant, where the answer names people and no unborn child."""
        if heard.open != "unborn" or known.get("stage") not in ("pregnant", "both"):
            return Heard(heard.value, heard.sure, heard.label)
        return household_of(heard.value + 1, heard.sure and heard.value < _A_FEW)

    def nothing(self, said: Said) -> str:
        """`unknown` or `declined`."""
        return (
            "declined"
            if declines(said)
            else "unknown"
            if says_unknown(said) or wonders(said)
            else ""
        )

    def _kinds(self, bare: str) -> set[str]:
        """What the phrases of the data say, and whether the unborn is counted by what stands before
        it: "including the one im carrying"."""
        hits = self._book.find_in(bare)
        kinds = {hit.name for hit in hits}
        for hit in hits:
            before = bare[: hit.start].split()[-_NEAR:] if hit.name == "unborn" else []
            if not self._joint.isdisjoint(before):
                kinds.add("counted" if _NOT.isdisjoint(before) else "uncounted")
        return kinds - {"counted"} if "uncounted" in kinds else kinds

    def _spoken(self, text: str) -> str:
        """What is written as it sounds, where it is the whole answer or stands before "of us"."""
        words = text.split()
        first = words[0].strip(".,") if words else ""
        if first in self._speech and (
            len(words) == 1
            or words[0].endswith((",", "."))
            or words[1:2] in (["of"], ["people"], ["personas"])
        ):
            words[0] = self._speech[first]
        return " ".join(words)

    def _own_part(self, text: str) -> str:
        """Of a house of several families the part that shares money: "8 of us but me and my 3 girls
        got our own money"."""
        turn = _TURN.search(text)
        own = text[turn.end() :] if turn else ""
        own = self._without_uncounted(own)
        return (
            own if any(hit.name == "subgroup" for hit in self._book.find_in(bare_text(own))) else ""
        )

    def _read(self, text: str, kinds: set[str]) -> Heard | None:
        stated = stated_total(digits(text))
        if stated and stated.final and "besides_me" not in kinds:
            return of_stated(stated, kinds)
        if "subgroup" in kinds and (own := self._own_part(text)):
            heard = self._read(own, kinds - {"subgroup", "not_counted"})
            if heard:
                return replace(heard, sure=False, open="")
        if "subgroup" in kinds and (few := self._words.listed_in(text)) > _COUPLE:
            return household_of(few, False, "unborn")
        heard = self._count(text, kinds)
        if heard is None and kinds & {"subgroup", "not_counted"}:
            return household_of(self._words.listed_in(text), False, "unborn")
        return heard

    def _count(self, text: str, kinds: set[str]) -> Heard | None:
        """The total that is stated, else the people that are listed."""
        if "not_counted" in kinds:
            text = self._without_uncounted(text)
        if "single_parent" in kinds and (match := _OF.search(digits(bare_text(text)))):
            return household_of(
                int(match[1]) + 1 + ("unborn" in kinds), True, "" if "unborn" in kinds else "unborn"
            )
        people = self._words.read(self._unborn.mask(text))
        stated = stated_total(digits(text))
        if stated and not kinds & {"too_vague", "besides_me", "subgroup"}:
            return of_stated(stated, kinds, people)
        unborn = 1 if "unborn" in kinds or "uncounted" in kinds else 0
        summed = [int(match[1]) for match in _SUMMED.finditer(digits(bare_text(text)))]
        either = people.either and (people.second is not None or people.total is None)
        vague = either or (
            "too_vague" in kinds and (people.total is None or people.second is not None)
        )
        if summed and not vague and "besides_me" not in kinds:
            return household_of(summed[-1] + ("uncounted" in kinds), "not_counted" not in kinds)
        if people.total is not None and not vague:
            return of_total(people, kinds, bare_text(text))
        if (
            vague
            or people.strange
            or text.rstrip().endswith("?")
            or not (people.listed or (people.me and unborn))
        ):
            return None
        return of_list(people, kinds, unborn)

    def _without_uncounted(self, text: str) -> str:
        """Without the clauses that name people who do not count."""
        parts = re.split(r"[,;.]", text)
        return ",".join(
            part
            for part in parts
            if not any(hit.name == "not_counted" for hit in self._book.find_in(bare_text(part)))
        )
