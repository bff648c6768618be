"""Where a person lives: a town of Connecticut, by its name, a village's, a neighbourhood's or a
ZIP; or elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.place.town_choice import by_name, by_zip, guess, lived_in
from flows.understanding.parsers.place.town_cues import Cue
from flows.understanding.parsers.place.town_names import Found, TownNames
from flows.understanding.parsers.place.town_typos import Typos
from flows.understanding.parsers.place.zip_codes import spoken_zip, whole_zip, written_zips
from flows.understanding.places.place_names import ELSEWHERE, Name, Words
from flows.understanding.places.places import Places, compile_places
from flows.understanding.text.utterance import Said

_LONGEST_GUESS = 4  # words; a longer text is no mistyped name


class Town:
    """Answers are names of towns ("West Hartford"), or "elsewhere" for a place plainly outside
    Connecticut."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._names = TownNames(places)
        self._typos = Typos(places)
        self._zip_words = frozenset(places.wording.zip_words)
        self._either = frozenset(places.wording.either)
        self._not_a_zip = frozenset(places.wording.not_a_zip)

    def hear(self, said: Said, today: date) -> Heard | None:
        """The town in a reply to "Which town?"; a guess where a name has two meanings or looks
        mistyped."""
        tokens = said.tokens
        named = self._names.find(tokens)
        here = lived_in(named, self._either_of(tokens))
        typed = {code for code in (whole_zip(said, tuple(self.places.zips_begin)),) if code}
        if zips := self._zips(said, named) or typed or spoken_zip(tokens, self.places.zips_begin):
            return by_zip(self.places, zips, here)
        core = self._names.stripped(tokens)
        if (
            len(core) == 1
            and len(core[0]) == 4
            and (town := self.places.town_of_zip(self.places.zips_begin[0] + core[0]))
        ):
            return guess(town, town)
        if (
            len(core) > 1
            and core not in self.places.names
            and (name := self._typos.same_letters(core))
        ):
            return guess(name.value, name.label)
        return self._named(tokens, here) if named else self._mistyped(tokens, core)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        """The town in a text about something else: never a guess, never someone else's town, never
        an everyday word."""
        named = self._names.find(said.tokens)
        here = [found for found in named if _plainly_meant(found)]
        if zips := self._zips(said, named) & self.places.sure_zips:
            heard = by_zip(self.places, zips, here)
            return heard if heard and heard.sure else None
        if not any(found.value == ELSEWHERE for found in here):
            here = lived_in(here, self._either_of(said.tokens))
        values = {found.value for found in here}
        return Heard(values.pop()) if len(values) == 1 else None

    def _either_of(self, tokens: Words) -> bool:
        return not self._either.isdisjoint(tokens)

    def _zips(self, said: Said, named: list[Found]) -> set[str]:
        """The ZIPs of a text. What is no ZIP of ours may be a sum of money: it counts only where a
        ZIP would stand."""
        zips = set()
        for number in written_zips(said):
            before = number.word_before
            if before in self._not_a_zip or self._names.denied(said.tokens, number.code):
                continue
            stands = (
                number.whole
                or before in self._zip_words
                or any(said.tokens[f.end - 1] == before for f in named)
            )
            if number.code.startswith(self.places.zips_begin) or stands:
                zips.add(number.code)
        return zips

    def _named(self, tokens: Words, here: list[Found]) -> Heard | None:
        def alone(found: Found) -> bool:
            return not self._names.stripped(tokens[: found.start] + tokens[found.end :])

        # A name with a stray word may be a longer name mistyped: "hartford del est".
        if here and len(tokens) <= _LONGEST_GUESS and not any(map(alone, here)):
            near = self._typos.nearest(tokens)
            if near and {name.value for name in near}.isdisjoint(found.value for found in here):
                return _only(near)
        return by_name(here, alone)

    def _mistyped(self, tokens: Words, core: Words) -> Heard | None:
        for words in (tokens, core, *self._names.after_cue(tokens)):
            if 0 < len(words) <= _LONGEST_GUESS and (near := self._typos.nearest(words)):
                return _only(near)
        return None


def _only(names: list[Name]) -> Heard | None:
    return guess(names[0].value, names[0].label) if len(names) == 1 else None


def _plainly_meant(found: Found) -> bool:
    """Whether a name counts where no town was asked for: the more everyday it is, the plainer it
    must be said."""
    if not found.sure or found.cue in (Cue.NOT_HERE, Cue.SOMEONE_ELSE):
        return False
    if found.value == ELSEWHERE:
        return found.cue == Cue.LIVE and not found.in_connecticut
    if found.name.everyday:
        return found.cue == Cue.LIVE or found.in_connecticut
    return found.name.official or found.in_connecticut or found.cue > Cue.NONE


def build(data: Any) -> Town:
    """The parser for a parsed places file; PlacesError if the file is wrong."""
    return Town(compile_places(data))
