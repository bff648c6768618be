"""Whether a home makes the limit or less: an amount with its period, a comparison, no work at all,
or yes and no.

An amount is kept only until it is compared: `hear` hands over the least and the most that it can
come to in a year, and `weigh` makes of them the yes or no that is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.yesno import YesNo
from flows.understanding.parsers.home.money import TIMES_A_YEAR, Amount, Money
from flows.understanding.parsers.shared.hits import outermost
from flows.understanding.parsers.shared.leading import Lead, Leading
from flows.understanding.parsers.shared.numbers import menu_numbers
from flows.understanding.parsers.shared.unsure import asks, declines, says_unknown
from flows.understanding.text.answer_words import AnswerWords, written_out
from flows.understanding.text.utterance import Said

_LABELS = {
    True: "yes (that much or less) / sí (eso o menos)",
    False: "no (more than that) / no (más que eso)",
}
_PLAIN = {(1,): True, (2,): False, (0,): True}
_BOOKS = ("less", "more", "none", "unsure", "unknown", "private")
_LONGEST = 45  # words
# Amounts closer to the limit than this part of it, said with an "about", are asked about.
_NEAR = 0.03


class Income:
    """True for the limit or less, False for more. Needs `weigh` with the `limit` (dollars a year)
    for amounts."""

    def __init__(self, words: AnswerWords, plain: YesNo) -> None:
        self._plain = plain
        self._leading = Leading(words)
        self._money = Money(words)
        self._book = words.phrases("income", *_BOOKS)
        self._mine = words.words("money", "mine")
        self._others = words.words("money", "others")
        self._either = words.words("money", "either")
        self._hedges = words.words("yes_no", "hedges")

    def hear(self, said: Said, today: date) -> Heard | None:
        """The answer to "do you make that or less?"; an amount as [least, most] dollars a year,
        `open` on the limit."""
        numbers = menu_numbers(said)
        if numbers and numbers.picked in _PLAIN:
            return _heard(_PLAIN[numbers.picked], True)
        if not said.tokens:
            return self._plain.hear(said, today)
        hits = outermost(self._book.find_in(written_out(said.bare)))
        kinds = [hit.name for hit in hits]
        if len(said.tokens) > _LONGEST or (asks(said) and kinds != ["less"]) or self.nothing(said):
            return None
        lead = self._leading.hear(said)
        amounts = self._money.read(said)
        if any(amount.money for amount in amounts) and not {"less", "more"} & set(kinds):
            return self._of(amounts, said, lead)
        return self._compared(kinds, lead, zero=bool(amounts) and "more" not in kinds)

    def nothing(self, said: Said) -> str:
        """`unknown` or `declined` where the text says so in this question's own words or in general
        ones."""
        kinds = {hit.name for hit in self._book.find_in(written_out(said.bare))}
        if "private" in kinds or declines(said):
            return "declined"
        told = any(amount.money for amount in self._money.read(said))
        return "unknown" if ("unknown" in kinds and not told) or says_unknown(said) else ""

    def volunteer(self, said: Said, today: date) -> Heard | None:
        return None

    def weigh(self, heard: Heard, known: Mapping[str, Any]) -> Heard | None:
        """What the least and the most of an amount make of the limit; a question where it lies
        between them."""
        if heard.open != "limit":
            return heard
        (least, most), limit = heard.value, float(known["limit"])
        if least <= limit < most:
            return _heard(True, False)
        within = most <= limit
        near = abs((most if within else least) - limit) <= _NEAR * limit
        return _heard(within, heard.sure or not near)

    def _of(self, amounts: list[Amount], said: Said, lead: Lead | None) -> Heard | None:
        if lead and lead.sure and len(amounts) == 1 and amounts[0].a_year is None:
            return _heard(lead.yes, True)
        if len(amounts) == 1 and amounts[0].a_year is None:
            least, most = _without_period(amounts[0].money)
        else:
            each = [
                amount.a_year if amount.a_year is not None else amount.money * 12
                for amount in amounts
            ]
            least, most = max(each), sum(each)
            tokens = set(said.tokens)
            if not self._either.isdisjoint(tokens):
                most = least
            elif not self._mine.isdisjoint(tokens) and not self._others.isdisjoint(tokens):
                least = most
        return Heard([least, most], self._hedges.isdisjoint(said.tokens), open="limit")

    def _compared(self, kinds: list[str], lead: Lead | None, *, zero: bool) -> Heard | None:
        opened = lead if lead and lead.head and lead.sure else None
        if "unsure" in kinds and not opened:
            return None
        compared = [kind for kind in kinds if kind in ("less", "more")]
        if compared:
            answer = compared[-1] == "less"
            agrees = opened is None or opened.yes is answer or not opened.yes
            return _heard(answer, len(set(compared)) == 1 and agrees)
        if "none" in kinds or zero:
            return _heard(True, not (opened and not opened.yes and not opened.rest))
        if lead is None:
            return None
        return _heard(
            lead.yes, lead.sure and (lead.yes or not set(lead.rest.split()) & {"not", "no"})
        )


def _without_period(money: float) -> tuple[float, float]:
    """What an amount comes to in a year if nobody said how often: by the hour, the week, the month,
    in thousands."""
    if money < 15:
        return money * 1000, money * TIMES_A_YEAR["hour"]
    if money < 100:
        return money * 1000, max(money * 1000, money * TIMES_A_YEAR["hour"] if money < 60 else 0)
    if money < 800:
        return money * TIMES_A_YEAR["month"], money * TIMES_A_YEAR["week"]
    if money < 10_000:
        return money, money * TIMES_A_YEAR["month"] if money > 2_000 else money * TIMES_A_YEAR[
            "two_weeks"
        ]
    return money, money


def _heard(answer: bool, sure: bool) -> Heard:
    return Heard(answer, sure, _LABELS[answer])
