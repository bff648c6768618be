"""Children's ages, in completed months. A date of birth is turned into months and not kept."""

from __future__ import annotations

import re
from datetime import date

from flows.understanding.parsers.age import age_words as words
from flows.understanding.parsers.age.age_reading import MOST, Reading, Unclear
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.shared.measures import MONTH, UNIT, YEAR
from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.parsers.shared.pregnancy import without
from flows.understanding.text.utterance import Said

_AGES = re.compile(
    r"(?<![\w/.$-])(?:[0-9]|1[0-9])(?= ?(?:[a-z]|$|[,;.!]))"
    rf"(?! ?(?:new ?born|recien|little|of us|people|personas|en casa|muchachos|{words.CHILD})\b)"
)
# "Una persona": the article counts nobody. "3. pregnant and ...": the number of a choice is no age.
_ARTICLE = re.compile(rf"\b(?:un|una)\b(?! ?(?:{UNIT}|medio|y)\b)(?= [a-z]{{3,}})")
_CHOSEN = re.compile(r"^\W*[1-9][.):] (?=[a-z])")
_HOW_MANY = re.compile(
    r"(?:i |we |yo |ya )?(?:have|got|tengo|tenemos|hay|somos|they are)(?: only| just| solo)?"
    r" [0-9]{1,2}"
)
_THREE = re.compile(r"son [0-9]{1,2}")  # a son of three, or "they are three"
_RANGE = re.compile(r"\b[0-9]{1,2} ?(?:to|a|-) ?[0-9]{1,2}\b")
_PARTS = re.compile(rf"([0-9]+ ?{YEAR}),? (?:and |y |con )?[0-9]+ ?{MONTH}\b")
ADULT = 21 * 12  # months; "over 21 years" is no child
GROWN = 30 * 12  # months; beside a child, the grown ones may be named too: that is asked about


def _spoken(months: list[int]) -> str:
    """Ages to confirm, in both languages: "3 months, 2 years / 3 meses, 2 años"."""

    def say(n: int, newborn: str, month: str, months_: str, year: str, years: str) -> str:
        whole, rest = (0, n) if n < 24 else divmod(n, 12)
        if n == 0:
            return newborn
        parts = [f"{whole} {year if whole == 1 else years}"] if whole else []
        return " ".join(
            [*parts, f"{rest} {month if rest == 1 else months_}"] if rest or not whole else parts
        )

    english = ", ".join(say(n, "newborn", "month", "months", "year", "years") for n in months)
    return (
        english
        + " / "
        + ", ".join(say(n, "recién nacido", "mes", "meses", "año", "años") for n in months)
    )


def _told(text: str) -> int:
    """How many numbers of a text can be ages: not the parts of one ("2 years 3 months"), not ZIP
    codes, not dates."""
    return len(_AGES.findall(_PARTS.sub(r"\1", text)))


class Ages:
    """A list of completed months, youngest first, at most 15 children. A bare number means
    years."""

    def hear(self, said: Said, today: date) -> Heard | None:
        bare = _ARTICLE.sub(" ", said.plain)
        said = Said(bare) if bare != said.plain and "½" not in said.raw else said
        try:
            reading = Reading(said, today)
            reading.read()
        except Unclear:
            return None
        ages = sorted(age.months for age in reading.ages for _ in range(age.times))
        if (
            not ages
            or len(ages) > MOST
            or ages[0] < 0
            or ages[-1] > (GROWN if len(ages) > 1 and ages[0] <= ADULT else ADULT)
        ):
            return None
        counted = _THREE.fullmatch(said.bare) or _HOW_MANY.fullmatch(digits(said.bare))
        counted = counted or _RANGE.search(digits(said.plain))
        matching = reading.count in (None, len(ages)) and not counted
        sure = (
            reading.sure
            and matching
            and ages[-1] <= ADULT
            and all(age.sure for age in reading.ages)
            and not said.plain.endswith("?")
        )
        return Heard(ages, sure, _spoken(ages))

    def volunteer(self, said: Said, today: date) -> Heard | None:
        if words.HINTS.isdisjoint(said.tokens) and not words.SHORT.search(said.bare):
            return None
        said = Said(_CHOSEN.sub(" ", said.plain)) if _CHOSEN.match(said.plain) else said
        text = without(digits(said.plain.replace("'", "")))
        if not words.FIGURE.search(text):
            return None
        found = [
            (*match.span("age"), match["age"])
            for match in words.COUNTED_AGES.finditer(text)
            if len(_AGES.findall(match["age"])) == int(match["count"])
        ]
        for pattern in (*words.VOLUNTEERED, *words.MORE_AGES, *words.BIRTHS):
            for match in pattern.finditer(text):
                if not any(
                    start < match.end("age") and match.start("age") < end for start, end, _ in found
                ):
                    found.append((*match.span("age"), match["age"]))
        if not found:
            return None
        heard = self.hear(Said(", ".join(part for _, _, part in sorted(found))), today)
        if heard is None or not heard.sure:
            return None
        whole = self.hear(said, today)  # "my kids are 1 and 6 years old" names the 1-year-old too
        if whole and len(whole.value) > len(heard.value):
            return whole
        return heard if len(heard.value) >= _told(text) else Heard(heard.value, False, heard.label)
