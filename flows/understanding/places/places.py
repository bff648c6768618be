"""Places as data: the towns of our State, their ZIP codes and names, and the lists of towns that
programs serve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from flows.understanding.places.place_names import (
    ELSEWHERE,
    Name,
    PlacesError,
    Words,
    name_table,
    words_of,
)

_ASK_ABOVE_PERCENT = 20
_PHRASES = (
    "our_state",
    "live",
    "from",
    "at",
    "not_here",
    "someone_else",
)  # the other wordings are single words

_Zip = Annotated[str, Meta(pattern=r"^\d{5}$")]
_Percent = Annotated[int, Meta(ge=1, le=49)]
T = TypeVar("T")


class _Town(Struct, forbid_unknown_fields=True):
    zips: list[_Zip] = []
    boxes: list[_Zip] = []
    names: list[str] = []
    ask: list[str] = []


class _TownList(Struct, forbid_unknown_fields=True):
    source: str
    confirmed: bool
    towns: Annotated[list[str], Meta(min_length=1)]


class _Elsewhere(Struct, forbid_unknown_fields=True):
    zips: list[_Zip]
    states: list[str]
    letters: list[str]
    maybe_letters: list[str]
    names: list[str]
    ask: list[str]


class Wording(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How people say where they live, in both languages: words and phrases by what they do (the
    file explains each)."""

    our_state: list[str]
    live: list[str]
    from_: list[str] = msgspec.field(name="from")
    at: list[str]
    between: list[str]
    not_here: list[str]
    joining: list[str]
    either: list[str]
    someone_else: list[str]
    not_the_town: list[str]
    directions: list[str]
    filler: list[str]
    zip_words: list[str]
    not_a_zip: list[str]


class _File(Struct, forbid_unknown_fields=True):
    zips_begin: Annotated[str, Meta(pattern=r"^\d{1,5}$")]
    towns: dict[str, Any]
    shared_zips: dict[str, Any]
    lists: dict[str, Any]
    everyday: list[str]
    elsewhere: _Elsewhere
    wording: Wording


@dataclass(frozen=True)
class Places:
    """The compiled places: what is where, and which list holds which town.

    `zips` gives each ZIP's town; those not in `sure_zips` do not prove that a person lives there.
    `shared_zips` gives the percentages of a ZIP's people who live in other towns. `zips_begin` is
    how every ZIP of our State begins.
    """

    zips_begin: str
    towns: tuple[str, ...]
    zips: Mapping[str, str]
    sure_zips: frozenset[str]
    shared_zips: Mapping[str, Mapping[str, int]]
    elsewhere_zips: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    names: Mapping[Words, Name]
    letters: frozenset[str]
    maybe_letters: frozenset[str]
    wording: Wording

    def town_of_zip(self, zip_code: str) -> str | None:
        """The town in which most people of this ZIP live; None if it is no ZIP of our State."""
        return self.zips.get(zip_code)


def compile_places(data: Any) -> Places:
    """The places of a parsed data file; PlacesError, with the path inside the file, if it is
    wrong."""
    file = _read(data, _File, "$")
    towns = {name: _read(entry, _Town, f"$.towns.{name}") for name, entry in file.towns.items()}
    if not towns:
        raise PlacesError("$.towns: no town")
    _check_wording(file.wording)
    zips = _zip_table(towns, file.elsewhere, file.zips_begin)
    shared = {
        zip_code: _shares(zip_code, shares, zips, towns)
        for zip_code, shares in file.shared_zips.items()
    }
    split = {
        zip_code for zip_code, shares in shared.items() if sum(shares.values()) > _ASK_ABOVE_PERCENT
    }
    return Places(
        zips_begin=file.zips_begin,
        towns=tuple(towns),
        zips=zips,
        sure_zips=frozenset(z for town in towns.values() for z in town.zips) - split,
        shared_zips=shared,
        elsewhere_zips=frozenset(file.elsewhere.zips),
        lists={name: _town_list(name, entry, towns) for name, entry in file.lists.items()},
        names=name_table(_given_names(towns, file.elsewhere), _each("$.everyday", file.everyday)),
        letters=frozenset(letters.lower() for letters in file.elsewhere.letters),
        maybe_letters=frozenset(letters.lower() for letters in file.elsewhere.maybe_letters),
        wording=file.wording,
    )


