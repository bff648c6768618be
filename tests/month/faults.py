"""Who had to get which text, and when, worked out beside the program from what each person did."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.month.drawn_people import Person

HERE = ZoneInfo("America/New_York")
A_WEEK = timedelta(days=7)
# An hour until the next look, one for who is writing just then, and the next day for who was asked
# whether they are still the same.
SLACK = timedelta(hours=30)


def faults(person: Person, closed: frozenset[date]) -> list[str]:
    """What was wrong with the texts that this person got; nothing if all was right."""
    found = [f"outside the hours: {each.at}" for each in person.sent if not _open(each.at, closed)]
    if person.trouble_at:
        late = [each for each in person.sent if each.at > person.trouble_at]
        found += [f"after {person.trouble}: {each.at}" for each in late]
    found += _offers(person, closed)
    found += _asks(person, closed)
    return [
        f"{person.number} ({person.says}, {person.trouble}, {person.answer}): {one}"
        for one in found
    ]


def _open(at: datetime, closed: frozenset[date]) -> bool:
    local = at.astimezone(HERE)
    return local.weekday() < 5 and local.date() not in closed and 10 <= local.hour < 18


def _first(at: datetime, closed: frozenset[date]) -> datetime:
    """The first moment from then on in which a text may go, to the hour."""
    while not _open(at, closed):
        at += timedelta(minutes=10)
    return at


def _offers(person: Person, closed: frozenset[date]) -> list[str]:
    most = 1 if person.says.startswith("silent") else 0
    if len(person.offers) > most:
        return [f"asked {len(person.offers)} times whether we may ask"]
    if most and not person.offers and not person.lost:
        due = _first(person.told_at + timedelta(minutes=10), closed) + SLACK
        if not person.trouble_at or person.trouble_at > due:
            return ["never asked whether we may ask"]
    return []


def _asks(person: Person, closed: frozenset[date]) -> list[str]:
    if person.yes_at is None:
        return ["asked without a yes"] if person.asks else []
    due = person.yes_at + A_WEEK
    found = [f"asked too early: {each.at}" for each in person.asks if each.at < due]
    wanted = 1 + bool(person.later_at)
    if len(person.asks) > wanted:
        found.append(f"asked {len(person.asks)} times")
    by = _first(due, closed) + SLACK
    if not person.asks and not person.lost and not (person.trouble_at and person.trouble_at <= by):
        found.append("never asked")
    if person.asks and person.asks[0].at > by + SLACK * 2:
        found.append(f"asked late: {person.asks[0].at}")
    if person.later_at and not person.trouble_at and len(person.asks) < wanted and not person.lost:
        found.append("never asked once more")
    if person.later_at and len(person.asks) == 2 and person.asks[1].at < person.later_at + A_WEEK:
        found.append("asked once more too early")
    return found
