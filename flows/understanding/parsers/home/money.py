"""Amounts of money and how often they come, brought to a year."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.text.answer_words import AnswerWords, one_of
from flows.understanding.text.utterance import Said

# How many times a year; an hour counts as one of 40 in a week (full time: the most that it can come
# to).
TIMES_A_YEAR = {
    "year": 1,
    "month": 12,
    "half_month": 24,
    "two_weeks": 26,
    "week": 52,
    "day": 260,
    "hour": 2080,
}
_HUNDREDS = {
    "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500,
    "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900, "hundred": 100,
}  # fmt: skip
_TENS = {"seventy": 70, "eighty": 80, "ninety": 90, "setenta": 70, "ochenta": 80, "noventa": 90}
_NUMBER = r"\$? ?(?P<n>[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+(?:\.[0-9]{1,2})?)"
_AMOUNT = re.compile(
    rf"(?<![\w.]){_NUMBER} ?(?P<k>k\b|grand\b|thousand\b|thou\b|mil\b|miles\b|g\b)?(?!\w*[/:]\d)"
)
_BESIDE_A_NUMBER = re.compile(r"[0-9] ?(?:/|\\.|-)? ?(?:dollars?|bucks|pesos|dolares|cash)? ?$")
_TEN_THOUSAND = 10_000
_PLAUSIBLE = range(15, 1_000_000)  # a smaller number with nothing beside it is no amount
_LONGEST_YEARLY_IN_THOUSANDS = 200


class Amount(NamedTuple):
    """So much money; `a_year` is None where it was not said how often it comes."""

    money: float
    a_year: float | None
    thousands: bool


class Money:
    """Finds the amounts of a text, each with its own period or, where only one is named, with that
    of all."""

    def __init__(self, words: AnswerWords) -> None:
        periods = words.groups("money", "periods")
        self._periods = [(name, one_of(periods[name])) for name in periods]
        self._hours = re.compile(
            rf"([0-9]{{1,2}}) ?{one_of(words.phrase('money', 'hours')).pattern}(?! ?(?:rate|pay))"
        )
        self._part_time = one_of(words.phrase("money", "part_time"))
        self._several = one_of(words.phrase("money", "several"))
        self._bare = words.words("money", "bare_periods")
        self._not_money = words.words("money", "not_money")

    def read(self, said: Said) -> list[Amount]:
        """The amounts in order; none where no number is money."""
        text = _in_figures(said.plain)
        if not any(c.isdigit() for c in text):
            return []
        named = self._named_periods(text)
        found: list[Amount] = []
        matches = [m for m in _AMOUNT.finditer(text) if self._is_money(text, m, named)]
        for at, match in enumerate(matches):
            until = matches[at + 1].start() if at + 1 < len(matches) else len(text)
            period = next(
                (name for name, start, _ in named if match.end() - 1 <= start < until), ""
            )
            if not period and named:
                period = (
                    named[-1][0]
                    if len(matches) > 1 or len({name for name, *_ in named}) == 1
                    else ""
                )
            found.append(self._amount(match, period, text))
        return found

    def all_together(self, said: Said) -> bool:
        """Whether the amount is said to be what several people make together."""
        return bool(self._several.search(f" {said.bare} "))

    def _named_periods(self, text: str) -> list[tuple[str, int, int]]:
        spans: list[tuple[str, int, int]] = []
        for name, pattern in self._periods:
            for match in pattern.finditer(text):
                if match[0] in self._bare and not _BESIDE_A_NUMBER.search(text[: match.start()]):
                    continue
                if not any(
                    start <= match.start() < end or start < match.end() <= end
                    for _, start, end in spans
                ):
                    spans.append((name, match.start(), match.end()))
        hours = [match.span() for match in self._hours.finditer(text)]
        kept = [span for span in spans if not any(a <= span[1] < b for a, b in hours)]
        return sorted(kept, key=lambda span: span[1])

    def _is_money(self, text: str, match: re.Match[str], named: list[tuple[str, int, int]]) -> bool:
        after = text[match.end() :].split()[:1]
        if after and after[0].strip(".,;!") in self._not_money:
            return False
        if self._hours.match(text, match.start("n")):
            return False
        if not (
            match["k"]
            or named
            or "$" in text
            or float(match["n"].replace(",", "").replace(" ", "")) in (0, *_PLAUSIBLE)
        ):
            return False
        return not any(start <= match.start("n") < end for _, start, end in named)

    def _amount(self, match: re.Match[str], period: str, text: str) -> Amount:
        number = float(match["n"].replace(",", "").replace(" ", ""))
        thousands = bool(match["k"])
        number *= 1000 if thousands else 1
        if thousands and period in ("", "hour"):
            period = "year"
        if not period:
            return Amount(number, number if number >= _TEN_THOUSAND else None, thousands)
        if period == "year" and number < _LONGEST_YEARLY_IN_THOUSANDS:
            number *= 1000  # "39 a year"
        times = TIMES_A_YEAR[period]
        if period == "hour":
            hours = self._hours.search(text)
            times = (
                52 * int(hours[1])
                if hours
                else times // 2
                if self._part_time.search(f" {text} ")
                else times
            )
        return Amount(number, number * times, thousands)


def _in_figures(plain: str) -> str:
    """Numbers in words as figures, up to thousands: "mil quinientos" is 1500, "twelve hundred"
    1200."""
    text = plain.replace("$", " $")
    for word, number in (_HUNDREDS | _TENS).items():
        text = re.sub(rf"\b{word}s?\b", str(number), text)
    text = re.sub(r"\b(?:a|un) (?=(?:100|thousand|grand|mil)\b)", "1 ", text)
    text = digits(text)
    text = re.sub(
        r"\b([1-9]0)[- ](?:y )?([1-9])\b(?! ?(?:00|hour|hr|hora))",
        lambda m: str(int(m[1]) + int(m[2])),
        text,
    )
    text = re.sub(r"\b([1-9][0-9]?) 100\b", lambda m: str(int(m[1]) * 100), text)
    text = re.sub(r"(?<![0-9] )(?<![0-9])\bmil\b", "1 mil", text)
    text = re.sub(
        r"\b([0-9]{1,3}) (?:mil|thousand) (?:y |and )?([0-9]{2,3})\b(?! ?(?:%|hour|hora))",
        lambda m: str(int(m[1]) * 1000 + int(m[2])), text,
    )  # fmt: skip
    return re.sub(
        r"\b([0-9]00) (?:y |and )?([0-9]{1,2})\b(?= |$)(?! ?(?:hour|hr|hora))",
        lambda m: str(int(m[1]) + int(m[2])),
        text,
    )
