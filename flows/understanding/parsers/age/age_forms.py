"""Children's ages in other forms: turned into the plain form ("4 years") before a text is read as
ages."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz.distance import OSA

from flows.understanding.parsers.shared.measures import MONTH, UNIT, WEEK, YEAR

_UNITS = (
    "months",
    "month",
    "weeks",
    "week",
    "years",
    "year",
    "meses",
    "mes",
    "semanas",
    "semana",
    "anos",
    "dias",
    "days",
)
_WHICH = (
    "little|littlest|big|bigger|biggest|oldest|older|youngest"
    "|younger|small|smaller|other|last|middle|next|lil|young"
)
_TURNS = (
    r"(?:is |about to |going |gonna |will |va a |van a |vas? pa(?:ra)? "
    r"|van pa(?:ra)? |va por |a punto de |ya casi |que )*(?:turning|turns"
    r"|turn|will be|be|cumple|cumplir|cumplira"
    r"|almost|casi|going on|por cumplir)"
)
_SOON = (
    r"(?:(?:next|this|el|la|en|in|the|proximo|proxima|que viene|pronto|soon|[0-9]+|a|un|una"
    rf"|{UNIT}|week|tomorrow|manana|ya)\b ?)*"
)


_NEWBORN = r"new ?born|recien nacid[oa]"
_DAYS = r"(?:dias?|days?)"


def _turning(match: re.Match[str]) -> str:
    """ "4 turning 5 next month": four years."""
    old, next_ = int(match[1]), int(match[2])
    return f"{old} years " if next_ == old + 1 else f"{old} " if next_ > old + 1 else match[0]


def _soon(match: re.Match[str]) -> str:
    """ "Turns 3 next month": two years and eleven months."""
    return f" {int(match[1]) * 12 - 1} months " if int(match[1]) else match[0]


def _short_of(match: re.Match[str]) -> str:
    """ "3 months shy of 2": 21 months."""
    return f" {int(match[2]) * 12 - int(match[1])} months "


def _half(match: re.Match[str]) -> str:
    """ "The oldest is eight and the second half that": 8 and 4 years."""
    return f"{match[1]} years {match[2]} {int(match[1]) / 2:g} years "


_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<![0-9] )(?<![0-9])\b(?:un )?an(?:it)?o y (?=[0-9]|medio)"), "1 year y "),
    (re.compile(r"(?<![\w.])([0-9]{1,2})a\b"), r"\1 years"),
    (
        re.compile(
            rf"\b({_NEWBORN})[.,;]? (?:tiene |is |has )?[0-9]+ {_DAYS}"
            r"(?: tiene| old)?\b"
        ),
        r"\1",
    ),
    (re.compile(rf"\b[0-9]+ {_DAYS},? ({_NEWBORN})\b"), r"\1"),
    (re.compile(r"\b([0-9]{1,2})\W+(?:\1)(?= ?(?:anos|years)\b)"), r"\1"),
    (re.compile(r"\bd (?=este ano|[0-9])"), "de "),
    (
        re.compile(
            rf"\b([0-9]+(?:\.5| ?1/2| and a half| y medi[oa])?)(?: ?{YEAR})?,? going on"
            r" [0-9]{2,}\b"
        ),
        r"\1 years ",
    ),
    (
        re.compile(
            r"\b(?:a las?|at) [0-9]{1,2}(?::[0-9]{2})?(?: ?[ap]\.?m\b)?(?: y"
            r" (?:media|cuarto|pico))?"
        ),
        " ",
    ),
    (re.compile(r"\b(la|el) mas (?=chiq|peque|grand|viej|joven|menor|mayor|nen)"), r"\1 "),
    (re.compile(r"\bpray for (?:me|us)\b"), " "),
    (re.compile(r"\bpor la (?:manana|tarde|noche)\b"), " "),
    (re.compile(rf"[.;,] ?(?:only|just|solo|solamente) (?:the|el|la) [0-9]+[ -]?{YEAR}.*$"), " "),
    (
        re.compile(
            rf"\b([0-9]+)(?: ?{YEAR})?\b([^0-9]{{1,40}}?)\b(?:la mitad|half (?:that|of that|his"
            r" age|her age))\b"
        ),
        _half,
    ),
    (
        re.compile(
            rf"\b(?:turned|cumplio|acaba de cumplir|hizo) ([0-9]+)(?: ?{YEAR})? (?:last month|el"
            r" mes pasa[d]?o)"
        ),
        r"\1 years 1 month",
    ),
    (re.compile(r"#[0-9]+\b"), " "),
    (re.compile(r"\b[0-9]+ ?t\b(?! ?[0-9])|\bsize [0-9]+\b|\bwears? [0-9]+\b"), " "),
    (
        re.compile(
            rf"\bex ?[0-9]+ ?-?(?:{WEEK}|wkr|weeker)\w*|\bcorrected(?: age)? [0-9]+"
            rf" ?(?:{MONTH}|m)\b"
        ),
        " ",
    ),
    (re.compile(r"\bdol ([0-9]+)"), r" \1 days "),
    (re.compile(r"\birish twins\b"), " "),
    (re.compile(rf"\b(?:{_WHICH}) (?:ones?\b|1\b(?! ?(?:{UNIT}|and a half)))"), "kid"),
    (
        re.compile(
            rf"\b([0-9]+)(?: ?{YEAR})?,? (?:and |y |but |pero )?{_TURNS} ([0-9]+)\b(?: ?{YEAR})?"
            rf" ?{_SOON}"
        ),
        _turning,
    ),
    (
        re.compile(
            rf"\b(?:turning|turns|will be|cumple|va a cumplir|cumplira) ([0-9]+)\b(?: ?{YEAR})?"
            r" (?=next"
            rf"|el mes|en |in |soon|pronto|la semana){_SOON}"
        ),
        _soon,
    ),
    (
        re.compile(
            rf"\b([0-9]+) ?{MONTH} (?:shy of|short of|away from|till|until|before) ([0-9]+)\b(?:"
            rf" ?{YEAR})?"
        ),
        _short_of,
    ),
    (
        re.compile(
            r"\b(?:was |were )?born (?:this morning|last night|tonight|this afternoon|an hour"
            r" ago|hours ago)\b"
        ),
        "newborn",
    ),
    (
        re.compile(
            r"\b(?:nacio|nacieron) (?:esta (?:manana|madrugada|tarde|noche)|en la"
            r" (?:manana|madrugada|noche))\b"
        ),
        "recien nacido",
    ),
    (
        re.compile(
            r"\b(new ?born|recien nacid[oa]),? (?:is |de |of |tiene |just )?(?:like |como )?1"
            rf" (?:{WEEK}"
            rf"|mes|month|day|dia)\b(?: old)?"
        ),
        r"\1",
    ),
    (
        re.compile(
            r"\b(new ?born|recien nacid[oa]),? (?:is |de |of |tiene |just )?[0-9]"
            rf" ?(?:{WEEK}|days?|dias?)\b(?: old)?"
        ),
        r"\1",
    ),
    (
        re.compile(
            rf"\b(?:le |les )?(?:faltan?|quedan?) ([0-9]+) {MONTH} (?:para|pa|pal)(?:"
            r" (?:los|cumplir|el))* ([0-9]+)\b"
        ),
        _short_of,
    ),
    (re.compile(r"(?<=[a-z] )(?:los|las|the|both of them|both) 2\b\W*$"), " "),
    (re.compile(r"\bel anito\b"), "1 year"),
    (re.compile(r"\bthreenager\b"), "3 years"),
    (re.compile(r"\bde este ano\b|\bthis year\b"), " "),
)
_COUNT = re.compile(
    r"^\W*(?:hi |hola |si |yes )?(?:son|tengo|tenemos|i have|i got|we have|we got|have|got|there"
    r" are|theyre) "
    r"([2-9])[ :,-]+(?=[0-9])|^\W*([2-9]) ?:"
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MEANT = re.compile(r"(?<=[0-9]) ?([a-z]{3,10})\b")


def _unit(match: re.Match[str]) -> str:
    """A unit of time a slip away: "9 moths", "9 mese", "3 yeras". Never another one."""
    word = match[1]
    if re.fullmatch(UNIT, word) or len(word) < 4:
        return match[0]
    near = [
        u
        for u in _UNITS
        if u[0] == word[0] and OSA.distance(u, word, score_cutoff=2) <= (1 if len(word) < 6 else 2)
    ]
    kinds = {u[0] + u[1] for u in near} - {""}
    return f" {near[0]}" if near and len({_kind(u) for u in near}) == 1 and kinds else match[0]


def _kind(unit: str) -> str:
    return next(
        kind
        for kind, pattern in (("y", YEAR), ("m", MONTH), ("w", WEEK), ("d", UNIT))
        if re.fullmatch(pattern, unit)
    )


def tidy(text: str) -> str:
    """A prepared text with its ages in the plain form."""
    text = _MEANT.sub(_unit, text)
    for pattern, instead in _FORMS:
        text = pattern.sub(instead, text)
    match = _COUNT.match(text)
    if match and len(_NUMBER.findall(text[match.end() :])) == int(match[1] or match[2]):
        text = text[match.end() :]
    return text
