"""What voice TwiML may hold, as literal tables: each verb's attributes and children, the voices,
the languages.

Sources: https://www.twilio.com/docs/voice/twiml and its pages for each verb;
https://www.twilio.com/docs/voice/twiml/say/text-speech; for the tags inside of Say that a neural
voice understands, https://docs.aws.amazon.com/polly/latest/dg/supportedtags.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct


class Kind(Struct, frozen=True):
    """What a value must look like, as a pattern and in words; whole numbers also have bounds."""

    words: str
    pattern: str
    least: int = 0
    most: int = 0

    def holds(self, value: str) -> bool:
        if not re.fullmatch(self.pattern, value):
            return False
        return self.most == 0 or self.least <= int(value) <= self.most


def _whole(least: int, most: int) -> Kind:
    return Kind(f"must be a whole number from {least} to {most}", "[0-9]{1,6}", least, most)


def _one_of(*values: str) -> Kind:
    return Kind(
        f"must be {' or '.join(repr(value) for value in values)}", "|".join(map(re.escape, values))
    )


NEURAL_VOICES: Mapping[str, str] = {
    "Polly.Joanna-Neural": "en-US",
    "Polly.Kendra-Neural": "en-US",
    "Polly.Kimberly-Neural": "en-US",
    "Polly.Salli-Neural": "en-US",
    "Polly.Matthew-Neural": "en-US",
    "Polly.Lupe-Neural": "es-US",
    "Polly.Pedro-Neural": "es-US",
    "Polly.Mia-Neural": "es-MX",
    "Polly.Andres-Neural": "es-MX",
    "Polly.Camila-Neural": "pt-BR",
}
SPEECH_LANGUAGES = ("en-US", "es-US", "es-MX", "es-PR", "es-GT", "es-HN", "es-SV", "es-DO", "pt-BR")

TURN = Kind(
    "must be our own /voice/turn?n=K, K from 1", r"(/[\w.~-]+)*/voice/turn\?n=[1-9][0-9]{0,5}"
)
STAFF = r"(/[\w.~-]+)*/voice/staff/(connect|ended)\?call=[\w.~%=-]+"
GATHERED = Kind(
    "must be our own /voice/turn?n=K, /voice/accepted or of /voice/staff",
    rf"{TURN.pattern}|(/[\w.~-]+)*/voice/accepted(\?contact=[\w-]+)?|{STAFF}",
)
DIALLED = Kind("must be our own /voice/turn?n=K or of /voice/staff", f"{TURN.pattern}|{STAFF}")
ACCEPT = Kind(
    "must be our own /voice/accept",
    r"(/[\w.~-]+)*/voice/accept(\?(language=[a-z]{2,3})?&?(contact=[\w-]+)?)?",
)
RECORDING = Kind(
    "must be our own /voice/recording", r"(/[\w.~-]+)*/voice/recording(\?contact=[\w-]+)?"
)
TRANSCRIPT = Kind(
    "must be our own /voice/transcript", r"(/[\w.~-]+)*/voice/transcript(\?contact=[\w-]+)?"
)
POST = Kind("must be 'POST': our routes answer nothing else", "POST")
E164 = Kind("must be a number in E.164, like +18605550100", r"\+[1-9][0-9]{6,14}")
SWITCH = _one_of("true", "false")
ONE_KEY = Kind("must be one of 0-9, # and *, or empty", "[0-9#*]?")
WORDS = Kind("must not be empty", r"[\s\S]+")

VERBS: Mapping[str, Mapping[str, Kind]] = {
    "Say": {
        "voice": _one_of(*NEURAL_VOICES),
        "language": _one_of(*dict.fromkeys(NEURAL_VOICES.values())),
        "loop": _whole(0, 1000),
    },
    "Play": {"loop": _whole(0, 1000), "digits": Kind("must be keys", "[0-9w#*]+")},
    "Pause": {"length": _whole(1, 600)},
    "Gather": {
        "action": GATHERED,
        "method": POST,
        "input": _one_of("dtmf", "speech", "dtmf speech"),
        "timeout": _whole(1, 600),
        "speechTimeout": Kind("must be 'auto' or a whole number from 1", "auto|[1-9][0-9]{0,2}"),
        "maxSpeechTime": _whole(1, 60),
        "numDigits": _whole(1, 100),
        "finishOnKey": ONE_KEY,
        "actionOnEmptyResult": SWITCH,
        "profanityFilter": SWITCH,
        "bargeIn": SWITCH,
        "enhanced": SWITCH,
        "speechModel": WORDS,
        "language": _one_of(*SPEECH_LANGUAGES),
        "hints": WORDS,
    },
    "Dial": {
        "action": DIALLED,
        "method": POST,
        "timeout": _whole(5, 600),
        "timeLimit": _whole(1, 14400),
        "callerId": E164,
        "answerOnBridge": SWITCH,
        "hangupOnStar": SWITCH,
        "ringTone": Kind("must be a country, like 'us'", "[a-z]{2}(-old)?"),
        "record": Kind(
            "must be 'do-not-record': a call to a person is never recorded", "do-not-record"
        ),
    },
    "Number": {"url": ACCEPT, "method": POST, "sendDigits": Kind("must be keys", "[0-9w#*]+")},
    "Record": {
        "action": TURN,
        "method": POST,
        "timeout": _whole(1, 600),
        "maxLength": _whole(2, 14400),
        "finishOnKey": Kind("must be keys", "[0-9#*]*"),
        "playBeep": SWITCH,
        "trim": _one_of("trim-silence", "do-not-trim"),
        "recordingStatusCallback": RECORDING,
        "recordingStatusCallbackMethod": POST,
        "recordingStatusCallbackEvent": Kind(
            "must be some of 'in-progress', 'completed' and 'absent'",
            "(in-progress|completed|absent)( (in-progress|completed|absent)){0,2}",
        ),
        "transcribe": SWITCH,
        "transcribeCallback": TRANSCRIPT,
    },
    "Redirect": {"method": POST},
    "Hangup": {},
    "Reject": {"reason": _one_of("rejected", "busy")},
}

RATE = Kind(
    "must be a speed by name, or from 20% to 200%",
    "x-slow|slow|medium|fast|x-fast|([2-9][0-9]|1[0-9]{2}|200)%",
)
# What a neural voice understands inside of Say: it knows no <emphasis>, and no pitch.
SSML: Mapping[str, Mapping[str, Kind]] = {
    "break": {
        "strength": _one_of("none", "x-weak", "weak", "medium", "strong", "x-strong"),
        "time": Kind("must be up to 10s or 10000ms", r"([0-9]|10)s|([0-9]{1,4}|10000)ms"),
    },
    "lang": {"xml:lang": Kind("must be a language, like 'es-US'", "[a-z]{2}-[A-Z]{2}")},
    "p": {},
    "phoneme": {"alphabet": _one_of("ipa", "x-sampa"), "ph": WORDS},
    "prosody": {
        "rate": RATE,
        "volume": Kind(
            "must be a volume", r"silent|x-soft|soft|medium|loud|x-loud|[+-][0-9.]{1,4}dB"
        ),
    },
    "s": {},
    "say-as": {
        "interpret-as": _one_of(
            "spell-out",
            "characters",
            "cardinal",
            "number",
            "ordinal",
            "digits",
            "date",
            "telephone",
        )
    },
    "sub": {"alias": WORDS},
    "w": {
        "role": Kind(
            "must be a role, like 'amazon:VB'", r"amazon:(VB|VBD|DT|IN|JJ|NN|DEFAULT|SENSE_1)"
        )
    },
}

TOP = frozenset(VERBS) - {"Number"}
CHILDREN: Mapping[str, frozenset[str]] = {
    "Response": TOP,
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Number"}),
    "Say": frozenset(SSML),
    **{tag: frozenset(SSML) - {tag} for tag in ("lang", "p", "prosody", "s", "w")},
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "Say": ("voice", "language"),
    "Gather": ("action",),
    "Record": ("action", "maxLength"),
}
# The verbs whose words stand inside of them.
TEXTS: Mapping[str, Kind] = {
    "Number": E164,
    "Redirect": GATHERED,
    "Play": Kind("must be an address", r"https://\S+|(/[\w.~-]+)+"),
}
WITH_TEXT = frozenset({"Say", *TEXTS, *SSML})
