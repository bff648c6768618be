"""One town out of all that a text names: what agrees, what contradicts, what must be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.place.town_cues import Cue
from flows.understanding.parsers.place.town_names import Found
from flows.understanding.places.place_names import ELSEWHERE
from flows.understanding.places.places import Places


def guess(value: str, label: str) -> Heard:
    return Heard(value, sure=False, label=label)


def certain(found: Found, alone: bool) -> bool:
    """Whether a name needs no question. `alone`: the reply says nothing else.

    Everyday words and far places must be the whole reply or be said as a place; where someone comes
    from is not yet where they live, and where someone else lives is a guess.
    """
    if not found.sure or found.cue == Cue.SOMEONE_ELSE:
        return False
    if found.value == ELSEWHERE:
        return found.cue > Cue.FROM or (alone and found.cue == Cue.NONE)
    return alone or not found.name.everyday or found.in_connecticut or found.cue >= Cue.FROM


def lived_in(named: Iterable[Found], either: bool) -> list[Found]:
    """The places where this person may live: without those denied, and without the others where one
    says "I live in".

    `either`: the text has an "or", which keeps them all.
    """
    here = [found for found in named if found.cue != Cue.NOT_HERE]
    own = [found for found in here if found.cue != Cue.SOMEONE_ELSE]
    here = own or here
    lives = [found for found in here if found.cue == Cue.LIVE]
    if (
        lives
        and not either
        and all(found.cue != Cue.NONE or not found.name.official for found in here)
    ):
        return lives
    return [f for f in here if f.value != ELSEWHERE or f.cue != Cue.FROM] or here


def by_name(here: list[Found], alone: Callable[[Found], bool]) -> Heard | None:
    """The one place that the names agree on."""
    clear = [found for found in here if found.sure] or here
    values = {found.value for found in clear}
    if len(values) != 1 or "" in values:
        return None
    if any(certain(found, alone(found)) for found in clear) and not _contradicted(clear):
        return Heard(clear[0].value)
    return None if _contradicted(clear) else guess(clear[0].value, clear[0].label)


def _contradicted(here: Iterable[Found]) -> bool:
    return any(found.value == ELSEWHERE and found.in_connecticut for found in here)


def by_zip(places: Places, codes: set[str], here: list[Found]) -> Heard | None:
    """The ZIP's town. A town's name beside it decides where people of the ZIP live in both; else it
    throws doubt."""
    values = {_place_of(places, code) for code in codes}
    said = {found.value for found in here if found.sure and certain(found, alone=False)}
    if len(values) != 1 or len(said) > 1:
        return None
    value = values.pop()
    name = next(iter(said), value)
    if not value:
        return guess(name, name) if name and name != ELSEWHERE else None
    if name == value:
        sure = bool(said) or value == ELSEWHERE or codes <= places.sure_zips
        return Heard(value) if sure else guess(value, value)
    if ELSEWHERE in (name, value):
        return None
    shared = any(name in places.shared_zips.get(code, ()) for code in codes)
    return Heard(name) if shared else guess(value, value)


def _place_of(places: Places, code: str) -> str:
    """A town, elsewhere, or "" for a number that looks like our State and is no ZIP."""
    if code in places.elsewhere_zips or not code.startswith(places.zips_begin):
        return ELSEWHERE
    return places.town_of_zip(code) or ""
