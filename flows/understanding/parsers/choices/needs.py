"""What would help: choices of the list by number and in words, and what is outside the list, kept
by its name."""

from __future__ import annotations

import re
from datetime import date

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.choices.options import Option
from flows.understanding.parsers.choices.several import Several
from flows.understanding.parsers.shared.hits import book, outermost
from flows.understanding.parsers.shared.numbers import FILLER, digits, number_of
from flows.understanding.parsers.shared.unsure import (
    HEDGES,
    asks,
    asks_back,
    declines,
    says_unknown,
)
from flows.understanding.text.answer_words import AnswerWords, one_of, written_out
from flows.understanding.text.phrases import Hit
from flows.understanding.text.utterance import Said, fold

OTHER = "other"
_LONGEST = 45  # words
_BRIEF = 4  # words: an ordinal in a longer text is no number of the list
_STORY = 9  # words: what a longer text names beside each other is asked about
_CLAUSE = re.compile(
    r"[;:!()\n]|\.(?!\d)|,(?! ?[0-9])| (?=(?:but|pero|so|except|excepto|menos|aunque|besides) )"
)
_PURPOSE = re.compile(
    r"(?:^| )(?:so (?:that )?(?:i|we|he|she) can|while i|para poder|pa poder|pa que|para"
    r" que|mientras) "
)
_EITHER = frozenset(("or", "o"))
# "He will not latch" is what is wrong, and refuses nothing.
_CANNOT = re.compile(r"\b(?:will|can|could|would) not(?: \w+)? ?$")


class Needs:
    """A list of values in the order of the options; `beside` names what is wanted and outside the
    list (value "other")."""

    def __init__(self, options: list[Option], several: Several, words: AnswerWords) -> None:
        self._options, self._several = options, several
        outside = words.groups("needs", "outside")
        entries = {
            f"o{n}": ("", [p for p in option.says if not p.startswith("= ")])
            for n, option in enumerate(options)
        }
        inside = words.groups("needs", "inside")
        entries |= {
            f"o{n}+": ("", _phrases(inside[o.value]))
            for n, o in enumerate(options)
            if o.value in inside
        }
        entries |= {f"x{name}": ("", _phrases(outside[name])) for name in outside}
        self._book = book(entries)
        self._whole = words.phrases("needs", "all", "nothing")
        self._refused = re.compile(
            rf"{one_of(words.phrase('needs', 'refused')).pattern}(?: \w+){{0,2}} ?$"
        )
        self._units = words.words("needs", "units")
        self._before = words.words("needs", "before_number") | FILLER
        self._spoken = words.numbers("needs", "spoken")

    def hear(self, said: Said, today: date) -> Heard | None:
        """What is wanted; None where nothing of it is understood."""
        if not said.tokens or len(said.tokens) > _LONGEST:
            return None
        if said.bare in self._spoken:
            return self._heard({self._spoken[said.bare] - 1}, [], True)
        plain = self._several.hear(_without_articles(said), today)
        if plain is not None and plain.sure and self._is_plain(said):
            return plain
        whole = {hit.name for hit in self._whole.find_in(written_out(said.bare))}
        unknown = says_unknown(said) and "all" not in whole
        if declines(said) or unknown or ((asks(said) or asks_back(said)) and "?" in said.plain):
            return plain
        if "nothing" in whole:
            return Heard([], True, "-")
        everything = "all" in whole
        wanted, refused, beside = self._picked(said)
        refused -= set() if everything else wanted
        if everything:
            return self._heard(set(range(len(self._options))) - refused, beside, True)
        if not wanted and not beside:
            return None if refused else plain
        either = not _EITHER.isdisjoint(said.tokens) or not HEDGES.isdisjoint(said.tokens)
        if plain is not None and not (beside or refused) and len(plain.value) > len(wanted):
            return plain  # "1 thru 7"
        many = len(wanted) + len(beside) > 1
        story = many and len(said.tokens) > _STORY and not any(c.isdigit() for c in said.bare)
        return self._heard(
            wanted - refused, beside, not (either and many) and not story and not asks(said)
        )

    def volunteer(self, said: Said, today: date) -> Heard | None:
        """As the list's own phrases say."""
        return self._several.volunteer(said, today)

    def _is_plain(self, said: Said) -> bool:
        """Whether nothing but the numbers and names of the list was said."""
        return (
            not any(hit.name.startswith("x") for hit in self._book.find_in(said.bare))
            and len(said.tokens) <= 4
        )

    def _picked(self, said: Said) -> tuple[set[int], set[int], list[str]]:
        wanted: set[int] = set()
        refused: set[int] = set()
        beside: list[str] = []
        for raw in _CLAUSE.split("\n".join(fold(line) for line in said.raw.splitlines())):
            clause = _PURPOSE.split(written_out(Said(raw).bare))[0]
            hits = _meant(outermost(self._book.find_in(clause)), clause)
            for hit in hits:
                away = self._refuses(clause, hit)
                if hit.name.startswith("o"):
                    (refused if away else wanted).add(int(hit.name[1:].rstrip("+")))
                elif not away and hit.name[1:] not in beside:
                    beside.append(hit.name[1:])
            for number, away in self._numbers(clause, hits):
                (refused if away else wanted).add(number - 1)
        return wanted, refused, beside

    def _refuses(self, clause: str, hit: Hit) -> bool:
        """ "Not food", "everything but shots", "vacunas no"."""
        after = clause[hit.end :].split()
        if after[:1] in (["no"], ["ya"]) or after[:2] == ["already", "done"]:
            return True
        before = clause[: hit.start]
        return bool(self._refused.search(before)) and _CANNOT.search(before) is None

    def _numbers(self, clause: str, hits: list[Hit]) -> list[tuple[int, bool]]:
        tokens = _apart(digits(_ARTICLE.sub("", clause)).split(), len(self._options))
        found: list[tuple[int, bool]] = []
        for place, token in enumerate(tokens):
            written = token[:1].isdigit() or (len(tokens) <= _BRIEF and tokens[:1] != ["my"])
            number = number_of(token) if written else None
            if (
                number is None
                or not 1 <= number <= len(self._options)
                or tokens[place + 1 : place + 2] == ["year"]
            ):
                continue
            before, after = tokens[:place], tokens[place + 1 : place + 2]
            listed = all(
                word in self._before or word.isdigit() for word in before[-2:]
            ) or self._refused.search(" ".join(before))
            if listed and not (after and after[0] in self._units):
                found.append((number, bool(self._refused.search(" ".join(before)))))
        return found

    def _heard(self, places: set[int], beside: list[str], sure: bool) -> Heard | None:
        values = [option.value for n, option in enumerate(self._options) if n in places]
        if beside and OTHER not in values:
            values.append(OTHER)
        labels = [
            option.label.partition(" / ") for option in self._options if option.value in values
        ]
        english = ", ".join(label[0] for label in labels)
        spanish = ", ".join(label[2] or label[0] for label in labels)
        return Heard(values, sure, f"{english} / {spanish}", beside=tuple(beside))


