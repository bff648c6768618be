"""The stage in a person's own words: the number of a choice, or what the facts of the sentence come
to."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from flows.understanding.family.family import Family
from flows.understanding.family.family_told import Told
from flows.understanding.family.persons import SELF
from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.choice import Choice
from flows.understanding.parsers.shared.numbers import digits, menu_numbers, number_of
from flows.understanding.text.utterance import Said

# A short reply in which no fact was heard may still be a slip away from one of the options.
_SHORT = 6
# After the number of a choice something new begins ("3. pregnant and ...", "1 but ..."); else it
# counts children.
_APART = frozenset({".", "BUT", "BOTH", "NOTHING", "NONEOF", "PREG"})
_BEFORE_NUMBER = frozenset({"number", "numero", "the", "el", "la", "option", "opcion", "its", "es"})


class Stage:
    """One of the options of `stage`. What is not certain is a guess; a loss or a wish is never
    taken for a pregnancy."""

    def __init__(self, choice: Choice, family: Family) -> None:
        self._choice = choice
        self._family = family

    def hear(self, said: Said, today: date) -> Heard | None:
        if menu_numbers(said) and not self._family.told(said).stage:
            return self._choice.hear(said, today)
        told = self._family.told(said)
        chosen = self._number(said)
        heard = self._heard(told)
        if chosen:
            return self._agreed(chosen, heard)
        if heard or told.wish:
            return heard
        guess = self._choice.hear(said, today) if len(said.tokens) <= _SHORT else None
        return replace(guess, sure=False) if guess else None

    def volunteer(self, said: Said, today: date) -> Heard | None:
        told = self._family.told(said)
        return self._heard(told) if told.plain else None

    def _heard(self, told: Told) -> Heard | None:
        return Heard(told.stage, told.sure, self._choice.label(told.stage)) if told.stage else None

    def _number(self, said: Said) -> str:
        """The option whose number stands apart, at the head of the text or at its end."""
        words = self._family.read(said).words
        kinds = [word.kind or word.text for word in words]
        at = 1 if words and words[0].text in _BEFORE_NUMBER else 0
        for place in (at, len(words) - 1):
            if not 0 <= place < len(words) or kinds[place] != "NUM":
                continue
            after = kinds[place + 1] if place + 1 < len(kinds) else "."
            before = kinds[place - 1] if place else "."
            if after in _APART and (place == at or before in _APART):
                return self._choice.at(number_of(digits(words[place].text)) or 0)
        return ""

    def _agreed(self, chosen: str, heard: Heard | None) -> Heard:
        if heard is None or heard.value == chosen:
            return Heard(chosen, heard is not None, self._choice.label(chosen))
        return replace(heard, sure=False)


class About:
    """Whom the answers are about, where it is not the person who writes. Only ever volunteered."""

    def __init__(self, family: Family) -> None:
        self._family = family

    def hear(self, said: Said, today: date) -> Heard | None:
        return self.volunteer(said, today)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        told = self._family.told(said)
        return Heard(told.about) if told.stage and told.about != SELF else None
