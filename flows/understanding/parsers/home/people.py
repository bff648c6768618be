"""People named in an answer, counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.text.answer_words import AnswerWords

_AGE = re.compile(
    r"\b[0-9]{1,3}(?: ?1/2)? ?(?:-| )?(?:years?|yrs?|yr|yo|y o|months?|mos?|mo|days?|anos?"
    r"|anitos?|mes|meses|dias?|(?P<weeks>weeks?|wks?|semanas?))\b"
    r"(?: old)?(?: (?P<who>[a-z]+))?|\b(?:age|aged|edad de|de) (?=[0-9])"
)
_BEDROOMS = re.compile(
    r"\b(?:in a |en un |un )?[0-9] ?(?:bedrooms?|bed|br|cuartos?|rooms?|floors?|pisos?)\b"
)
_DUE = re.compile(
    r"\b(?:due|nace|born|viene|coming) (?:in |on |en |el |para )*(?:[a-z]+ )?[0-9]{1,2}\b"
)
_HALF_DOZEN = re.compile(r"\b(?:half a dozen|half dozen|media docena)\b")
_ONE = re.compile(r"\b(?:one|un|una|uno|a|an)\b(?! (?:of|more|mas|person|people|persona))")
_SIGNS = re.compile(r"[,;:.!?()-]")


@dataclass
class People:
    """What was counted: `listed` without the person, `total` where one number stands for all, and
    what was not understood."""

    listed: int = 0
    total: int | None = None
    me: bool = False
    we: bool = False
    leads: bool = False
    follows_me: bool = False
    babies: int = 0
    added_unborn: int = 0
    adults: bool = False
    either: bool = False
    roommates: bool = False
    strange: int = 0
    explained: int = 0
    second: int | None = None

    @property
    def agrees(self) -> bool:
        """Whether the people named after a total can be the whole of it, or a few of it."""
        named = self.explained + self.listed + 1
        return not (self.me and self.listed > 1) or self.total in (named, named - 1, named + 1)


class PeopleWords:
    """The words for people, and how a list of them is added up."""

    def __init__(self, words: AnswerWords) -> None:
        lists = {name: words.words("household", name) for name in _LISTS}
        self.me = lists["me"]
        self._lists = lists
        self._apart = lists["me"] | {"and", "y", "con", "with", "plus", "mas"}
        self._pairs = words.numbers("household", "pairs")

    def read(self, text: str) -> People:
        """Count the people of a folded text."""
        people = People()
        text = _ONE.sub(" ", _HALF_DOZEN.sub("6", text)) if len(text.split()) > 1 else text
        text = digits(text)
        text = _DUE.sub(" ", _BEDROOMS.sub(" ", text))
        named = not self._lists["many"].isdisjoint(text.split())
        text = _AGE.sub(lambda m: f" {m['who'] or ('' if named or m['weeks'] else 'child')} ", text)
        tokens = _SIGNS.sub(" , ", text).split()
        people.either = not self._lists["or"].isdisjoint(tokens)
        people.me = not self.me.isdisjoint(tokens)
        people.we = not self._lists["we"].isdisjoint(tokens)
        people.roommates = not self._lists["roommates"].isdisjoint(tokens)
        self._count(tokens, people)
        return people

    def listed_in(self, text: str) -> int:
        """Who lives together where others are named as well: the first longest run of people, the
        person included; 0 where nobody is named."""
        persons = self._lists["one"] | self._lists["many"] | self._pairs.keys()
        around = self._apart | _OWNERS
        runs: list[list[str]] = [[]]
        for token in _SIGNS.sub(" , ", digits(text)).split():
            if token in persons or token in around or token == "," or token.isdigit():
                runs[-1].append(token)
            elif runs[-1]:
                runs.append([])
        best = max(runs, key=lambda run: sum(token in persons for token in run))
        people = self.read(" ".join(best))
        return people.listed + 1 if people.listed else 0

    def _count(self, tokens: list[str], people: People) -> None:
        number: int | None = None
        at = 0
        for place, token in enumerate(tokens):
            after = tokens[place + 1 : place + 3]
            if number is not None and (token == "," or token in self._apart):
                self._total(number, people, at)
                number = None
            if token.isdigit() and len(token) <= 2:
                self._total(number, people, at)
                number, at = int(token), place
                people.follows_me |= people.total is None and not self.me.isdisjoint(tokens[:place])
            elif token in self._pairs:
                people.listed += self._pairs[token]
                people.added_unborn += 2 if token in _TWINS and people.total is not None else 0
                people.babies += token in _TWINS
                number = None
            elif token in self._lists["pets"]:
                number = None
            elif token in self._lists["many"]:
                self._several(token, number, people, at)
                number = None
            elif token in self._lists["one"] and not self._is_possessor(token, after):
                self._one(token, number, people, (at, place), tokens)
                number = None
        self._total(number, people, at)

    def _several(self, token: str, number: int | None, people: People, place: int) -> None:
        if token in ("people", "persons", "ppl", "peoples", "personas", "gente", "heads", "mouths"):
            self._total(number, people, place)
        elif number is None:
            people.strange += 1
        else:
            people.listed += number
            people.adults |= token in ("adults", "adultos", "grandes")
        return

    def _one(
        self,
        token: str,
        number: int | None,
        people: People,
        places: tuple[int, int],
        tokens: list[str],
    ) -> None:
        at, place = places
        if token in ("person", "persona"):
            self._total(number, people, at)
            return
        if token in ("adult", "adulto", "adulta", "grandes"):
            people.adults = True
        if number is not None and number > 1 and token not in ("grandes", "little", "lil"):
            self._total(number, people, at)
            number = None
        is_baby = token in self._lists["baby"]
        if people.total is not None and number is None:
            if is_baby and not self._lists["plus"].isdisjoint(tokens[max(0, place - 3) : place]):
                people.added_unborn = 1
            people.explained += 1
            return  # after a total come the people it is made of
        if token in (
            "one",
            "little",
            "lil",
            "el",
            "ella",
            "him",
            "her",
            "he",
            "she",
            "mayor",
            "menor",
            "man",
        ) and self._is_weak(token, tokens, place):
            return
        people.listed += number or 1
        people.babies += is_baby
        return

    @staticmethod
    def _is_weak(token: str, tokens: list[str], place: int) -> bool:
        """Small words that are a person only where they stand alone in the list: "me, her, and the
        baby"."""
        after = tokens[place + 1 : place + 2]
        before = tokens[place - 1] if place else ","
        if token == "man":
            return before not in ("my", "mi")
        if token in ("one", "little", "lil", "mayor", "menor"):
            return True
        return bool(after) and after[0] not in (",", "and", "y", "plus", "n", "con", "with")

    @staticmethod
    def _is_possessor(token: str, after: list[str]) -> bool:
        return (
            token in ("her", "his")
            and bool(after)
            and after[0] not in (",", "and", "y", "n", "plus")
        )

    @staticmethod
    def _total(number: int | None, people: People, place: int) -> None:
        if number is not None and people.total is None:
            people.total = number
            people.leads = not people.listed and not people.follows_me
        elif number is not None:
            people.second = number


_TWINS = frozenset(("twins", "gemelos", "gemelas", "mellizos", "mellizas", "triplets", "trillizos"))
_OWNERS = frozenset(
    ("my", "mi", "mis", "our", "nuestro", "nuestra", "nuestros", "the", "los", "las")
)
_LISTS = ("me", "we", "one", "many", "baby", "pets", "or", "plus", "roommates")
