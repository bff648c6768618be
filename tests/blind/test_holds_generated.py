"""Families of what is written while danger is asked about, while it holds and after a loss: made of
parts, so that a kind is held and not a wording."""

from __future__ import annotations

from itertools import product

from tests.blind.judge_holds import points
from tests.playing.rows import rows

ASKED = {"en": "he said if i talk ill regret it", "es": "me dijo que si hablo me voy a arrepentir"}
HELD = {"en": "my husband hits me", "es": "mi marido me pega"}
LOST = {"en": "i had a miscarriage", "es": "tuve una perdida"}
Row = tuple[str, str, str, str, str]


def made(
    state: str, wants: str, language: str, before: dict[str, str], *parts: tuple[str, ...]
) -> list[Row]:
    """Every way of putting one of each part after the other."""
    return [
        (state, wants, language, before[language], " ".join(filter(None, each)))
        for each in product(*parts)
    ]


FINE = ("lol", "hes fine now", "im ok", "haha no", "its ok", "we good")
FINE_ES = ("jaja", "ya esta bien", "estoy bien", "todo bien", "no pasa nada")
DANGERS = (
    "he choked me last night",
    "he wont let me leave",
    "she wont wake up",
    "i want to die",
    "he has a gun",
    "im bleeding so much",
)
DANGERS_ES = (
    "me pego anoche",
    "no me deja salir",
    "la bebe no despierta",
    "me quiero morir",
    "tiene una pistola",
    "estoy sangrando mucho",
)
NOT_WELL = ("im not ok", "im not good", "i am not safe", "im not really ok", "we are not ok")
NOT_WELL_ES = ("no estoy bien", "no me siento bien", "no estoy a salvo", "no estamos bien")
LATER = ("not right now. maybe tonight", "not yet but he is coming", "not yet. maybe tomorrow")
LATER_ES = ("todavia no. quizas esta noche", "todavia no pero ya viene", "ahora no. tal vez manana")
NOBODY = ("no everyone is fine", "yes everybody is ok", "nobody is hurt", "all good here")
NOBODY_ES = ("si todos estan bien", "nadie esta herido", "todo bien", "estamos bien")
HARMLESS = ("", "its just teething", "thank god", "i meant the rent", "i need help w diapers")
HARMLESS_ES = ("", "son los dientes", "gracias a dios", "es la renta", "ayuda con los panales")
ABOUT_US = ("who is this", "what number is this", "are you a robot", "who can see this", "what")
ABOUT_US_ES = ("quien es", "de quien es este numero", "es una maquina", "quien lee esto", "que")

WHOM = ("me", "my daughter", "its my sister", "both of us", "the baby")
WHOM_ES = ("yo", "mi hija", "es mi hermana", "los dos", "el bebe")
SAFE = ("we are safe at a shelter now", "im safe now he is in jail", "he is in jail we are ok")
SAFE_ES = ("ya estamos a salvo en un refugio", "lo arrestaron, estamos bien")
ABOUT_PHONE = ("i cant talk on the phone", "text only please", "no phone calls please")
ABOUT_PHONE_ES = ("no puedo hablar por telefono", "mejor por texto", "que nadie me llame")
STAYS = (
    ("what is", "how long has this been", "why is this"),
    ("going on",),
)
STAYS_MORE = ("hes at work", "he is gone", "im at work", "i love him", "he took my keys", "idk")
STAYS_ES = ("el sigue", "se que sigue", "todavia sigue", "el bebe sigue")
STILL_ES = ("aqui", "afuera", "gritando", "llorando")
GO_ON = ("lets", "can we", "i want to", "ok lets", "please")
ON = ("keep going", "continue", "finish the questions", "move on")
GO_ON_ES = ("vamos a", "podemos", "quiero", "ok quiero")
ON_ES = ("seguir", "continuar", "terminar las preguntas")
NO_CALL = ("do not", "please dont", "nobody should", "never")
CALLS = ("call me", "call this phone", "call here", "call my house")
NO_CALL_ES = ("no me", "por favor no me", "nunca me", "mejor no me")
CALLS_ES = ("llamen", "llamen aqui", "llame", "llamen a la casa")
NO_BABY = ("no more", "stop asking", "please dont ask me", "i dont want to talk")
OF_IT = ("about the baby", "about my baby", "about a baby")
NO_BABY_ES = ("no me pregunten mas", "no quiero hablar", "ya no me pregunten")
OF_IT_ES = ("del bebe", "de mi bebe", "del embarazo")
GRIEF = ("my milk came in", "i still have the crib", "we had named her", "everyone is pregnant")
GRIEF_ES = ("me bajo la leche", "ya tenia la cuna", "le habiamos puesto nombre", "yo queria ese")
TO_TALK = ("i need somebody to talk to", "is there a support group", "i want counseling")
TO_TALK_ES = ("necesito hablar con alguien", "hay grupos de mamas", "quiero terapia")

TABLE: list[Row] = [
    *made("asked", "help", "en", ASKED, FINE, DANGERS),
    *made("asked", "help", "es", ASKED, FINE_ES, DANGERS_ES),
    *made("asked", "help", "en", ASKED, ("", "lol", "no"), NOT_WELL),
    *made("asked", "help", "es", ASKED, ("", "jaja", "no"), NOT_WELL_ES),
    *made("asked", "help", "en", ASKED, LATER),
    *made("asked", "help", "es", ASKED, LATER_ES),
    *made("asked", "no", "en", ASKED, NOBODY, HARMLESS),
    *made("asked", "no", "es", ASKED, NOBODY_ES, HARMLESS_ES),
    *made("asked", "unclear", "en", ASKED, ABOUT_US),
    *made("asked", "unclear", "es", ASKED, ABOUT_US_ES),
    *made("asked", "help", "en", ASKED, WHOM),
    *made("asked", "help", "es", ASKED, WHOM_ES),
    *made("held", "go_on", "en", HELD, SAFE),
    *made("held", "go_on", "es", HELD, SAFE_ES),
    *made("held", "no_call", "en", HELD, ABOUT_PHONE),
    *made("held", "no_call", "es", HELD, ABOUT_PHONE_ES),
    *made("held", "stay", "en", HELD, *STAYS),
    *made("held", "stay", "en", HELD, STAYS_MORE),
    *made("held", "stay", "es", HELD, STAYS_ES, STILL_ES),
    *made("held", "go_on", "en", HELD, GO_ON, ON),
    *made("held", "go_on", "es", HELD, GO_ON_ES, ON_ES),
    *made("held", "no_call", "en", HELD, NO_CALL, CALLS),
    *made("held", "no_call", "es", HELD, NO_CALL_ES, CALLS_ES),
    *made("loss", "kind", "en", LOST, NO_BABY[1:], OF_IT),
    *made("loss", "kind", "es", LOST, NO_BABY_ES, OF_IT_ES),
    *made("loss", "kind", "en", LOST, GRIEF),
    *made("loss", "kind", "es", LOST, GRIEF_ES),
    *made("loss", "talk", "en", LOST, TO_TALK),
    *made("loss", "talk", "es", LOST, TO_TALK_ES),
    *made("loss", "go_on", "en", LOST, GO_ON, ON),
    *made("loss", "go_on", "es", LOST, GO_ON_ES, ON_ES),
]


@rows(("state", "wants", "language", "before", "text"), TABLE)
def test_each_of_a_family_is_right(
    state: str, wants: str, language: str, before: str, text: str
) -> None:
    row = {"state": state, "wants": wants, "lang": language, "before": before, "text": text}
    assert points(row) == 1
