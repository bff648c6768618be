"""The words around children's ages: which are harmless, which count children, which say that no age
is meant."""

from __future__ import annotations

import re

from flows.understanding.parsers.shared.measures import UNIT
from flows.understanding.parsers.shared.numbers import NUMBER_WORD
from flows.understanding.parsers.shared.vocabulary import wordset

HARMLESS = wordset(
    "a an the i im ive my our we he she hes shes they is are was has have had got and with who whos"
    " that thats its it his her",
    "hers old age ages aged just turned also another other one ones each little baby babies only"
    " yes ok hi hello",
    "sorry year el la los las un una uno unos mi mis nuestro nuestra tengo tiene tienen tenemos es"
    " son de del que y e",
    "con otro otra edad edades anitos ya acaba cumplir cumplio cumplieron si solo hola bueno cada"
    " both all about",
    "around like como unos kid kids child children boy boys girl girls son sons daughter daughters"
    " toddler infant",
    "infants hijo hijos hija hijas nino ninos nina ninas nene nena nenes nenas bebe bebes bebito"
    " bebita chiquito",
    "chiquita chiquitos grande mayor menor oldest youngest older younger middle first second third"
    " primero primera",
    "segundo segunda tercero pregnant now ahora pequeno pequena varon hembra mellizo months the yrs"
    " thanks gracias",
    "please por favor so well pues aqui here them of lo im me in too tambien little expecting"
    " embarazada estoy am",
) - {"months", "yrs", "year"}
COUNTED = re.compile(
    r" ?(?:(?:little|young|small|beautiful|other|of|lil|my)"
    r" )?(?:kids?|children|childs?|babies|baby|boys?|girls?"
    r"|sons?|daughters?|of them|of em"
    r"|toddlers?|infants?|hijos?|hijas?|ninos?|ninas?|nenes?|nenas?|bebes?|chiquitos?|varones|varon|hembras?|ones"
    r"|muchachos)\b| ?:"
)
ALMOST = re.compile(
    r"(?:\b(?:(?:s?he|it|they)ll be|almost|nearly|casi|soon|turning|turns"
    r"|will be|going to be|gonna be|about to"
    r" (?:be|turn)|going on"
    r"|por cumplir|cumple"
    r"|cumplira|va (?:a cumplir|para)|van para|para los|pronto)(?: (?:un|1|los|a|de|to be))*) ?$"
)
MANY = re.compile(
    r"\b(?:(?P<two>twins?|gemel[oa]s?|gemelit[oa]s|melliz[oa]s?|cuat[ea]s|guares|jimaguas|morochos)"
    r"|(?P<three>triplets|trilliz[oa]s))\b"
)
NEWBORN = re.compile(
    r"\b(?:new ?borns?|new-borns?|recien[ -]nacid[oa]s?|resien nacid[oa]s?|(?:just|was|were)? ?born"
    r" (?:today"
    r"|yesterday|this week|last week)"
    r"|just born|^(?:(?:just|newly) )?gave birth$|^just had [a-z ]+$|^(?:di a luz|pari)$|^acab[oa]"
    r"(?:mos)? de [a-z ]+$|(?:nacio|nacieron) (?:hoy|ayer|anoche|esta semana|la semana pasada)"
    r"|acaba de nacer)\b"
)
BORN = re.compile(
    r"\b(?:born|birth ?day|birth ?date|date of"
    r" birth|d\.?o\.?b|bday|na[cs]io|na[cs]ieron|nacid[oa]s?|nacimiento|cumpleanos)\b"
)
# One child out of several ("one is 2", "uno de 2"), not an age.
PRONOUN = re.compile(
    r"\b(?:one|uno|una|1)\b(?= (?:is|es|de|tiene|has|of|who|whos|just|turned|que)\b)"
    r"|(?<!turned )(?<!turns )(?<!be )(?<!is )\b(?:one|uno|una)\b(?= (?:in|still|en|todavia|at"
    r"|going|starting|goes|va|con|usa|wears)\b)"
    rf"|\b(?:one|uno|una)\b(?= (?:[0-9]+(?![0-9/])|{NUMBER_WORD}\b))"
)
# The parent's own age.
SELF = re.compile(
    r"\b(?:im|i am|mom is|mommy is|mama tiene|soy de) (?:1[2-9]|[2-9][0-9])\b(?: ?(?:years?(?:"
    r" old)?|yrs?(?: old)?"
    r"|y/?o|anos)\b)?(?! (?:weeks?|months?|wks?|mos?)\b)"
    r"|\b(?:yo )?tengo (?:1[2-9]|[2-9][0-9]) anos(?: de edad)?\b"
)
CHILD = (
    r"(?:grandson|granddaughter|grandbaby|grandkids|grandchildren|nieto|nieta|nietos|nietas"
    r"|baby|babys|bby|babies|bebe|bebes|bebito|bebita|son|sons|daughter|daughters|kid|kids|child|children|boy|girl|toddler"
    r"|infant|hijo|hija|hijos|hijas|nino|nina|ninos|ninas|nene|nena|chiquito|chiquita|twins|gemelos|gemelas|mellizos)"
)
_OWN = r"(?:my|our|a|an|1|2|3|4|mi|mis|un|una|el|la|the|and|y|with|w|have|tengo)"
_IS = (
    r"(?:,?"
    r" (?:is|are|s|de|tiene|tienen|of|just|turned|who|whos|that|thats|acaba"
    r"|cumplir|cumplio|q|que|now|ya|age|aged))*,?"
)
_TIMED = (
    rf"[0-9]{{1,2}}(?:\.[0-9])?(?: ?1/2| and a half| y medi[oa])?[ -]?(?:{UNIT}|[mwd]|y(?="
    r" ?$|[,.;]))\b"
    r"(?: y medio\b| and a half\b)?"
)
_NOT_AGE = (
    r"(?! ?(?:ago|left|away|to go|early|late|behind|premature|from now|pregnant|along"
    r"|de embarazo|de gestacion|sick|in|apart))"
)
VOLUNTEERED = (
    re.compile(
        rf"(?=[0-9])(?<![\w./])(?<!\bim )(?<!\bi am )(?<!\bim a )(?P<age>{_TIMED}[ -]olds?\b(?:"
        rf" {CHILD}\b)?)"
    ),
    re.compile(
        r"(?=[0-9])(?<![\w./])(?<!\bim )(?<!\bi am )(?<!\bim a )(?P<age>[0-9]{1,2}(?:\.5)?"
        r" ?(?:yo|y/o)\b)"
    ),
    re.compile(
        rf"\b{_OWN} (?:\w+ )?(?P<age>{CHILD}{_IS} {_TIMED}(?: (?:and|y) {_TIMED})?){_NOT_AGE}"
    ),
    re.compile(
        r"\b(?:my|our|a|mi|un|una|1|have|had|tengo|tuve|with|w|and|y)"
        r"(?: (?:bebe|bebita|bebito|nena|nene|nina|nino|hija|hijo|baby))? (?P<age>new ?born"
        r"|recien[ -]nacid[oa])(?: (?:baby|bebe|son|daughter|hijo|hija))?(?= ?$|[,.;!]|"
        r" (?:and|y|in|en|need|who|w"
        r"|with|baby)\b)"
    ),
    re.compile(
        rf"\b(?:my|our|mi|un|una|1|nuestr[oa]) (?:\w+ )?(?P<age>{CHILD},? (?:is|just turned|turned"
        rf"|de|tiene|ya tiene|cumplio)"
        r" [0-9]{1,2})(?= ?$|[,.;!]|"
        r" (?:and|y|with|con|who|has|he|she|in|en|now|need|needs|necesita)\b)"
    ),
    re.compile(
        r"\b(?:kids|children|grandkids|grandchildren|boys|girls|hijos|hijas|ninos|ninas|nietos|nietas)"
        r" (?:are|tienen|ages?|aged|de) (?P<age>[0-9]{1,2}(?:(?:, ?"
        r"| and | y |, and )[0-9]{1,2})*)(?= ?$|[,.;!])"
    ),
)
# A birth of these days: the child is a newborn.
_THESE_DAYS = (
    r"(?:today|yesterday|last (?:night|week)|this (?:morning|week|past week)|(?:on )?(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)day|(?:[1-9]|1[0-9]|2[0-7]) days? ago|[1-3] weeks? ago|a"
    r" week ago|hoy|ayer|anoche|antier|anteayer|esta (?:manana|semana)|la semana pasada|hace"
    r" (?:[1-9]|1[0-9]|2[0-7]) dias?|hace [1-3] semanas?|el (?:lunes|martes|miercoles|jueves"
    r"|viernes|sabado|domingo))\b"
)
BIRTHS = (
    re.compile(rf"\b(?P<age>gave birth|di a luz|pari)(?=(?: [a-z]+){{0,4}} {_THESE_DAYS})"),
    re.compile(
        r"\b(?P<age>(?:just|newly) gave birth|just had (?:my|the|our) (?:first |second )?(?:baby"
        r"|son|daughter)|acab(?:o|amos) de (?:parir|dar a luz|tener (?:a )?(?:mi|el|la|al) (?:bebe"
        r"|hijo|hija|nene|nena)))\b(?!.{0,20}\b(?:months?|years?|meses|anos)\b)"
    ),
)
MORE_AGES = (
    re.compile(  # "preg 5 mo, kids 2 4 6"
        r"\b(?:kids|children|grandkids|hijos|hijas|ninos|ninas|nenes|nietos):?"
        r" (?P<age>[0-9]{1,2}(?:(?:, ?| and | y |, and | )[0-9]{1,2})+)(?= ?$|[,.;!])"
    ),
    re.compile(  # "my granddaughter shes 3"
        rf"\b(?:my|our|mi|un|una|1|nuestr[oa]) (?:\w+ )?(?P<age>{CHILD},? (?:shes|hes|she is|he is"
        r"|ella tiene|el tiene) [0-9]{1,2})(?= ?$|[,.;!])"
    ),
)
# As many ages as children: "two kids, 2 and 5", "tres hijos de 4, 6 y 9 años".
_PLURAL = (
    r"(?:kids|children|grandkids|grandchildren|boys|girls|sons|daughters|hijos|hijas|ninos|ninas"
    r"|nenes|nenas|nietos|nietas)"
)
_AN_AGE = rf"[0-9]{{1,2}}(?: ?{UNIT})?(?: olds?)?"
COUNTED_AGES = re.compile(
    rf"\b(?P<count>[2-9]) (?:\w+ )?{_PLURAL}\b[,.;:]?"
    r"(?: (?:they|are|is|who|ages?|aged|de|of|que|tienen|edades))*,? "
    rf"(?P<age>{_AN_AGE}(?:(?:,|,? (?:and|y)) {_AN_AGE})+)(?= ?$|[,.;!]| (?:and|y|in|en)\b)"
)
BLOCKING = wordset(
    "for since ago hace desde during durante until till hasta every cada left more mas less menos"
    " under over than",
    "within to between entre or o sick enfermo enferma fever fiebre appointment appt cita court"
    " work trabajo rent",
    "renta phone grade grado dollars lbs pounds libras ounces feet hour hours hora horas minute"
    " minutes minuto",
    "minutos percent times veces weeks week months month meses semanas day days dias years yrs anos"
    " weighs pesa year",
    "mes ano semana dia not school escuela apart weight due married premature early died passed"
    " heaven",
    "cielo murio fallecio together casados juntos number grams celsius",
    "degrees",
) - {"cada"}
HINTS = wordset(
    "old olds newborn newborns born nacido nacida yo kids children hijos hijas ninos ninas months"
    " month mos mo years",
    "year yrs yr weeks week wks wk days day mes meses ano anos semana semanas dia dias son daughter"
    " boy girl kid child",
    "hijo hija nino nina nene nena baby bebe toddler grandson granddaughter grandkids grandchildren"
    " nieto nieta nietos",
    "nietas boys girls birth luz parir pari had",
)
FIGURE = re.compile(r"[0-9]|new ?born|nacid|gave birth|luz|pari\b|parir|just had|acab[oa]")
SHORT = re.compile(r"\b[0-9]+ ?(?:[ymwd]|yo|mos?|yrs?|wks?)\b|\by o\b")