def _read(value: Any, kind: type[T], path: str) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        reason, _, inside = str(error).partition(" - at `")
        raise PlacesError(f"{path}{inside.rstrip('`').removeprefix('$')}: {reason}") from None


def _each(path: str, values: Iterable[T]) -> Iterator[tuple[str, T]]:
    return ((f"{path}[{place}]", value) for place, value in enumerate(values))


def _zip_table(towns: Mapping[str, _Town], away: _Elsewhere, begin: str) -> dict[str, str]:
    given = [
        (f"$.towns.{town}.{kind}", town, zips)
        for town, entry in towns.items()
        for kind, zips in (("zips", entry.zips), ("boxes", entry.boxes))
    ]
    table: dict[str, str] = {}
    for where, town, zips in [*given, ("$.elsewhere.zips", ELSEWHERE, away.zips)]:
        for path, zip_code in _each(where, zips):
            if not zip_code.startswith(begin):
                raise PlacesError(f"{path}: ZIP {zip_code} does not begin with {begin}")
            if zip_code in table:
                raise PlacesError(f"{path}: ZIP {zip_code} stands already under {table[zip_code]}")
            table[zip_code] = town
    return {zip_code: town for zip_code, town in table.items() if town != ELSEWHERE}


def _shares(
    zip_code: str, data: Any, zips: Mapping[str, str], towns: Mapping[str, _Town]
) -> dict[str, int]:
    path = f"$.shared_zips.{zip_code}"
    if zip_code not in zips:
        raise PlacesError(f"{path}: no town has this ZIP")
    shares = _read(data, dict[str, _Percent], path)
    for town in shares:
        if town not in towns or town == zips[zip_code]:
            raise PlacesError(f"{path}: {town!r} is not another of the towns")
    return shares


def _town_list(name: str, data: Any, towns: Mapping[str, _Town]) -> frozenset[str]:
    entry = _read(data, _TownList, f"$.lists.{name}")
    seen: set[str] = set()
    for path, town in _each(f"$.lists.{name}.towns", entry.towns):
        if town not in towns:
            raise PlacesError(f"{path}: {town!r} is none of the towns")
        if town in seen:
            raise PlacesError(f"{path}: {town!r} stands twice")
        seen.add(town)
    return frozenset(seen)


def _check_wording(wording: Wording) -> None:
    for kind, texts in msgspec.to_builtins(wording).items():
        for path, text in _each(f"$.wording.{kind}", texts):
            words = words_of(text)
            if not words:
                raise PlacesError(f"{path}: a phrase without letters")
            if kind not in _PHRASES and words != (text,):
                raise PlacesError(
                    f"{path}: {text!r} must be one word in small letters, without accents"
                )


def _given_names(towns: Mapping[str, _Town], away: _Elsewhere) -> Iterator[tuple[str, Name]]:
    for town in towns:
        yield f"$.towns.{town}", Name(words_of(town), town, town, official=True)
    for town, entry in towns.items():
        for path, text in _each(f"$.towns.{town}.names", entry.names):
            yield path, Name(words_of(text), town, town)
        for path, text in _each(f"$.towns.{town}.ask", entry.ask):
            yield path, Name(words_of(text), town, town, sure=False)
    for path, text in _each("$.elsewhere.states", away.states):
        yield path, Name(words_of(text), ELSEWHERE, text, state=True)
    for path, text in _each("$.elsewhere.names", away.names):
        yield path, Name(words_of(text), ELSEWHERE, text)
    for path, text in _each("$.elsewhere.ask", away.ask):
        yield path, Name(words_of(text), ELSEWHERE, text, sure=False)