_RUN_TOGETHER = re.compile(r"(?<=[1-8])[yn&](?=[1-8])")
_ARTICLE = re.compile(r"\b(?:un|una|a|an) (?=[a-z]{3})")


def _apart(tokens: list[str], most: int) -> list[str]:
    """ "2y4" and "124" as the numbers of the list that they run together."""
    found: list[str] = []
    for token in tokens:
        figures = _RUN_TOGETHER.sub(" ", token).split()
        one_by_one = token.isdigit() and int(token) > most and set(token) <= set("12345678")
        apart = one_by_one and len(set(token)) == len(token)
        found += list(token) if apart else figures if len(figures) > 1 else [token]
    return found


def _without_articles(said: Said) -> Said:
    """ "Un doctor" is a doctor, not number one."""
    return Said(_ARTICLE.sub("", said.plain)) if len(said.tokens) > 1 else said


def _meant(hits: list[Hit], clause: str) -> list[Hit]:
    """Without what only explains another need: the visits of a ride, the school of the shots, to
    give birth."""
    names = {hit.name for hit in hits}
    drop = set()
    if "xride" in names:
        drop |= {"o2", "o2+", "xjob"}
    if names & {"o5", "o5+"}:
        drop.add("xschool")
    if " a luz" in clause:
        drop.add("xutilities")
    return [hit for hit in hits if hit.name not in drop]


def _phrases(group: str) -> list[str]:
    """The phrases of a name in both languages, run together as "(a|b) (c|d)"."""
    return re.findall(r"\([^()]*\)", group)
