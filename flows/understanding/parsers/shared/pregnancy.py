"""How far along, as a stretch of text: read by `due`, and taken out before ages are looked for."""

from __future__ import annotations

import re

from flows.understanding.parsers.shared.measures import UNIT

_N = (
    rf"[0-9]{{1,3}}(?:\.[0-9])?(?: ?1/2| and a half| y medi[oa])?[ -]?(?:{UNIT}|[mwd])\b(?: (?:and"
    r" a half|y medi[oa])\b)?"
)
SPAN = rf"(?:{_N}(?:,? (?:and |y )?{_N})?)"
WORD = (
    r"(?:pregnant|pregnat|pregnate|pregnent|preggo|preggers|prego|preg|pregnancy|expecting|embarazada|embarasada|embarazo"
    r"|embaraso|encinta|prenada|prenadita|prena|barriga|panza|belly|bump|en estado|gestacion"
    r"|gestation)"
)
_LINK = (
    r"(?:,? (?:de|for|about|con|at|like|almost|casi|como|unas|unos|ya|im|i"
    r" am|tengo|now|and|y|llevo|voy|around|roughly|is|es|esta|measures|measuring|again"
    r"|otra vez|with|w|my|mi|second|third))*"
)

ALONG = re.compile(
    rf"(?P<before>{SPAN}) (?:(?:into|in) (?:my|the) |now |along |de |ya |con )?"
    rf"(?:{WORD}|along|gone)\b"
    rf"|\b{WORD}\b{_LINK},? (?P<after>{SPAN})(?! old| ago)"
    rf"|\b(?:im|i am|i m|estoy|toy)(?: (?:de|about|like|como|at|only|already|now|ya|also|con))*"
    rf" (?P<self>{_N})(?! ?olds?\b| de edad"
    r"| (?:behind|late|clean|sober|postpartum|post|out|away|without|atrasad[oa]|limpi[oa]"
    r"|sin|de (?:renta|atraso|posparto))\b)"
)
AHEAD = re.compile(
    rf"\b(?:due|coming|arriving|arrives|llega|nace|parto|doy a luz|dar a luz|daria a luz|alivio)(?:"
    rf" \w+)? (?:in|en"
    rf"|dentro de) (?P<in>{SPAN})"
    rf"|\b(?:me )?(?:faltan?|quedan?)(?: (?:como|unas|unos|solo))? (?P<left>{SPAN})|(?P<go>{SPAN})"
    r" (?:left|to go"
    rf"|away|from now|till|until)\b"
)


# Cheap to look for: without one of these the patterns above cannot match.
_HINT = re.compile(
    r"preg|belly|bump|en estado|\bim |i am|estoy|toy"
    r" |embara|expecting|encinta|prena|barriga|panza|gesta|along|due|coming|arriv"
    r"|llega|nace|luz|alivio|parto|falta|queda|left|go\b|away|now|til"
)


def without(text: str) -> str:
    """The text without what it says about how far along a pregnancy is or when it ends."""
    if not _HINT.search(text):
        return text
    return AHEAD.sub(" pregnant ", ALONG.sub(" pregnant ", text))
