"""A list of options as data, and which of them a text picks: shared by `choice` and `several`."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from flows.understanding.parsers.shared.fuzzy import index, nearest
from flows.understanding.parsers.shared.hits import (
    ParserDataError,
    before,
    book,
    negated,
    outermost,
)
from flows.understanding.parsers.shared.numbers import (
    FILLER,
    JOINED,
    Numbers,
    digits,
    menu_numbers,
    number_of,
)
from flows.understanding.parsers.shared.unsure import HEDGES, asks
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said

_PREFIX = re.compile(r"\W{0,3}([0-9]{1,2}) ?[.):-] ?(?=\D)")
_SMALL = FILLER | wordset(
    "need needs help for to of some have get necesito ayuda con para de do yes si about sobre"
)
_ARTICLE = re.compile(r"\b(?:una?|unos|unas)\b")
_SPLIT = re.compile(r" (?:and|y|e|or|o) |[,;/&+]")


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to choose. `label` says it as "english / español"; `says` are phrases of a reply to
    this question, `volunteer` phrases that count inside a text about something else."""

    value: Any
    label: str
    says: list[str]
    volunteer: list[str] = []


class Picked(Struct, frozen=True):
    """Options by place in the list, from 0; `numbers` when they were given as menu numbers only."""

    places: frozenset[int]
    sure: bool = True
    numbers: Numbers | None = None


class Menu:
    """Numbered options. Refuses lists with a value twice, without phrases, or with phrases that
    cannot be read."""

    def __init__(self, options: list[Option], path: str = "$.options") -> None:
        if not options:
            raise ParserDataError(f"{path}: at least one option is needed")
        for place, option in enumerate(options):
            if option.value in [earlier.value for earlier in options[:place]]:
                raise ParserDataError(f"{path}[{place}].value: {option.value!r} stands here twice")
            if not option.says or not option.label:
                raise ParserDataError(
                    f"{path}[{place}]: an option needs a label and at least one phrase"
                )
        self.options = options
        self._says = book(
            {str(n): (f"{path}[{n}].says", option.says) for n, option in enumerate(options)}
        )
        self._volunteer = book(
            {
                str(n): (f"{path}[{n}].volunteer", option.volunteer)
                for n, option in enumerate(options)
            }
        )
        self._names = index(
            (phrase, n) for n, option in enumerate(options) for phrase in option.says
        )

    def pick(self, said: Said) -> Picked | None:
        """What a reply picks, by number or in words; None when nothing, or when the reply asks
        something back."""
        numbers = None if self._is_phrase(said) else menu_numbers(said)
        if numbers and (picked := self._numbered(numbers)).places:
            return picked
        if asks(said):
            return None
        hedged = not HEDGES.isdisjoint(said.tokens)
        if hedged and (
            numbers := menu_numbers(
                Said(" ".join(w for w in said.tokens if w not in HEDGES and w != "que"))
            )
        ):
            return msgspec.structs.replace(self._numbered(numbers), sure=False)
        hits = outermost(self._says.find(said))
        if not hits:
            return self._prefixed(said, frozenset()) or self._near(said)
        standing = [hit for hit in hits if not negated(said, hit)]
        if not standing:
            return None
        places = frozenset(int(hit.name) for hit in standing)
        sure = len(standing) == len(hits) and not hedged and not said.plain.endswith("?")
        mixed = self._prefixed(said, places) or self._mixed(said, hits, places)
        return mixed if mixed else Picked(places, sure)

    def _is_phrase(self, said: Said) -> bool:
        """ "Las dos" is both, not number two."""
        if any(c.isdigit() for c in said.bare):
            return False
        return any(hit.start == 0 and hit.end == len(said.bare) for hit in self._says.find(said))

    def volunteered(self, said: Said) -> frozenset[int]:
        """The options plainly stated inside a text about something else."""
        hits = outermost(self._volunteer.find(said))
        return frozenset(int(hit.name) for hit in hits if self._states(said, hit))

    @staticmethod
    def _states(said: Said, hit: Hit) -> bool:
        if negated(said, hit):
            return False
        return HEDGES.isdisjoint(said.tokens) or HEDGES.isdisjoint(before(said, hit))

    def _numbered(self, numbers: Numbers) -> Picked:
        places = frozenset(number - 1 for number in numbers.picked)
        known = all(0 <= place < len(self.options) for place in places)
        return Picked(places if known else frozenset(), numbers=numbers)

    def _prefixed(self, said: Said, places: frozenset[int]) -> Picked | None:
        """A copied line of the menu: "2. food". The number and the words must agree; a strange word
        makes it a guess."""
        match = _PREFIX.match(said.plain)
        place = int(match[1]) - 1 if match else -1
        if not 0 <= place < len(self.options):
            return None
        if not places:
            return Picked(frozenset({place}), sure=False)
        return Picked(places, sure=place in places)

    def _mixed(self, said: Said, hits: list[Hit], places: frozenset[int]) -> Picked | None:
        """Words and menu numbers together, and nothing else: "1 and shots"."""
        rest = said.bare
        for hit in reversed(hits):
            rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
        rest = _ARTICLE.sub(" ", rest)  # "una clase" is no key 1
        tokens = [token for token in digits(rest).split() if token not in FILLER]
        numbers = [number_of(token) for token in tokens]
        picked = [number for number in numbers if number is not None]
        if not picked or len(picked) != len(tokens):
            return None
        known = all(0 < number <= len(self.options) for number in picked)
        named = frozenset(number - 1 for number in picked)
        sure = (
            named <= places or JOINED.search(said.plain) is not None
        )  # "shots 1" may be one answer or two
        return Picked(places | named if known else frozenset(), sure)

    def _near(self, said: Said) -> Picked | None:
        """Every part of a short reply, each a slip away from one option."""
        if len(said.plain) > 80:
            return None
        places = set()
        for part in _SPLIT.split(said.plain):
            words = " ".join(word for word in Said(part).tokens if word not in _SMALL)
            if not words:
                continue
            place = nearest(words, self._names)
            if place is None:
                return None
            places.add(place)
        return Picked(frozenset(places), sure=False) if places else None
