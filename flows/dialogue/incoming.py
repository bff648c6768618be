"""An input on its way through the stages: what it says, and what is known of it so far."""

from __future__ import annotations

from functools import cached_property

from flows.flow import Flow
from flows.model.inputs import Digits, Speech, Text
from flows.understanding import noise as noises
from flows.understanding.intents import Intent
from flows.understanding.noise import MACHINE, Noise
from flows.understanding.spoken.spoken_words import as_meant
from flows.understanding.text.utterance import Said


class Incoming:
    """What a person wrote, said or keyed. `said` is what is still to be understood; a stage may
    take a part of it away.

    `asked`: a part of it was a question of theirs, which has been answered. `resumed`: `said` is
    now the text that had been held back by a question in between. `denied`: it was taken as a no to
    whether there is danger, and is not asked about again.
    """

    def __init__(self, flow: Flow, input_: Text | Speech | Digits) -> None:
        self._flow = flow
        self.input = input_
        self.whole = self.said = Said(_words(input_))
        self.asked = False
        self.resumed = False
        self.denied = False

    @cached_property
    def noise(self) -> Noise | None:
        """Which noise a text is; a call has none."""
        return (
            noises.kind(self.input, self._flow.machines) if isinstance(self.input, Text) else None
        )

    @cached_property
    def intent(self) -> Intent | None:
        """What the whole of it wants, whatever the step. Keys are looked up elsewhere; a machine
        wants nothing."""
        if isinstance(self.input, Digits) or self.noise in MACHINE:
            return None
        return self._flow.intents.hear(self.whole)

    @cached_property
    def loose_intent(self) -> Intent | None:
        """The same, also where it is only a part of what is left to be understood."""
        return self.intent or self._flow.intents.hear(self.said, loosely=True)

    @property
    def text(self) -> Text:
        """The input, where the stage is one of texts only."""
        assert isinstance(self.input, Text)
        return self.input

    @property
    def keys(self) -> str:
        """The keys that were pressed, where the stage is one of keys only."""
        assert isinstance(self.input, Digits)
        return self.input.keys

    def wants_no_stop(self) -> None:
        """What sounded like STOP is about something else: no command is heard in it."""
        self.__dict__.update(intent=None, loose_intent=None)

    def leave(self, rest: Said) -> None:
        """Go on with the rest, after a question within it was answered."""
        self.said, self.asked = rest, True

    def resume(self, held: Said) -> None:
        """Go on with the text that was held back."""
        self.said, self.resumed = held, True


def _words(input_: Text | Speech | Digits) -> str:
    match input_:
        case Text(body=body):
            return body
        case Speech(words=words):
            return as_meant(words)
        case Digits(keys=keys):
            return keys.rstrip("#") or keys
