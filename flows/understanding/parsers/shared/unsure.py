"""Replies that give no answer: not known, not told, only half meant, or a question back."""

from __future__ import annotations

import re

from flows.understanding.parsers.shared.numbers import digits
from flows.understanding.parsers.shared.vocabulary import wordset
from flows.understanding.text.phrases import PhraseBook
from flows.understanding.text.utterance import Said

HEDGES = wordset(
    "maybe mabye perhaps possibly probably kinda sorta guess suppose think thinking might unsure"
    " quiza quizas talvez",
    "supongo creo posiblemente probablemente depends depende",
)

_UNKNOWN = [
    "(dont|do not|didnt|dnt|doesnt) [really|even|actually|honestly] (know|kno|no|remember|recall)",
    "(not|never|not really|not too|not quite|not 100) (sure|certain)",
    "aint sure",
    "(idk|idek|dunno|duno|dont kno|iono|unsure)",
    "= (dk|no lo|nose|nosee|no c|ns|hmm|hm|um|umm|uh)",
    "(no|not a|not the|not even a) [freaking|single] (clue|idea|clu)",
    "(havent|have not|dont have|do not have|aint got) [got] (a|any|no|the) (clue|idea|answer)",
    "(who knows|beats me|god knows|your guess)",
    "(cant|cannot|can not|couldnt|could not) (remember|recall|tell|say for sure|say|tell you)",
    (
        "(no telling|hard to say|hard to tell|i wish i knew|wouldnt know|would not know|how (would"
        "|am|should) i know|how should i know|how would i know)"
    ),
    (
        "(have to|gotta|need to|got to|ill|i will|let me|going to|gonna) (ask|check|look|find"
        " out|call|see)"
    ),
    "(ask|check with) (my|him|her|the) (mom|husband|man|wife|doctor|dr|mother|boyfriend)",
    "(still|not) (dont know|figured|finding out|known) [out]",
    (
        "(tengo|tendria|voy|dejame|deje|hay) [que|q|a]"
        " (preguntar|preguntarle|averiguar|ver|verificar|chequear)"
    ),
    (
        "(ni me acuerdo|no sabria|no sabemos|no sabe|no me dicen|no nos dicen|no me han dicho|no me"
        " dice|no te se decir|no le se decir|no sabria decir)"
    ),
    "(aun|todavia) no (se|sabemos|lo se)",
    "(i|ive) (forgot|forget)",
    (
        "no se"
        " (si|cuanto|cuanta|cuantos|cuantas|cuando|que|cual|bien|todavia|aun|exactamente|exacto|la"
        " verdad|senora|senor|nada)"
    ),
    "no se (de|sobre) (eso|esto)",
    (
        "= [yo|pues|ay|la|verdad|honestamente|todavia|aun|la verdad|ay pues|aun|es que] [yo|que] no"
        " [lo] se [gracias"
        "|perdon|yo|disculpe]"
    ),
    "no (lo|la) se",
    "(no|ni) (estoy|estamos|toy) [muy|tan|bien|100] segur*",
    "(ni|no tengo) [la|ni] [mas|menor|remota] [minima] idea",
    "= (no|not) segur*",
    "(quien sabe|sabra dios|sepa dios|vaya usted a saber)",
    "= saber",
    "no [lo|me] (recuerdo|acuerdo)",
    "(desconozco|ignoro)",
    "= se me olvido",
    "= [i|we] just (found|find) out [today|yesterday|lol]",
    (
        "(no due date yet|do not have a due date|dont have a due date|no date yet|too early to tell"
        "|havent seen a doctor|have not been to the doctor)"
    ),
    (
        "(me acabo de enterar|acabo de enterarme|no tengo fecha|aun no tengo fecha|todavia no tengo"
        " fecha|todavia no me dan fecha|no me han dado fecha)"
    ),
]
# The same words about something else than the answer.
_OTHER = [
    (
        "(dont|do not|didnt) (know|kno) (you|who|english|ingles|spanish|espanol|how to read|this"
        " number|anybody|anyone|nobody)"
    ),
    "no se (ingles|espanol|leer|escribir|quien|hablar|nada de ingles)",
    "not sure (who|why you|what this number)",
    "(who knows|quien sabe) (english|ingles|spanish|espanol)",
]
_DECLINED = [
    "(rather not|rather skip|rather pass|rather move on|prefer to skip|prefer to pass)",
    "prefiero (saltar|pasar|brincar)",
    (
        "(prefer|prefiero|preferiria|preferia|mejor) (not|no)"
        " [to|say|decir|decirlo|contestar|responder|answer]"
    ),
    (
        "(dont|do not|wont|not) [really|even] (want to|wanna|going to|gonna|care to|wish to|feel"
        " like|comfortable) [be]"
        " (say|saying|answer|answering|tell|telling|share|sharing|give|disclose)"
    ),
    "none of (your|ur|yo|your damn) (business|bizness|buisness|concern|beeswax)",
    "not (your|ur|any of your) business",
    "(nunya|nunyabusiness|no comment|mind your business|mind your own business)",
    "(that|thats|this is|its|it is) [is] [too|very|kind of] (private|personal)",
    (
        "= (private|personal|privado|pass|skip|next|paso|salta|saltar|omitir|next"
        " question|siguiente|brincar)"
    ),
    "(skip|pass on) (it|this|that|this one|that one|question|the question|this question)",
    "(ill|i will|im gonna|can i|let me) (pass|skip) [please|this]",
    "= i (pass|skip)",
    (
        "no (quiero|deseo|quisiera|voy a|pienso|me gustaria)"
        " (decir|decirlo|decirle|contestar|responder|compartir|dar)"
    ),
    "no (lo|le) (quiero|voy a) (decir|contestar|responder)",
    "no es (asunto|problema) (suyo|tuyo|de usted|de ustedes)",
    "(no le|que le|no te|que te) importa",
    "(eso|esto) es [muy|algo] (privado|personal)",
    "(es|muy) (privado|confidencial)",
    (
        "(saltela|salteme|saltarla|omitala|brinquela|yo paso|paso de esta|paso esta|mejor paso|otra"
        " pregunta)"
    ),
    (
        "(dont|do not|not) (give|giving|share|discuss|tell|answer|put|text) (that|this|those|it|any"
        "|my|personal|out|info|information|things) [out|over|like|information|info|things|business"
        "|by|stuff]"
    ),
    (
        "(between me and|nobodys business|nobody business|aint nobodys business|too nosy|nosy|not"
        " comfortable|uncomfortable|id rather not|i would rather)"
    ),
    (
        "(do|must|must i|have to|got to) [i|we|even] (have to|need to|gotta|got to|must)"
        " (answer|say|tell|give)"
    ),
    "(leave|leaving) (it|that|this) blank",
    "(dont|do not|wont|no) (discuss|disclose|hablo de|hablamos de|discuto|discutimos) ...",
    "(dont|do not) ask me (that|this)",
    "no (lo|la|se|te|le|les) (digo|dire|contesto|doy|comparto|pregunta|preguntan|voy a decir)",
    (
        "no (doy|comparto|digo|contesto|hablo de) (eso|esa|esas|ese|informacion|esa"
        " informacion|nada de eso)"
    ),
    "eso no (se|lo|te lo|se lo|les|le) [lo] (digo|pregunta|dice|doy|voy|importa|contesto)",
    "(tengo|tenemos|hay) que (contestar|decir|responder|decirlo|dar) [eso|esto]",
    (
        "(es cosa mia|cosa mia|asunto mio|son cosas mias|eso es mio|eso es cosa|muy personal|bien"
        " personal|es personal)"
    ),
    "(rather|prefer|id prefer) (talk|keep|leave|not|discuss) ... (doctor|dr|private|myself|that)",
    "(not saying|not telling|wont say|wont tell|not answering|no contesto|no respondo)",
]
_BOOK = PhraseBook({"other": _OTHER, "unknown": _UNKNOWN, "declined": _DECLINED})
_MARKS = re.compile(r"[?¿!¡.\s]*[?¿][?¿!¡.\s]*")
_ANSWERING = wordset("but pero actually")
_ASKING = re.compile(
    r"(?:what|whats|which|who|whos|why|wdym|how (?:do|does|can|much|many|is|are)|que (?:es|son"
    r"|significa|quiere)"
    r"|por que|cual(?:es)? (?:es|son)|como (?:se|puedo|hago)|why|whyd|(?:que|q) tiene (?:que|q) ver"
    r"|(?:pero |y )?(?:ustedes|uds) (?:donde|quien|quienes|que|cuando|como|cuanto|cobran|son))\b"
)
_ASKS = wordset(
    "what whats which who whos why how when where huh wdym que cual cuales quien como cuando donde"
    " porque cuanto",
    "cuantos",
)


