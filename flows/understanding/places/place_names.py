"""The names of places, each as the words in which a parser meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flows.understanding.text.utterance import Said

ELSEWHERE = "elsewhere"
"""The value for a place that is plainly outside Connecticut."""

_SHORT = {"east": ("e",), "west": ("w",), "south": ("s", "so"), "north": ("n", "no")}

Words = tuple[str, ...]


class PlacesError(ValueError):
    """The data file of places is wrong; the message gives the path inside it and the reason."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a place: its words, what it stands for (`value`), how to say that (`label`),
    how far to trust it.

    `sure`: it can mean nothing else; `official`: the town's own name; `everyday`: also a person, a
    thing or a far place; `state`: a state, which takes the town named just before it out of
    Connecticut.
    """

    words: Words
    value: str
    label: str
    sure: bool = True
    official: bool = False
    everyday: bool = False
    state: bool = False


def words_of(text: str) -> Words:
    """A name or a phrase as a parser meets it."""
    return Said(text).tokens


def name_table(
    given: Iterable[tuple[str, Name]], everyday: Iterable[tuple[str, str]]
) -> dict[Words, Name]:
    """Every name by its words, with the short forms of the towns; PlacesError if one stands for two
    places.

    Both arguments come with the paths in the file, for the errors.
    """
    table: dict[Words, Name] = {}
    for path, name in given:
        if not name.words:
            raise PlacesError(f"{path}: a name without letters")
        if name.words in table:
            raise PlacesError(
                f"{path}: {' '.join(name.words)!r} already means {table[name.words].label}"
            )
        table[name.words] = name
    for path, text in everyday:
        if words_of(text) not in table:
            raise PlacesError(f"{path}: no place is called {text!r}")
        table[words_of(text)] = replace(table[words_of(text)], everyday=True)
    for name in [name for name in table.values() if name.official]:
        for short in _short_forms(name, table):
            table.setdefault(short.words, short)
    return table


def _short_forms(name: Name, table: dict[Words, Name]) -> Iterator[Name]:
    """ "e hartford", "so windsor"; "ehartford" as a guess; "newbritain". No "n haven": that is
    North Haven and New Haven."""
    first, *rest = name.words
    if not rest:
        return
    yield replace(name, words=("".join(name.words),))
    if first == "north" and ("new", *rest) in table:
        return
    for short in _SHORT.get(first, ()):
        yield replace(name, words=(short, *rest))
        yield replace(name, words=("".join((short, *rest)),), official=False, sure=False)
