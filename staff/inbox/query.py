"""Query of the inbox, parsed from the address, so that a view can be shared as a link."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import asdict

from bot.archive.read.day_spans import midnight
from bot.archive.read.lists.filters import AHEAD, BY, KEPT, LATE, MISSED, NOBODY, STATES, Wanted
from bot.archive.read.lists.filters import NONE as UNKNOWN
from bot.archive.read.lists.index_walk import Mark
from bot.archive.read.lists.need_queries import QUERIES, After, Kind
from staff.frame import labels as english

OURS = "ours"
ME, NONE, LAST = "me", "none", "last"
CHANNELS = ("sms", "voice", "sms_only", "voice_only", "both", UNKNOWN)
PRACTICE = ("without", "only")
PROMISES = (KEPT, LATE, MISSED, AHEAD)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Fifteen digits of microseconds reach to 2001, sixteen to 2286; no number in the database is longer
# than 18 digits.
_MARK = re.compile(r"(\d{15,16})\.([0-9a-zA-Z_-]{1,32})")
_MOST_NUMBER = 18


class Asked(Struct, frozen=True):
    """The filters as they stand in the address. What makes no sense counts as not asked."""

    q: str = ""
    state: str = ""
    channel: str = ""
    language: str = ""
    town: str = ""
    program: str = ""
    disposition: str = ""
    assigned: str = ""
    practice: str = ""
    contact: str = ""
    since: str = ""
    until: str = ""
    by: str = ""
    step: str = ""
    danger: str = ""
    missed: str = ""
    reached: str = ""
    need: str = ""
    promise: str = ""
    words: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether any of the filters is set that stand behind "More filters"."""
        return bool(self.shared().keys() - {"q", "state", "contact"})

    def shared(self) -> dict[str, str]:
        """What goes into a link."""
        return {name: value for name, value in asdict(self).items() if value}

    def wanted(self, me: int, path: Sequence[str] = (), now: datetime | None = None) -> Wanted:
        """`path` are the steps in their order: who reached one may have come further."""
        since, until = _day(self.since), _day(self.until)
        return Wanted(
            state=self.state,
            channel=self.channel,
            language=self.language,
            town=self.town,
            program=self.program,
            disposition=self.disposition,
            assigned={"": None, ME: me, NONE: NOBODY}.get(self.assigned, _number(self.assigned)),
            contact=self.contact,
            practice=self.practice,
            since=midnight(since) if since else None,
            until=midnight(until + timedelta(days=1)) if until else None,
            by="" if self.by == LAST else self.by,
            step=self.step,
            danger=self.danger,
            missed=self.missed,
            reached=" ".join(path[path.index(self.reached) :]) if self.reached in path else "",
            need=self.need,
            promise=self.promise,
            now=now if self.promise else None,
        )


def read(values: Mapping[str, str], languages: Collection[str]) -> Asked:
    """The filters of an address; `languages` are the codes that can be asked for."""
    given = {name: values.get(name, "").strip()[:100] for name in Asked.__struct_fields__}
    known: dict[str, Collection[str]] = {
        "state": STATES,
        "language": (*languages, UNKNOWN),
        "promise": PROMISES,
        "channel": CHANNELS,
    }
    known |= {"practice": PRACTICE, "by": (LAST, *BY), "words": (OURS,)}
    known["disposition"] = tuple(english.DISPOSITIONS)
    for name, allowed in known.items():
        given[name] = given[name] if given[name] in allowed else ""
    return Asked(**given)


def read_mark(text: str) -> Mark | None:
    found = _MARK.fullmatch(text)
    return Mark(_time(found[1]), found[2]) if found else None


def write_mark(mark: Mark) -> str:
    return f"{_microseconds(mark.at)}.{mark.id}"


def read_after(text: str) -> After | None:
    kind, _, place = text.partition(".")
    found = _MARK.fullmatch(place)
    number = _number(found[2]) if found else None
    return (
        After(each, _time(found[1]), number)
        if found and number is not None and (each := _kind(kind))
        else None
    )


def write_after(after: After) -> str:
    return f"{after.kind}.{_microseconds(after.at)}.{after.id}"


def read_turn(text: str) -> int | None:
    return _number(text)


def _kind(text: str) -> Kind | None:
    return next((kind for kind in QUERIES if kind == text), None)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_NUMBER else None


def _microseconds(at: datetime) -> int:
    return (at - _BEGINNING) // _MICROSECOND


def _time(microseconds: str) -> datetime:
    return _BEGINNING + int(microseconds) * _MICROSECOND


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2900 else None
