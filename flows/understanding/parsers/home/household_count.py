"""The size of a household from the people and the numbers that an answer names."""

from __future__ import annotations

import re

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.home.people import People
from flows.understanding.parsers.home.stated_total import Stated

MOST = 20
# "7 of us in here but me n my son do our own thing": who shares the money is to be asked.
APART = re.compile(
    r"\b(?:but|pero|except|though)\b.*\b(?:own|separate|separately|apart|aparte|cada (?:quien|uno)"
    r"|cada cual|por su lado|by (?:ourselves|myself)|on our own)\b"
)
CHANGED = re.compile(
    r"\b(?:wait|actually|i mean|i meant|oops|sorry|forgot|digo|perdon|espera|no no|se me olvido)\b"
)
_SAID_FIRST = re.compile(r"[0-9a-z]+ (?:[0-9a-z]+ )(?:when|if|with|cuando|si|con)\b")


def of_total(people: People, kinds: set[str], bare: str) -> Heard | None:
    """A number that stands for everybody, perhaps explained or with somebody left out."""
    assert people.total is not None
    number = people.total
    if people.second is not None:
        changed = CHANGED.search(bare) is not None
        if not changed and "counted" not in kinds:
            return household_of(number, False) if people.leads and _SAID_FIRST.match(bare) else None
        return household_of(people.second if changed else max(number, people.second), not changed)
    if "uncounted" in kinds:
        return household_of(number + 1, True)
    if (
        "unborn" in kinds
        and "counted" not in kinds
        and not people.babies
        and people.leads
        and not people.listed
    ):
        return household_of(number + 1, "added" in kinds)
    if "besides_me" in kinds:
        return household_of(number + 1, not people.strange)
    if people.me and not people.listed and not people.we and not people.leads:
        return household_of(number + 1, False, "unborn")  # "me and 3"
    if people.added_unborn and "counted" not in kinds:
        return household_of(
            number + people.added_unborn,
            "added" in kinds or " plus " in bare or " mas " in bare,
        )
    return household_of(
        number,
        not people.strange
        and not kinds & {"not_counted", "too_vague"}
        and not people.either
        and people.agrees,
    )


def of_stated(stated: Stated, kinds: set[str], people: People | None = None) -> Heard | None:
    """A total in so many words. Where the unborn is said to be left out it is one more, and that is
    asked; who follows with "me" among them is who was counted."""
    number = stated.number
    if stated.part and people is not None:
        return household_of(number + people.listed + people.explained, False)
    sure = "not_counted" not in kinds and (people is None or people.agrees)
    if stated.final or "counted" in kinds:
        return household_of(number, sure)
    if "uncounted" in kinds:
        return household_of(number + 1, False)
    explained = people is not None and people.me and people.listed + people.explained > 0
    if kinds & {"unborn", "added"} and not explained:
        return household_of(number + 1, "added" in kinds)
    return household_of(number, sure)


def of_list(people: People, kinds: set[str], unborn: int) -> Heard | None:
    count = people.listed + 1 if people.listed or people.me else 0
    if people.adults and not people.me:
        count = people.listed
    if "single_parent" in kinds:
        count = people.listed + 1
    babies = people.babies
    if unborn and not babies:
        count += 1
    sure = bool(people.me or people.adults or "single_parent" in kinds) and not kinds & {
        "not_counted",
        "past",
        "moved_out",
    }
    sure = sure and not people.roommates
    return household_of(count, sure, "" if unborn or babies else "unborn")


def household_of(number: int, sure: bool, open_: str = "", *, extra: bool = False) -> Heard | None:
    number += 1 if extra else 0
    return Heard(number, sure, str(number), open_) if 1 <= number <= MOST else None
