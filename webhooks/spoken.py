"""What a caller hears, as TwiML: a pure function of the turn, written as strings since it is on
every reply's path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax.saxutils import escape

from msgspec.structs import replace

from flows.dialogue.turn import Turn
from flows.model.context import Call
from flows.model.events import Prompted
from flows.model.language import Language
from flows.model.waits import Dial, Gather, HangUp, Record
from flows.understanding.text.language_id import Languages
from flows.wording.sms_encoding import safe
from webhooks.twiml import HEAD

SLOW = ("safety.", "connect.number.")
# Twilio drops a reply of more than 64 kB whole, and a prompt has at most 1,600 characters: nobody
# listens for so long.
MOST_SAID = 15_000
NUMBER = "number"
# Twilio writes recordings of up to two minutes down, and in English only.
# Source: https://www.twilio.com/docs/voice/twiml/record#transcribe
TRANSCRIBED = frozenset({"en-US"})
QUOTED = {'"': "&quot;"}

WHISPER = "A call from the intake line.{about} To take the call, press 1."
HANG_UP = f"{HEAD}<Hangup/></Response>"


@dataclass(frozen=True)
class Speaker:
    """Says turns. `transfer_number` is dialled for the office and sees `caller_id`, our own number;
    both may be empty. `prefix` is the path of the address that Twilio was given, as it may stand in
    an attribute. `recorded` has the path of the sound for what is said in a language, where
    somebody has spoken it. With `transcribes` Twilio writes recorded messages down."""

    languages: Languages
    transfer_number: str = ""
    caller_id: str = ""
    prefix: str = ""
    recorded: Mapping[tuple[str, str], str] = field(default_factory=dict)
    transcribes: bool = False

    def render(self, turn: Turn, call: Call, contact: str = "") -> str:
        """The words of the turn, and its wait, whose result comes as the call's next callback.
        `contact` is who is told of what Twilio reports apart: a recording, and who answers at the
        office."""
        words = self._said(turn.prompts)
        leg = turn.session.calls.get(call.sid)
        action = f"{self.prefix}/voice/turn?n={leg.n if leg else call.n + 1}"
        match turn.wait:
            case Gather() as gather:
                rest = f"{self._gather(gather, action)}{words}</Gather>"
            case Dial() as dial:
                rest = f"{words}{self._dial(dial, action, contact)}"
            case Record() as record:
                rest = f"{words}{self._record(record, action, contact)}"
            case HangUp():
                rest = f"{words}<Hangup/>"
            case None:
                rest = words
        return f"{HEAD}{rest}</Response>"

    def render_alone(self, turn: Turn) -> str:
        """The words of a turn of which nothing is kept: no callback may follow. After a dial the
        number is said again."""
        rest = self._said(turn.prompts)
        if isinstance(turn.wait, Dial):
            number = self._said(prompt for prompt in turn.prompts if prompt.key == NUMBER)
            rest += f"{self._dial(replace(turn.wait, language=turn.session.language))}{number}"
        return f"{HEAD}{rest}<Hangup/></Response>"

    def say(self, words: str) -> str:
        """Words for the staff, in English."""
        return self._say(words, "", slow=False)

    def whisper(self, about: str, contact: str = "") -> str:
        """What is heard by whoever answers in the office: `about` whom it is, and what to press. A
        machine presses nothing, and the caller comes back to us."""
        said = self.say(WHISPER.format(about=f" {about}" if about else ""))
        action = f"{self.prefix}/voice/accepted{f'?contact={quoted(contact)}' if contact else ''}"
        gather = (
            f'<Gather input="dtmf" action="{action}" method="POST" numDigits="1"'
            f' timeout="8">{said}</Gather>'
        )
        return f'{HEAD}{gather}{gather}<Redirect method="POST">{action}</Redirect></Response>'

    def _said(self, prompts: Iterable[Prompted]) -> str:
        """Each prompt by a person's voice where one was recorded, else by the machine's."""
        said, recorded = "", self.recorded
        for prompt in prompts:
            sound = recorded.get((prompt.language, prompt.text)) if recorded else None
            said += (
                f"<Play>{sound}</Play>"
                if sound
                else self._say(prompt.text, prompt.language, prompt.key.startswith(SLOW))
            )
            if len(said) > MOST_SAID:
                break
        return said

    def _dial(self, dial: Dial, action: str = "", contact: str = "") -> str:
        """To the office, where a person must accept, or to a help line, whose own menu answers."""
        back = f' action="{action}" method="POST"' if action else ""
        shown = f' callerId="{self.caller_id}"' if self.caller_id else ""
        verb = f'<Dial{back} timeout="{dial.seconds}"{shown} answerOnBridge="true">'
        if dial.number:
            return f"{verb}<Number>{dial.number}</Number></Dial>"
        told = "&amp;".join(
            f"{name}={value}"
            for name, value in (("language", dial.language), ("contact", contact))
            if value
        )
        accept = f'url="{self.prefix}/voice/accept{f"?{told}" if told else ""}" method="POST"'
        return f"{verb}<Number {accept}>{self.transfer_number}</Number></Dial>"

    def _record(self, record: Record, action: str, contact: str) -> str:
        """An empty recording calls nothing back and goes on, to the same address."""
        whose = f"?contact={contact}" if contact else ""
        told = f"{self.prefix}/voice/recording{whose}"
        written = ""
        if self.transcribes and contact and self._of(record.language).speech in TRANSCRIBED:
            back = f"{self.prefix}/voice/transcript{whose}"
            written = f' transcribe="true" transcribeCallback="{back}"'
        return (
            f'<Record action="{action}" method="POST" maxLength="{record.most_seconds}" timeout="5"'
            f' finishOnKey="#" playBeep="true" trim="trim-silence" recordingStatusCallback="{told}"'
            f' recordingStatusCallbackEvent="completed absent"{written}/><Redirect'
            f' method="POST">{action}</Redirect>'
        )

    def _gather(self, gather: Gather, action: str) -> str:
        """Speech is listened for where words are understood, and not after two misses; keys always
        are."""
        language = self._of(gather.language)
        if not (language.free_text and gather.speech):
            return _keys_only(gather, action)
        hints = f' hints="{_listed(gather.hints)}"' if gather.hints else ""
        digits = f' numDigits="{gather.digits}"' if gather.digits else ""
        return (
            f'<Gather input="dtmf speech" action="{action}" method="POST"'
            f' timeout="{gather.seconds}" speechTimeout="2" actionOnEmptyResult="true"'
            f' language="{language.speech}" profanityFilter="false"{hints}{digits}'
            f' finishOnKey="{"#" if gather.pound else ""}">'
        )

    def _say(self, text: str, language: str, slow: bool) -> str:
        spoken = self._of(language)
        return _say(text, spoken.voice, spoken.speech, slow)

    def _of(self, language: str) -> Language:
        return self.languages[language if language in self.languages else self.languages.first]


def _keys_only(gather: Gather, action: str) -> str:
    """Where words were not understood twice: a television, a street, a bad line."""
    digits = f' numDigits="{gather.digits}"' if gather.digits else ""
    return (
        f'<Gather input="dtmf" action="{action}" method="POST" timeout="{gather.seconds}"'
        f' actionOnEmptyResult="true"{digits} finishOnKey="{"#" if gather.pound else ""}">'
    )


@lru_cache(maxsize=4096)
def _say(text: str, voice: str, tag: str, slow: bool) -> str:
    """One Say, which holds at most 4,096 characters; nothing for nothing."""
    clean = escape(safe(text))
    if not clean:
        return ""
    words = f'<prosody rate="slow">{clean}</prosody>' if slow else clean
    return f'<Say voice="{voice}" language="{tag}">{words}</Say>'


@lru_cache(maxsize=512)
def _listed(hints: tuple[str, ...]) -> str:
    return quoted(", ".join(safe(hint) for hint in hints))


def quoted(text: str) -> str:
    """As it may stand in an attribute."""
    return escape(text, QUOTED)
