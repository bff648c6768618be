"""Numbers with a unit of time ("2 1/2 yrs", "un año y medio", "3 wks"): what ages and due dates are
written in."""

from __future__ import annotations

import re

from msgspec import Struct

from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.text.utterance import Said, fold

YEAR = r"(?:years?|yeras?|yrs?|y/?o|y\.o\.?|anos?|anios?|anitos?|ans)"
MONTH = r"(?:months?|monts?|mths?|mnths?|mos?|mes(?:es)?|meces|mesecitos?|mesesitos?|mesitos?)"
WEEK = r"(?:weeks?|weks?|wks?|semanas?|semanitas?|sem)"
DAY = r"(?:days?|dias?|diitas)"
UNIT = rf"(?:{YEAR}|{MONTH}|{WEEK}|{DAY})"
_LENGTHS = {"y": 12 * 30.4375, "m": 30.4375, "w": 7.0, "d": 1.0}
_KINDS = {"y": YEAR, "m": MONTH, "w": WEEK, "d": DAY}

_HALF = r"(?: ?1/2\b| ?(?:and (?:a )?|y )(?:half|medi[oa]|1/2)\b)"
_MEASURE = re.compile(
    rf"(?<![\w./$-])(?:(?P<n>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?)(?P<half>{_HALF})?|(?P<only>1/2))(?![0-9]|[/.][0-9])"
    r"(?:["
    rf" -]?(?:(?P<y>{YEAR})|(?P<m>{MONTH})|(?P<w>{WEEK})|(?P<d>{DAY}))\b|(?<=[0-9])(?P<s>[ymwd])\b|"
    rf" (?P<t>[mwd])\b| (?P<u>y)(?= ?$| ?[,;.]))?"
    rf"(?P<more> (?:and a half|y medi[oa])\b)?(?P<old>[ -]?(?:olds?|de"
    rf" (?:edad|nacid[oa]s?|vida))\b)?(?!(?<=[0-9])[a-z])"
)
_FIXES = (
    # A program's name, and no number of months or years: "section 8".
    (re.compile(r"\b(section|seccion|sec|title) ?8\b"), r"\1"),
    # "and a half" as thumbs write it: "5 n a half months", "2 nd half", "3 años i medio"
    (re.compile(r"(?<=[0-9a-z] )(?:n|nd|an|an'|amd|&) (?:a )?half\b"), "and a half"),
    (re.compile(rf"\b({UNIT}) (?:n|nd|an) (?=[0-9])"), r"\1 and "),
    (re.compile(r"(?<=[0-9a-z] )i medi(?=[oa]\b)"), "y medi"),
    (re.compile(rf"\b(?:half an?|half of an?|medio|1/2 an?) (?={YEAR}\b)"), "1/2 "),
    (re.compile(rf"\b(?:an?|another) (?={UNIT}\b)"), "1 "),
    (re.compile(rf"(?<![0-9] )(?<![0-9/-])\b(?={UNIT} (?:and a half|y medio)\b)"), "1 "),
    (re.compile(r"\bmedio (?=mes\b)"), "1/2 "),
    (re.compile(r"(?<=[0-9])([ymw])(?=[0-9]{1,2} ?[mwd])"), r"\1 "),
    (re.compile(r"(?<=[0-9])y(?=[0-9])"), " y "),
)


_PREPARED = "measures.prepare"


class Measure(Struct, frozen=True):
    """So many of a unit ("y", "m", "w", "d", or "" when none was said), where it stands, and
    whether "old" follows."""

    number: float
    unit: str
    start: int
    end: int
    old: bool = False

    @property
    def days(self) -> float:
        return self.number * _LENGTHS[self.unit or "y"]


def prepare(said: Said) -> str:
    """The text as measures are looked for in it: folded, numbers in figures, halves as "1/2"."""
    if _PREPARED in said.memo:
        return str(said.memo[_PREPARED])
    plain = fold(said.raw.replace("½", " 1/2")) if "½" in said.raw else said.plain
    text = digits(plain.replace("'", ""))
    for pattern, instead in _FIXES:
        text = pattern.sub(instead, text)
    said.memo[_PREPARED] = text
    return text


def _measure(match: re.Match[str]) -> Measure:
    number = 0.5 if match["only"] else float(match["n"])
    if match["half"] or match["more"]:
        number += 0.5
    unit = (
        next((kind for kind in _KINDS if match[kind]), None)
        or match["s"]
        or match["t"]
        or match["u"]
        or ""
    )
    yo = bool(match["y"]) and re.fullmatch(r"y/?o|y\.o\.?", match["y"]) is not None
    return Measure(number, unit, match.start(), match.end(), bool(match["old"]) or yo)


def measures(text: str) -> list[Measure]:
    """Every number in a prepared text, with its unit where it has one, in order."""
    return [_measure(match) for match in _MEASURE.finditer(text)]
