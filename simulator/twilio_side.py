"""Interpreter of voice TwiML as Twilio runs it: executes verbs up to the first that waits, then
posts the callback."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace

from simulator.posted_forms import ACCOUNT, WITHHELD, Caller, Form, ended, keyed
from simulator.twiml_rules import Document, Verb, read

Post = Callable[[str, Form], str]

RING, STATUS = "/voice", "/voice/status"
MOST_DOCUMENTS = 20  # between two things that the caller does
# What a caller must never hear: Twilio's own words for a document that it cannot read.
TWILIOS_APOLOGY = "We are sorry, an application error has occurred. Goodbye."


class Endless(RuntimeError):
    """The documents lead to each other without ever waiting for the caller."""


class Heard(Struct, frozen=True):
    """Something to hear: words with their voice and language, or a `sound`. The `answerer` is
    whoever we dialled."""

    text: str
    voice: str = ""
    language: str = ""
    slow: bool = False
    sound: bool = False
    answerer: bool = False


class Exchange(Struct, frozen=True):
    """One request and its answer, with what Twilio would hold against it."""

    path: str
    form: Form
    twiml: str
    faults: tuple[str, ...]


class Callback(Struct, frozen=True, forbid_unknown_fields=True):
    """A request as it was made, without what every request of the call has."""

    path: str
    fields: Form
    status: str


class State(Struct, frozen=True, forbid_unknown_fields=True):
    """A call between two actions, so that it can be laid aside: the document and its address, the
    verb that waits, the keys so far, the latest callback. `began` is unix time."""

    began: float
    twiml: str = ""
    path: str = RING
    at: int = 0
    keys: str = ""
    over: bool = False
    last: Callback | None = None


class TwilioSide:
    """One call, from its first request to its last."""

    def __init__(
        self,
        post: Post,
        phone: str,
        sid: str,
        number: str = "+18605550100",
        account: str = ACCOUNT,
        clock: Callable[[], float] = time.time,
        state: State | None = None,
    ) -> None:
        self.caller = Caller(sid, phone or WITHHELD, number, account)
        self.state = state or State(clock())
        self.heard: tuple[Heard, ...] = ()
        self.exchanges: tuple[Exchange, ...] = ()
        self._post, self._clock = post, clock
        self._document = read(self.state.twiml) if self.state.twiml else Document()

    @property
    def over(self) -> bool:
        return self.state.over

    @property
    def waiting(self) -> Verb | None:
        """The Gather, Dial or Record that waits for something to happen."""
        return (
            self._document.verbs[self.state.at]
            if self.state.at < len(self._document.verbs) and not self.over
            else None
        )

    def _begin(self) -> None:
        """Of what was heard and exchanged only the latest action's is kept."""
        self.heard, self.exchanges = (), ()

    def _change(self, **fields: object) -> None:
        self.state = replace(self.state, **fields)

    def _hear(self, verbs: Iterable[Verb], answerer: bool = False) -> None:
        for verb in verbs:
            if verb.name == "Say":
                slow = any(inner.get("rate") in ("slow", "x-slow") for inner in verb.verbs)
                said = Heard(
                    verb.text, verb.get("voice"), verb.get("language"), slow, answerer=answerer
                )
                self.heard = (*self.heard, said)
            elif verb.name == "Play":
                self._sound("a recorded sound")

    def _sound(self, what: str) -> None:
        self.heard = (*self.heard, Heard(what, sound=True))

    # -- requests

    def _load(self, path: str, fields: Form, status: str = "in-progress") -> None:
        """Post, and go on with the document that is answered."""
        exchange = self._call_back(path, fields, status)
        self._document = read(exchange.twiml)
        self._change(twiml=exchange.twiml, path=path, at=0, keys="")
        if not self._document.readable:
            self.heard = (*self.heard, Heard(TWILIOS_APOLOGY, "Twilio", "en-US"))
        self._run()

    def _call_back(self, path: str, fields: Form, status: str) -> Exchange:
        self._change(last=Callback(path, fields, status))
        return self._exchange(path, fields | self.caller.form(status))

    def _exchange(self, path: str, form: Form) -> Exchange:
        if len(self.exchanges) >= MOST_DOCUMENTS:
            raise Endless(
                f"{MOST_DOCUMENTS} documents led to each other without waiting for the caller."
            )
        twiml = self._post(path, form)
        exchange = Exchange(path, form, twiml, read(twiml).faults)
        self.exchanges = (*self.exchanges, exchange)
        return exchange

    # -- verbs

    def _run(self) -> None:
        """From the verb at which it stands to the next one that waits, or to the end of the
        call."""
        while self.state.at < len(self._document.verbs):
            verb = self._document.verbs[self.state.at]
            if verb.name in ("Hangup", "Reject"):
                break
            if verb.name == "Redirect":
                self._load(verb.text, {})
                return
            self._hear(verb.verbs if verb.name == "Gather" else (verb,))
            if verb.name in ("Gather", "Dial", "Record"):
                self._ring_or_beep(verb)
                return
            self._change(at=self.state.at + 1)
        self._end()

    def _ring_or_beep(self, verb: Verb) -> None:
        if verb.name == "Dial":
            self._sound("ringing")
        elif verb.name == "Record" and verb.get("playBeep", "true") == "true":
            self._sound("a tone")

    def _next(self) -> None:
        """The verb had no result: on to the one behind it."""
        self._change(at=self.state.at + 1, keys="")
        self._run()

    def _end(self) -> None:
        self._change(over=True, keys="")
        seconds = max(0, round(self._clock() - self.state.began))
        self._call_back(STATUS, ended(seconds), "completed")

    def _whisper(self, dial: Verb, accepts: bool) -> bool:
        """Whether whoever answered is bridged to the caller: with a `url`, only if its document
        does not hang up."""
        number = next((verb for verb in dial.verbs if verb.name == "Number"), None)
        if number is None or "url" not in number.attributes:
            return True
        form = self.caller.answerer(number.text, dial.get("callerId"))
        document = read(self._exchange(number.get("url"), form).twiml)
        for verb in document.verbs:
            self._hear(verb.verbs if verb.name == "Gather" else (verb,), answerer=True)
            if verb.name == "Gather" and (accepts or verb.get("actionOnEmptyResult") == "true"):
                keys = keyed("1" if accepts else "")
                document = read(
                    self._exchange(verb.get("action", number.get("url")), form | keys).twiml
                )
                break
            if verb.name == "Redirect":
                document = read(self._exchange(verb.text, form).twiml)
                break
        return document.readable and not any(
            verb.name in ("Hangup", "Reject") for verb in document.verbs
        )

    def _report_recording(self, record: Verb, recording: Form, state: str) -> None:
        events = record.get("recordingStatusCallbackEvent", "completed").split()
        if "recordingStatusCallback" in record.attributes and state in events:
            self._exchange(
                record.get("recordingStatusCallback"), self.caller.recording_state(recording, state)
            )
