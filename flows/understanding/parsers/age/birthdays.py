"""A birthday that is told by its date, as the age of today."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flows.understanding.parsers.shared.dates import days
from flows.understanding.parsers.shared.measures import YEAR

_DAY_BEHIND = re.compile(r"^ [0-9]{1,2}(?= ?$)")
_LONGEST = 400  # letters: a longer text is a story, and its birthdays are read elsewhere
_NEAR = 60  # letters before a date in which its birthday stands
_BIRTHDAY = re.compile(
    rf"\b(?P<on>turns?|turning|(?:will |gonna |going to |about to )?be|cumple|cumplira"
    rf"|cumplen|van? a (?:cumplir|hacer)|van? pa(?:ra)?|will turn)?(?P<past>turned|cumplio|hizo)?"
    rf"(?: los| a)? (?P<n>[0-9]{{1,2}})\b(?: ?{YEAR})?,? (?:el mes pasa[d]?o,? "
    rf"|last month,? )?(?:(?:on|in|en|el|the|this|de) )*$"
)


def birthdays(text: str, today: date) -> str:
    """A birthday to come or gone as an age: "turns 3 in January", "he be 1 on dec 30", "turned one
    oct 29"."""
    named = days(text) if len(text) <= _LONGEST else []
    for day in reversed(named):
        before = _BIRTHDAY.search(text, max(0, day.start - _NEAR), day.start)
        if before is None or not (before["on"] or before["past"]):
            continue
        around = (
            (today, today + timedelta(days=366))
            if before["on"]
            else (today - timedelta(days=366), today)
        )
        birthday = day.within(*around)
        if birthday is None:
            continue
        born = (birthday.year - int(before["n"])) * 12 + birthday.month
        months = today.year * 12 + today.month - born - (today.day < birthday.day)
        if months >= 0:
            text = (
                f"{text[: before.start()]} {months} months {_DAY_BEHIND.sub('', text[day.end :])}"
            )
    return text
