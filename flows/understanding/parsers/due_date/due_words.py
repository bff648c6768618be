"""The words around a due date."""

from __future__ import annotations

import re

from flows.understanding.parsers.shared.numbers import ORDINALS
from flows.understanding.parsers.shared.pregnancy import AHEAD, SPAN
from flows.understanding.parsers.shared.vocabulary import wordset

HARMLESS = wordset(
    "a an the i im ive my our we he she it its is are was be has have with due date on in around"
    " about by like maybe",
    "so and of for at baby babys pregnant pregnancy expecting along far weeks week months month"
    " days day wks wk mos",
    "mo now ok yes next this coming arrives born birth left to go away until till from im am st nd"
    " rd th early late",
    "mid middle end beginning start first second third trimester half any time minute moment today"
    " tomorrow now soon",
    "i'm think el la los las un una mi es para en de del al que y con tengo tiene estoy ya voy"
    " llevo bebe embarazo",
    "embarazada nace nacera doy dar luz parto fecha probable semanas semana meses mes dias dia me"
    " falta faltan queda",
    "quedan dentro como unas unos mas menos medio media proximo proxima viene entrante primer"
    " segundo tercer",
    "trimestre cualquier momento hoy manana principios principio mediados finales fines fin si hola"
    " hi alivio gracias",
    "thanks please quedan sem m w d this esta este overdue past getting expected set should"
    " supposed roughly exactly",
    "gestacion encinta preg weeks wk",
) - {"maybe", "think"}
BLOCKING = wordset(
    "ago hace last pasado pasada period regla menstruacion appointment appt cita miscarried"
    " miscarriage lost perdi",
    "aborto abortion kid kids child children son daughter toddler hijo hija hijos hijas nino nina"
    " ninos call llame",
    "llamar llamenme move mudo old years year anos not no court phone rent",
)
CONTEXT = wordset(
    "pregnant pregnat pregnate pregnent preggo preggers prego preg pregnancy expecting along due"
    " embarazada",
    "embarasada embarazo embaraso encinta prenada prena barriga gestacion gestation doy dar luz"
    " parto nace nacera llega",
    "coming comes arrives having espero esperamos salgo faltan alivio belly bump estado camino",
    "viene vienen second third fourth segundo segunda tercer tercero tercera",
)
# "Im 21 weeks": nothing else is counted so.
WEEKS_ALONG = re.compile(
    r"\b(?:im|i am|estoy|toy)(?: (?:de|about|like|como|now|ya))* [a-z0-9]+ (?:weeks|wks|semanas)\b"
)
AROUND = re.compile(
    r"\b(?:almost|nearly|casi|going on|voy para|about to"
    r" be|(?:[4-9]|[1-3][0-9]|4[0-2])(?:th|to|vo|no|mo) (?:month|mes))\b"
)
REMAINING = (
    AHEAD,
    re.compile(
        rf"^(?:(?:im|is|its|it is|due|baby|coming|around|about|for|es|nace|para|maybe)\b"
        rf" ?)*(?:in|en"
        rf"|dentro de)(?: (?:about|like|como|unas|unos|around))? ({SPAN})"
    ),
    re.compile(rf"\b(?:dentro de) ({SPAN})"),
    re.compile(rf"\b(?:falta|queda)(?: (?:como|solo))? ({SPAN})"),
)
MONTH_N = re.compile(
    rf"\b([1-9](?:st|nd|rd|th|ro|do|er|to|mo|vo|no)|{'|'.join(ORDINALS)}) (?:month|mes)\b"
)
WEEK_N = re.compile(
    r"\b(?:week|wk|semana) (?:number |numero |# ?)?([1-9]|[1-3][0-9]|4[0-3])\b(?!"
    r" ?(?:to|-|/|or|o|a)\b)"
)
TRIMESTERS = (
    re.compile(r"\b(?:first|1st|1|primer|primero) ?(?:trimester|tri|trimestre)\b"),
    re.compile(r"\b(?:second|2nd|2|2do|segundo) ?(?:trimester|tri|trimestre)\b"),
    re.compile(r"\b(?:third|3rd|3|3er|tercer|tercero|last|ultimo) ?(?:trimester|tri|trimestre)\b"),
)
NEAR = {
    "now": re.compile(
        r"\b(?:any (?:day|minute|time|moment|second)(?: now)?|right now|today|overdue|past due|past"
        r" my due date"
        r"|cualquier (?:dia|momento|rato|hora)"
        r"|ya mero|ya casi(?= ?$)|hoy|ahorita|de un momento a otro|se me paso la fecha)\b"
    ),
    "tomorrow": re.compile(r"\b(?:tomorrow|tmrw|tmw|manana)\b"),
    "this_week": re.compile(r"\b(?:this week|esta semana)\b"),
    "next_week": re.compile(
        r"\b(?:next week|(?:la )?(?:proxima semana|semana (?:que viene|entrante|proxima)))\b"
    ),
    "this_month": re.compile(r"\b(?:this month|(?:later|end of) this month|este mes)\b"),
    "next_month": re.compile(
        r"\b(?:next month|(?:el )?(?:proximo mes|mes (?:que viene|entrante|proximo|que entra)))\b"
    ),
}
_WHEN = r"(?P<when>[^,;!?]{1,40}(?:, ?20[0-9]{2})?)"
_WHOM = (
    r"(?:(?:1|my|our|a|another|an|1st|2nd|3rd|first|second|third|fourth|baby|child|kid|boy|girl"
    r"|twins|mi|un|una|al|el|otro|otra|nuestro|primer|primero|segundo|segunda|tercer|tercero"
    r"|tercera|bebe|hijo|hija|nene|nena|nino|nina|gemelos) )*"
)
_ON = r"(?=(?:in|on|around|by|en|para|pa) )"
VOLUNTEERED = (
    re.compile(
        r"(?:^|\b(?:im|i am|am|were|shes|she is|baby|babys|bebe|pregnant|pregnancy|and|my|our|also"
        r"|,|w|wife|girlfriend|she|partner|daughter|sister|friend|client))"
        r"(?: (?:is|are|now|also|and))?"
        rf" ?\bdue (?:date )?(?:(?:is|it is|its|date) )?{_WHEN}"
    ),
    re.compile(rf"\b(?:doy|dar|dare|daria|voy a dar) a luz {_WHEN}"),
    re.compile(rf"\b(?:fecha (?:probable )?(?:de|del) parto|parto) (?:es |sera )?{_WHEN}"),
    re.compile(
        rf"\b(?:(?:mi|el|la|my|the) (?:bebe|baby|nena|nene)|bebe) (?:nace|nacera|va a"
        rf" nacer|llega|comes|is coming"
        rf"|arrives) {_WHEN}"
    ),
    re.compile(
        rf"\b(?:me alivio|salgo de cuentas?|having (?:a|my|the) baby"
        rf"|(?:espero|esperamos|expecting|expect) {_WHOM}{_ON}) ?{_WHEN}"
    ),
    # "got a 4 yr old and another coming in june", "viene otro en junio"
    re.compile(
        r"\b(?:another|1|baby|bb|bby|next) (?:1 )?(?:is |s )?(?:coming|due|on (?:the|its) way"
        rf"|expected|arriving) {_ON}{_WHEN}"
    ),
    re.compile(
        r"\b(?:(?:viene|vienen|llega) (?:otr[oa]s?|1|el segundo|la segunda)"
        rf"|(?:otr[oa]|1) (?:que )?(?:viene|en camino|por nacer|por llegar)) {_ON}{_WHEN}"
    ),
)
