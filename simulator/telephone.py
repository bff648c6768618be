"""Simulated call: a state machine of Twilio's side of a voice call, driven by the caller's actions.

It is pure but for `post`, which gives the TwiML that our webhook answers, and for the clock; so the
page, the terminal, the bench and the tests share it.
"""

from __future__ import annotations

from simulator.posted_forms import EMPTY, Empty, Outcome, keyed, spoken
from simulator.twilio_side import RING, Exchange, Heard, TwilioSide
from simulator.twiml_rules import Verb

KEYS = frozenset("0123456789*#")


class NotNow(ValueError):
    """The line does not wait for this; the reason in plain words."""


class Telephone(TwilioSide):
    """One call from `phone`, or from a withheld number where that is empty.

    Each action gives what is heard until the next wait; `exchanges` has the requests behind it, and
    `state` the call as it then is: another Telephone goes on from there.
    """

    @property
    def words(self) -> str:
        """All that the caller was told since the latest action."""
        return " ".join(heard.text for heard in self.heard if not (heard.sound or heard.answerer))

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the documents of the latest action."""
        return tuple(fault for exchange in self.exchanges for fault in exchange.faults)

    def dial(self) -> tuple[Heard, ...]:
        """Call us."""
        if self.state.last:
            raise NotNow("The call has begun already.")
        self._begin()
        self._load(RING, {}, "ringing")
        return self.heard

    def press(self, keys: str) -> tuple[Heard, ...]:
        """Keys, one by one, until there are enough; those after that are lost. The key that ends
        them does so even before any other: then the result is empty."""
        gather = self._gather("dtmf", "No keys are waited for now.")
        if not keys or set(keys) - KEYS:
            raise NotNow("A keypad has 0 to 9, star and pound.")
        self._begin()
        finish, enough = gather.get("finishOnKey", "#"), int(gather.get("numDigits", "0"))
        for key in keys:
            if key == finish:
                self._result(gather, keyed(self.state.keys, key))
                break
            self._change(keys=self.state.keys + key)
            if len(self.state.keys) == enough:
                self._result(gather, keyed(self.state.keys))
                break
        return self.heard

    def pause(self, shape: Empty = "digits") -> tuple[Heard, ...]:
        """Nothing more until the time is up: the keys so far are the answer, or there is none, in
        one of three shapes."""
        gather = self._gather("", "Nothing is waited for now.")
        self._begin()
        self._result(gather, keyed(self.state.keys) if self.state.keys else EMPTY[shape])
        return self.heard

    silence = pause

    def say(self, words: str, confidence: float = 0.9) -> tuple[Heard, ...]:
        gather = self._gather("speech", "Nobody listens now.")
        if not words.strip():
            raise NotNow("Nothing was said.")
        self._begin()
        self._result(gather, spoken(words.strip(), confidence, gather.get("language", "en-US")))
        return self.heard

    def dialled(self, outcome: Outcome) -> tuple[Heard, ...]:
        """What becomes of calling a person: `taken` is accepted by pressing 1; a `machine` answers
        and presses nothing."""
        dial = self._verb("Dial", "Nobody is being called now.")
        self._begin()
        answered = outcome in ("taken", "machine")
        bridged = answered and self._whisper(dial, accepts=outcome == "taken")
        if "action" in dial.attributes:
            self._load(
                dial.get("action"),
                self.caller.dialled("completed" if answered else outcome, bridged),
            )
        else:
            self._next()
        return self.heard

    def record(self, seconds: int, hangs_up: bool = False) -> tuple[Heard, ...]:
        """Speak for so long after the tone, then press pound or hang up. Of silence there is no
        recording, and nothing is posted but that it is absent."""
        record = self._verb("Record", "Nothing is being recorded now.")
        self._begin()
        recording = self.caller.recording(
            self.state.path, min(seconds, int(record.get("maxLength", "3600")))
        )
        action = record.get("action", self.state.path)
        self._report_recording(record, recording, "completed" if seconds else "absent")
        if hangs_up:
            if seconds:
                self._call_back(action, recording | {"Digits": "hangup"}, "completed")
            self._end()
        elif seconds:
            self._load(action, recording | {"Digits": "#"})
        else:
            self._next()
        return self.heard

    def hang_up(self) -> tuple[Heard, ...]:
        """End the call: only that it is over is posted."""
        if self.over or not self.state.last:
            raise NotNow("There is no call.")
        self._begin()
        self._end()
        return self.heard

    def again(self) -> Exchange:
        """The latest callback once more, as Twilio does when an answer was lost on the way. The
        call stays where it is."""
        if not (last := self.state.last):
            raise NotNow("Nothing has been posted yet.")
        self._begin()
        return self._call_back(last.path, last.fields, last.status)

    def _result(self, gather: Verb, fields: dict[str, str]) -> None:
        """Without any result a Gather posts nothing and the next verb runs, unless it asks for
        empty results."""
        empty = not (fields.get("Digits") or fields.get("SpeechResult"))
        if empty and gather.get("actionOnEmptyResult", "false") != "true":
            self._next()
        else:
            self._load(gather.get("action", self.state.path), fields)

    def _gather(self, needs: str, otherwise: str) -> Verb:
        gather = self._verb("Gather", otherwise)
        if needs and needs not in gather.get("input", "dtmf").split():
            raise NotNow(otherwise)
        return gather

    def _verb(self, name: str, otherwise: str) -> Verb:
        verb = self.waiting
        if verb is None or verb.name != name:
            raise NotNow(otherwise)
        return verb
