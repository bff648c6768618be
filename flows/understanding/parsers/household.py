"""How many people live together, the person included."""

from __future__ import annotations

import re
from datetime import date

from flows.understanding.parsers.base import Heard
from flows.understanding.parsers.numbers import digits, menu_numbers
from flows.understanding.parsers.unsure import HEDGES, asks
from flows.understanding.parsers.vocabulary import wordset
from flows.understanding.utterance import Said

MOST = 20
_ME = wordset("me myself i yo mom mama") - {"mom", "mama"}
_ONE = wordset(
    "husband wife partner spouse boyfriend bf girlfriend gf fiance fiancee hubby mother mom mommy father dad daddy",
    "grandma grandmother grandpa grandfather sister brother aunt uncle cousin niece nephew friend roommate baby",
    "newborn son daughter kid child toddler infant boy girl adult person man esposo esposa marido pareja novio novia",
    "companero prometido mama papa madre padre abuela abuelo hermana hermano tia tio prima primo sobrina sobrino",
    "amiga amigo suegra suegro bebe bebito bebita hijo hija nino nina nene nena adulto adulta persona senor muchacho",
    "muchacha grandson granddaughter nieto nieta teen teenager stepson cunada cunado",
)
_MANY = wordset(
    "kids children childs babies sons daughters boys girls adults people persons ppl peoples adolescents parents",
    "brothers sisters toddlers grandkids hijos hijas ninos ninas bebes nenes nenas adultos personas gente padres",
    "hermanos hermanas sobrinos nietos abuelos teens cousins grandparents roommates friends",
)
_FIXED = {"twins": 2, "gemelos": 2, "gemelas": 2, "mellizos": 2, "mellizas": 2, "triplets": 3, "parents": 2, "padres": 2}
_INCLUDING = wordset("including incluyendo counting contando contandome with con")
_UNBORN = wordset("unborn pregnant embarazada expecting way camino embarazo")
_FILLER = wordset(
    "my mi mis our nuestro the el la los las a an and y e & with con w plus mas of us in en de del total all todos",
    "todas altogether we were are is am im its it there theres somos estamos hay vivimos live lives vive viven house",
    "household home casa family familia hogar including incluyendo conmigo incluyendome counting contando contandome",
    "just only solo sola solamente nada alone both together juntos so about like como que yes si i have tengo own my",
    "little lil new young small beautiful other right now ahora aqui here por favor please thanks gracias thank you",
    "ok number size que hi hola his her ser un una uno",
)
_WITHOUT = re.compile(
    r"\b(?:besides me|not (?:counting|including) me|without me|sin contarme|sin mi|aparte de mi|ademas de mi)\b"
)
_ALONE = re.compile(
    r"(?:its |it is |solo |solamente |just |only |vivo |i live |living |estoy |nada mas |no mas )*(?:me|myself|yo"
    r"|alone|by myself|sola|solo|just me|"
    r"only me|yo (?:sola|solo|nada mas|solita|solamente)|me myself and i|solita)"
)
_TOTAL = re.compile(
    r"\b(?:(?:family|household|house|home|familia|hogar|casa) (?:of|de|is|size|with|con|somos)(?: (?:is|of"
    r"|de))? ([0-9]{1,3})\b(?! (?:months?|meses|bedrooms?|cuartos|years?))"
    r"|([0-9]{1,3}) (?:of us|(?:people|ppl|personas|persons) (?:live |viven |vivimos )?(?:in|en) (?:my|the|our|mi"
    r"|la|nuestra|el|nuestro) (?:house|home|household|casa|hogar|apartment|apartamento|family|familia))\b"
    r"|\b(?:somos|there are|vivimos|we are) ([0-9]{1,3})(?= ?$|[,.;!]| (?:en (?:la |mi |nuestra )?(?:casa|familia)"
    r"|personas|people|of us|in (?:my|the|our))))"
)


class Household:
    """A whole number from 1 to 20. People that are listed are added up; a doubtful sum is only a guess."""

    def hear(self, said: Said, today: date) -> Heard | None:
        if len(said.tokens) > 40 or asks(said):
            return None
        numbers = menu_numbers(said)
        if numbers and _ME.isdisjoint(said.tokens):
            return self._heard(numbers.picked[0], True) if len(numbers.picked) == 1 and not numbers.either else None
        if _ALONE.fullmatch(said.bare):
            return self._heard(1, True)
        text = digits(said.bare)
        extra = 1 if _WITHOUT.search(text) else 0
        return self._sum(_WITHOUT.sub(" ", text).split(), extra, said)

    def volunteer(self, said: Said, today: date) -> Heard | None:
        match = _TOTAL.search(digits(said.bare)) if len(said.tokens) > 1 else None
        number = next((int(group) for group in match.groups() if group), 0) if match else 0
        return self._heard(number, True)

    def _sum(self, tokens: list[str], extra: int, said: Said) -> Heard | None:
        people, me, strange = _people(tokens)
        totals = [n for n, noun in people if noun in ("", *_GENERAL)]
        others = [(n, noun) for n, noun in people if noun not in ("", *_GENERAL)]
        if any(n == 0 for n, _ in people) or len(totals) > 1 or (strange and not people):
            return None
        listed = sum(n for n, _ in others)
        adults = any(noun in ("adults", "adult", "adultos", "adulto", "adulta") for _, noun in others)
        sure = not strange and not extra and HEDGES.isdisjoint(said.tokens) and _UNBORN.isdisjoint(said.tokens)
        if totals:
            if me and not others and _INCLUDING.isdisjoint(tokens):  # "me and 3"
                return self._heard(totals[0] + 1, sure=False)
            return self._heard(totals[0] + extra, sure) if not others or totals[0] == listed + me else None
        if not others:
            return None
        return self._heard(listed + (0 if adults and not me else 1), sure and bool(me or adults))

    @staticmethod
    def _heard(number: int, sure: bool) -> Heard | None:
        return Heard(number, sure, str(number)) if 1 <= number <= MOST else None


_GENERAL = ("people", "persons", "person", "ppl", "peoples", "persona", "personas", "gente")


def _people(tokens: list[str]) -> tuple[list[tuple[int, str]], int, list[str]]:
    """The people named in a list, as (how many, which word); whether "me" is among them; and the words not understood."""
    people: list[tuple[int, str]] = []
    strange: list[str] = []
    me, number = 0, None
    for place, token in enumerate(tokens):
        if token.isdigit() and len(token) < 4:
            if number is not None:
                people.append((number, ""))
            number = int(token)
        elif token in _ONE or token in _MANY or token in _FIXED:
            if number is not None and number > 1 and token in _ONE:  # "4: my husband ..."
                people.append((number, ""))
                number = None
            counted = number if number is not None else _FIXED.get(token, 1)
            if number is None and token in _MANY and token not in _FIXED:
                strange.append(token)
                continue
            people.append((counted, token))
            number = None
        elif token in _ME and not (token == "i" and tokens[place + 1 : place + 2] in (["have"], ["live"])):
            me = 1
            if number is not None:
                people.append((number, ""))
                number = None
        elif token not in _FILLER and token not in HEDGES and token not in _UNBORN:
            strange.append(token)
    if number is not None:
        people.append((number, ""))
    return people, me, strange
