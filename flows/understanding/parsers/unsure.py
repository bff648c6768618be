"""Replies that give no answer: not known, not told, only half meant, or a question back."""

from __future__ import annotations

import re

from flows.understanding.parsers.numbers import digits
from flows.understanding.parsers.vocabulary import wordset
from flows.understanding.phrases import PhraseBook
from flows.understanding.utterance import Said

HEDGES = wordset(
    "maybe mabye perhaps possibly probably kinda sorta guess suppose think thinking might unsure quiza quizas talvez",
    "supongo creo posiblemente probablemente depends depende",
)

_UNKNOWN = [
    "(dont|do not|didnt|dnt|doesnt) [really|even|actually|honestly] (know|kno|no|remember|recall)",
    "(not|never|not really|not too|not quite|not 100) (sure|certain)",
    "aint sure",
    "(idk|idek|dunno|duno|dont kno|iono|unsure)",
    "= (dk|no lo|nose|nosee|no c|ns|hmm|hm|um|umm|uh)",
    "(no|not a|not the|not even a) [freaking|single] (clue|idea|clu)",
    "(havent|have not) [got] (a|any) (clue|idea)",
    "(who knows|beats me|god knows|your guess)",
    "(cant|cannot|can not) (remember|recall|tell|say for sure)",
    "(i|ive) (forgot|forget)",
    "no se (si|cuanto|cuanta|cuantos|cuantas|cuando|que|cual|bien|todavia|aun|exactamente|exacto|la verdad|senora|senor|nada)",
    "no se (de|sobre) (eso|esto)",
    "= [yo|pues|ay|la|verdad|honestamente|todavia|aun|la verdad|ay pues|aun|es que] [yo|que] no [lo] se [gracias"
    "|perdon|yo|disculpe]",
    "no (lo|la) se",
    "(no|ni) (estoy|estamos|toy) [muy|tan|bien|100] segur*",
    "(ni|no tengo) [la|ni] [mas|menor|remota] [minima] idea",
    "= (no|not) segur*",
    "(quien sabe|sabra dios|sepa dios|vaya usted a saber)",
    "= saber",
    "no [lo|me] (recuerdo|acuerdo)",
    "(desconozco|ignoro)",
    "= se me olvido",
]
# The same words about something else than the answer.
_OTHER = [
    "(dont|do not|didnt) (know|kno) (you|who|english|ingles|spanish|espanol|how to read|this number|anybody|anyone|nobody)",
    "no se (ingles|espanol|leer|escribir|quien|hablar|nada de ingles)",
    "not sure (who|why you|what this number)",
    "(who knows|quien sabe) (english|ingles|spanish|espanol)",
]
_DECLINED = [
    "rather not",
    "(prefer|prefiero|preferiria|preferia|mejor) (not|no) [to|say|decir|decirlo|contestar|responder|answer]",
    "(dont|do not|wont|not) [really|even] (want to|wanna|going to|gonna|care to|wish to|feel like|comfortable) [be]"
    " (say|saying|answer|answering|tell|telling|share|sharing|give|disclose)",
    "none of (your|ur|yo|your damn) (business|bizness|buisness|concern|beeswax)",
    "not (your|ur|any of your) business",
    "(nunya|nunyabusiness|no comment|mind your business|mind your own business)",
    "(that|thats|this is|its|it is) [is] [too|very|kind of] (private|personal)",
    "= (private|personal|privado|pass|skip|next|paso|salta|saltar|omitir|next question|siguiente|brincar)",
    "(skip|pass on) (it|this|that|this one|that one|question|the question|this question)",
    "(ill|i will|im gonna|can i|let me) (pass|skip) [please|this]",
    "= i (pass|skip)",
    "no (quiero|deseo|quisiera|voy a|pienso|me gustaria) (decir|decirlo|decirle|contestar|responder|compartir|dar)",
    "no (lo|le) (quiero|voy a) (decir|contestar|responder)",
    "no es (asunto|problema) (suyo|tuyo|de usted|de ustedes)",
    "(no le|que le|no te|que te) importa",
    "(eso|esto) es [muy|algo] (privado|personal)",
    "(es|muy) (privado|confidencial)",
    "(saltela|salteme|saltarla|omitala|brinquela|yo paso|paso de esta|paso esta|mejor paso|otra pregunta)",
    "(not saying|not telling|wont say|wont tell|not answering|no contesto|no respondo)",
]
_BOOK = PhraseBook({"other": _OTHER, "unknown": _UNKNOWN, "declined": _DECLINED})
_MARKS = re.compile(r"[?¿!¡.\s]*[?¿][?¿!¡.\s]*")
_ANSWERING = wordset("but pero actually")
_ASKING = re.compile(
    r"(?:what|whats|which|who|whos|why|wdym|how (?:do|does|can|much|many|is|are)|que (?:es|son|significa|quiere)"
    r"|por que|cual(?:es)? (?:es|son)|como (?:se|puedo|hago))\b"
)
_ASKS = wordset(
    "what whats which who whos why how when where huh wdym que cual cuales quien como cuando donde porque cuanto", "cuantos"
)


def says_unknown(said: Said) -> bool:
    """Whether the reply is "I don't know", and nothing that could be an answer beside it."""
    if "?" in said.plain and _MARKS.fullmatch(said.plain):
        return True
    names = {hit.name for hit in _BOOK.find(said)}
    if "unknown" not in names or not names.isdisjoint({"other", "declined"}) or not _ANSWERING.isdisjoint(said.tokens):
        return False
    return not any(token.isdigit() and token != "100" for token in digits(said.bare).split())


def declines(said: Said) -> bool:
    """Whether the person would rather not answer this question."""
    return any(hit.name == "declined" for hit in _BOOK.find(said))


def asks(said: Said) -> bool:
    """Whether the reply is itself a question: a word that asks at its head, or anywhere with a question mark."""
    if ("?" in said.plain or "¿" in said.plain) and not _ASKS.isdisjoint(said.tokens):
        return True
    return _ASKING.match(said.bare) is not None
