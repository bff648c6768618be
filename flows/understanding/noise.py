"""Texts that are no answer: pictures, reactions, emoji alone, nothing at all, another machine."""

from __future__ import annotations

import re
from enum import Enum

from flows.model.inputs import Text
from flows.understanding.machines import Machines
from flows.understanding.reactions import quotes_us
from flows.understanding.text.utterance import Said


class Noise(Enum):
    """What came instead of words."""

    EMPTY = "empty"
    PICTURE = "picture"
    RECORDING = "recording"
    FILE = "file"
    TAPBACK = "tapback"
    EMOJI = "emoji"
    AUTO_REPLY = "auto_reply"


# Not a person's own words: a reaction that quotes ours, and what a machine answers.
MACHINE = frozenset({Noise.TAPBACK, Noise.AUTO_REPLY})

# By the first part of a media type ("audio/amr"); a contact card is "text/vcard", a document
# "application/pdf".
_MEDIA = {"image": Noise.PICTURE, "video": Noise.PICTURE, "audio": Noise.RECORDING}

_EMOJI = (
    "\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299"
    "\u200d\u20e3\ufe0e\ufe0f\U000e0020-\U000e007f"
)
_HAS_EMOJI = re.compile(f"[{_EMOJI}]")
_THUMBS = re.compile("[\U0001f44d\U0001f44e][\U0001f3fb-\U0001f3ff\ufe0f\\s]*")
_WORD = re.compile(r"[^\W_]")

_THING = (
    r"(?:(?:an?|the|una?|el|la|este|esta)"
    r" )?(?:image|photo|picture|movie|video|attachment|message|audio message|sticker|link"
    r"|location|imagen|foto|película|vídeo|archivo|mensaje|mensaje de audio|adjunto|archivo"
    r" adjunto|nota de voz|documento)\.?"
)
_QUOTED = r"[“\"«„].*[”\"»“]"
_REACTED = (
    (
        r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted \S{1,16} to|reacted"
        r" to|removed an? .{1,24} from"
    ),
    (
        r"(?:no )?le gust[oóaá]|le encant[oóaá]|le dio risa|se ri[oó]"
        r" de|enfatiz[oó]|destac[oó]|resalt[oó]|exclam[oó]"
    ),
    (
        r"pregunt[oó] por|cuestion[oó]|puso en duda|reaccion[oó] (?:con )?\S{1,16} a|me gusta|me"
        r" encanta|elimin[oó] .{1,30} de"
    ),
    rf"[{_EMOJI}]{{1,8}}\W*(?:to|a)",
)
_TAPBACK = re.compile(
    rf"\W*(?:{'|'.join(_REACTED)}) ?\W{{0,3}}(?:{_THING}|{_QUOTED})\W*",
    re.IGNORECASE | re.DOTALL,
)

# Every automatic reply has one of these in it; only then is the closer look worth its time.
_HINTS = (
    *(
        "auto",
        "out of",
        "fuera de",
        "unavailable",
        "disponible",
        "driving",
        "conduciendo",
        "manejando",
        "disturb",
        "molestar",
    ),
    *(
        "monitored",
        "deliver",
        "entreg",
        "free msg",
        "freemsg",
        "data rates",
        "stop to",
        "in service",
        "mailbox",
        "blocking is active",
    ),
)
_AUTOMATIC = (
    r"^\W*auto(?:mat(?:ic|ed))?[ -]?(?:reply|response|responder|message|text)\b",
    (
        r"automat(?:ed|ic) (?:message|response|reply|text|system)|(?:respuesta|mensaje)"
        r" autom[aá]tic[ao]"
    ),
    r"out of (?:the )?office|fuera de (?:la )?oficina",
    r"i(?:['’]m| am) (?:currently |temporarily )(?:unavailable|away from my|driving|out of)",
    (
        r"i(?:['’]m| am) driving (?:with|and|right now)|estoy (?:conduciendo|manejando)(?:"
        r" con\b|\.|\W*$)"
    ),
    r"do not disturb(?! was)|no molestar",
    (
        r"(?:en este momento|actualmente|por el momento) no estoy disponible|no estoy disponible en"
        r" este momento"
    ),
    r"(?:number|mailbox|line|inbox|account) is not (?:monitored|in service|being monitored|able)",
    r"(?:no longer|not) in service|mailbox is full|blocking is active",
    r"(?:message|text|sms) (?:was |could |has )?not (?:be |been )?(?:delivered|sent)|undeliver",
    r"delivery (?:failed|failure|status)|mensaje no (?:se )?(?:ha sido |pudo ser )?entreg",
    r"^\W*free ?msg|(?:msg|message)s? ?(?:&|and) ?data rates|(?:text|reply|send) stop to",
)
_AUTO_REPLY = re.compile("|".join(_AUTOMATIC), re.IGNORECASE)


def kind(text: Text, machines: Machines | None = None) -> Noise | None:
    """Which noise a text is, or None: it has words, or a thumb up or down or a keycap, which are
    answers."""
    body = text.body.strip()
    if not _WORD.search(body):
        return _wordless(body, text)
    if _TAPBACK.fullmatch(body) or quotes_us(body):
        return Noise.TAPBACK
    lowered = body.lower()
    if any(hint in lowered for hint in _HINTS) and _AUTO_REPLY.search(body):
        return Noise.AUTO_REPLY
    return Noise.AUTO_REPLY if machines and machines.wrote(Said(body)) else None


def _wordless(body: str, text: Text) -> Noise | None:
    if text.media:
        return (
            _MEDIA.get(text.media_type.partition("/")[0], Noise.FILE)
            if text.media_type
            else Noise.PICTURE
        )
    if _HAS_EMOJI.search(body):
        return None if _THUMBS.sub("", body) == "" else Noise.EMOJI
    return None if any(c.isprintable() and not c.isspace() for c in body) else Noise.EMPTY