_STORY = 20  # words


def says_unknown(said: Said) -> bool:
    """Whether the reply is "I don't know", and nothing that could be an answer beside it."""
    if "?" in said.plain and _MARKS.fullmatch(said.plain):
        return True
    names = {hit.name for hit in _BOOK.find(said)}
    if (
        len(said.tokens) > _STORY
        or "unknown" not in names
        or not names.isdisjoint({"other", "declined"})
        or not _ANSWERING.isdisjoint(said.tokens)
        or _OF_YOU.match(said.bare)
    ):
        return False
    return not any(token.isdigit() and token != "100" for token in digits(said.bare).split())


def wonders(said: Said) -> bool:
    """Whether "I don't know" stands somewhere in the text, whatever else it says; in a story it may
    be about anything."""
    return len(said.tokens) <= _STORY and any(hit.name == "unknown" for hit in _BOOK.find(said))


def declines(said: Said) -> bool:
    """Whether the person would rather not answer this question."""
    return any(hit.name == "declined" for hit in _BOOK.find(said))


_ASKED_BACK = re.compile(
    r"(?:(?:wait|ok|but|so|and|pero|y|espera) )?(?:(?:does|do|can|could|will|would|should|is|are"
    r"|am|did) (?:i|you|u|it|this|that|these|they"
    r"|we|he|she|yall|my|the|your|ur|there|a|an|[a-z]+ (?:count|work|matter))\b"
    r"|(?:yall|you|u) (?:got|have|know|think)\b|what if\b|(?:me|nos|se) (?:puede|pueden)\b"
    r"|puedo\b|cuenta\b|tengo que\b)"
)


_OF_YOU = re.compile(r"(?:are|will|do|did|would|can|could) (?:you|u|ya|yall|they|he|she|we)\b")


def asks_back(said: Said) -> bool:
    """Whether the reply is built as a question without its sign: "does ssi count", "can i still do
    this"."""
    return _ASKED_BACK.match(said.bare) is not None


_SENTENCE = re.compile(r"[^.,!?;\n]+[?!]*")


def only_asks(said: Said) -> bool:
    """Whether every sentence of the text is a question, so that none of it answers ours: "what do u
    mean by number 2, is it a class?"."""
    parts = [part for text in _SENTENCE.findall(said.raw) if (part := Said(text)).tokens]
    return bool(parts) and all(asks(part) or asks_back(part) for part in parts)


def asks(said: Said) -> bool:
    """Whether the reply is itself a question: a word that asks at its head, or anywhere with a
    question mark."""
    if ("?" in said.plain or "¿" in said.plain) and not _ASKS.isdisjoint(said.tokens):
        return True
    return _ASKING.match(said.bare) is not None
