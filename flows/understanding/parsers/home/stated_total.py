"""The number of people that a text itself says: "somos siete", "four now, five when she comes", "so
really 4"."""

from __future__ import annotations

import re

from msgspec import Struct

# What is counted is no household: ages, rooms, families, and people who are only part of it.
_NOT_ALL = (
    r"(?! ?(?:years?|yrs?|months?|mos?|weeks?|wks?|days?|anos?|meses|mes|semanas?|dias?"
    r"|bedrooms?|rooms?|cuartos?|families|familias|of (?:my|them|those)|de (?:mis|ellos|los|ellas)"
    r"|kids?|children|boys?|girls?|adults?|babies|sons?|daughters?|brothers?|sisters?|cousins?"
    r"|hijos?|hijas?|ninos?|ninas?|nenes?|nenas?|adultos?|bebes?|muchachos|hermanos?|hermanas?"
    r"|grown|grownups|littles|lil|big|teens?|teenagers?|toddlers?|women|men|dogs?|cats?"
    r"|grandes|chiquitos|little|more|mas|other|others|otros|weeks|hundred|mil|k)\b)(?![/.]?[0-9])"
)
_N = rf"(?P<n>[0-9]{{1,2}})\b{_NOT_ALL}"
_LITTLE = (
    r"(?:(?:like|just|only|about|really|actually|probably|now|como|solo|solamente|nada mas|unos"
    r"|its|it is|a|we are|somos|de|los|todos|all) )*"
)
# Said at the end of a count: this is the number, whatever was counted before.
_FINAL = re.compile(
    r"\b(?:so|o sea|osea|asi que|entonces|makes|makes it|makes us|equals|ponle|pongale|pon|ponga"
    r"|put|say|call it|que somos|in total|total|total of|total de|thats|that is|hacen|seremos"
    r"|seriamos|quedamos|serian|we will be|it will be|will be|itll be|going to be|gonna be|really"
    rf"|ahora somos|altogether|para un total de|en total) {_LITTLE}{_N}"
)
_TOTAL_AFTER = re.compile(
    rf"{_N} (?:people |personas )?(?:in total|en total|total|in all|altogether|all together"
    r"|contandome|contando todo)\b"
)
# "Four now, five when she gets here": the one that counts the child.
_LATER = re.compile(
    rf"{_N} (?:people |personas |of us )?(?:when|once|after|cuando|despues que|al) "
    r"(?:\w+ ){0,3}?(?:gets here|comes|is born|arrives|here|nazca|llegue|venga|nace|nacer|llega)\b"
)
# Said at the head, or behind "we are": everybody, and what follows explains it.
_STATED = re.compile(
    r"(?:^|\b(?:somos|vivimos|we are|we re|were|there are|theres|there is|theyre|there s|hay|son"
    rf"|us|nosotros|nosotras|family of|familia de|house of|household of|home of|is) ){_LITTLE}{_N}"
    r"(?= ?$|,| (?:of us|people|ppl|peoples|personas|persons|heads|mouths|including|include"
    r"|counting|w|with|con|contando|incluyendo|if|plus|and the|y la|y el|not|sin|without|before"
    r"|when|cuando|now|ahora|nada|in|en|at|here|aqui|total|pero|but|porque|cuz|because|right)\b)"
)
# "Five but with the baby six": the higher one has the child in it.
_WITH = re.compile(
    r"\b(?:with|w|con|contando|counting|and|y) (?:the|my|la|el|mi)? ?(?:baby|bebe)\b"
)
_US_AND = re.compile(
    r"\b(?:us|nosotros|nosotras) (?P<n>[0-9]{1,2}),? (?:y|and|n|plus|mas|con|with) "
    r"(?!(?:the|la|el) (?:baby|bebe)\b)"
)


class Stated(Struct, frozen=True):
    """The number; whether it is the end of a count (then the unborn is in it if it was named); and
    whether others stand beside it ("us 3 and my nephew")."""

    number: int
    final: bool = False
    part: bool = False


def stated_total(text: str) -> Stated | None:
    """The total that a folded text with its numbers as figures says; None where it lists people or
    says two."""
    line = " ".join(re.sub(r"[^\w, ]", " , ", text).replace(",", " , ").split())
    line = re.sub(r"(?: ,)+", ",", line)
    for pattern in (_LATER, _FINAL, _TOTAL_AFTER):
        if found := list(pattern.finditer(line)):
            if pattern is _FINAL and found[-1].start() == 0:
                continue
            return Stated(int(found[-1]["n"]), True)
    if part := _US_AND.search(line):
        return Stated(int(part["n"]), part=True)
    numbers = {int(found["n"]) for found in _STATED.finditer(line)}
    if len(numbers) != 1:
        return None
    number = numbers.pop()
    one_more = re.search(rf"\b{number + 1}\b{_NOT_ALL}", line)
    return Stated(number + 1, True) if one_more and _WITH.search(line) else Stated(number)
