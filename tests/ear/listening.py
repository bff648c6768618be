"""A caller with a stopwatch: goes through a call by keys, quickly or patiently, and notes when what
was heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from flows import engine
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Call, Context, Office, Policy, Window
from flows.model.events import ProgramShown, Prompted
from flows.model.inputs import Channel, Digits, Input, Ring, Silence
from flows.model.session import Session
from flows.model.waits import Gather, HangUp
from tests.ear.stopwatch import spoken
from webhooks.spoken import SLOW

NOON = datetime(2026, 11, 30, 17, tzinfo=UTC)
OFFICE = Office(True, (Window(NOON, NOON + timedelta(hours=4)),))
POLICY = Policy(transfer=True)
NEXT = "1"
# What names a program for the first time, and what is said after the last one.
NAMES, LAST = (
    ("results.count_many", "results.item", "results.item_ask"),
    (
        "results.number",
        "results.none",
    ),
)
SPANISH = dict(
    zip(
        "123456789",
        ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
        strict=True,
    )
)


@dataclass(frozen=True)
class Manner:
    """`waits`: listens to the end of what is said before pressing, and goes on in the list by
    silence. In seconds: `thinks` before a key, and `presses` for each."""

    name: str
    waits: bool
    thinks: float
    presses: float


QUICK = Manner("quick", waits=False, thinks=0.5, presses=0.3)
PATIENT = Manner("patient", waits=True, thinks=1.5, presses=0.5)


@dataclass(frozen=True)
class Times:
    """Seconds from the beginning of the call: to the first key that is told, to the answer of the
    first question, to the name of the first program, and to the end. `longest` is the longest
    prompt, `menu` the longest that is said in one go."""

    key: float = 0.0
    question: float = 0.0
    program: float = 0.0
    whole: float = 0.0
    longest: float = 0.0
    menu: float = 0.0


class Listener:
    """One call in one language."""

    def __init__(self, flow: Flow, language: str, manner: Manner, *, measured: bool) -> None:
        self._flow, self._language, self._manner, self._measured = flow, language, manner, measured
        self._session: Session | None = None
        self._n = 0
        self._clock = 0.0
        self.times = Times()

    def listen(self, keys: Sequence[str]) -> Times:
        """From the ring to the end of the list, with these keys after that of the language."""
        turn = self._hear(Ring())
        self.times = replace(self.times, key=self._until_key(turn, self._language_key))
        turn = self._press(turn, self._language_key)
        for at, key in enumerate(keys):
            turn = self._press(turn, key)
            if at == 0:
                self.times = replace(self.times, question=self._clock)
        told: set[str] = set()
        while isinstance(turn.wait, Gather) and told.isdisjoint(shown := _shown(turn)):
            told |= shown
            turn = self._go_on(turn, turn.wait)
        if not isinstance(turn.wait, Gather):
            self._pass(turn.prompts)
        return replace(self.times, whole=self._clock)

    @property
    def _language_key(self) -> str:
        return "1" if self._language == "en" else "2"

    def _hear(self, input_: Input) -> Turn:
        context = Context(
            now=NOON + timedelta(seconds=self._clock),
            today=date(2026, 11, 30),
            new_id="ear",
            channel=Channel.VOICE,
            call=Call("CA0", self._n),
            office=OFFICE,
            policy=POLICY,
        )
        turn = engine.resume(self._flow, self._session, input_, context)
        self._session, self._n = turn.session, turn.session.calls["CA0"].n
        self._note(turn.prompts, isinstance(turn.wait, Gather))
        return turn

    def _note(self, prompts: Sequence[Prompted], asks: bool) -> None:
        """The longest of what is said, and when the first program is named. What ends the call is
        no menu."""
        said = [self._seconds(prompt) for prompt in prompts]
        times = self.times
        named = [at for at, prompt in enumerate(prompts) if prompt.key in NAMES]
        if named and not times.program:
            first = self._seconds(_up_to_the_name(prompts[named[0]]))
            times = replace(times, program=self._clock + sum(said[: named[0]]) + first)
        self.times = replace(
            times,
            longest=max([times.longest, *said]),
            menu=max(times.menu, sum(said) if asks else 0.0),
        )

    def _press(self, turn: Turn, keys: str) -> Turn:
        """Press when the key has been told, or at the end of what is said."""
        if self._manner.waits:
            self._pass(turn.prompts)
        else:
            self._clock += self._until_key(turn, keys)
        self._clock += self._manner.thinks + len(keys) * self._manner.presses
        return self._hear(Digits(keys))

    def _go_on(self, turn: Turn, gather: Gather) -> Turn:
        """The next program. Who is quick hangs up after the last one, which our number follows."""
        heard = [at for at, prompt in enumerate(turn.prompts) if prompt.key in LAST]
        if not self._manner.waits and heard:
            self._pass(turn.prompts[: heard[0] + 1])
            return replace(turn, events=(), wait=HangUp())
        if not self._manner.waits:
            return self._press(turn, NEXT)
        self._pass(turn.prompts)
        self._clock += gather.seconds
        return self._hear(Silence())

    def _pass(self, prompts: Sequence[Prompted]) -> None:
        self._clock += sum(self._seconds(prompt) for prompt in prompts)

    def _until_key(self, turn: Turn, keys: str) -> float:
        """Seconds until the key has been told; all there is to say where it is not."""
        told = (
            re.compile(rf"\b({keys[0]}|{SPANISH[keys[0]]})\b[.,;]", re.IGNORECASE)
            if len(keys) == 1
            else None
        )
        passed = 0.0
        for prompt in turn.prompts:
            found = (
                told.search(prompt.text)
                if told and prompt.language in (self._language, "")
                else None
            )
            if found:
                return passed + self._seconds(
                    Prompted(prompt.key, prompt.text[: found.end()], prompt.language)
                )
            passed += self._seconds(prompt)
        return passed

    def _seconds(self, prompt: Prompted) -> float:
        return spoken(
            prompt.text, prompt.language or "en", prompt.key.startswith(SLOW), self._measured
        )


def _up_to_the_name(prompt: Prompted) -> Prompted:
    """The words up to the end of the first program's name."""
    start = prompt.text.index(": ") + 2 if prompt.key == NAMES[0] else 0
    end = re.compile("[,:.]").search(prompt.text, start)
    return Prompted(prompt.key, prompt.text[: end.start()] if end else prompt.text, prompt.language)


def _shown(turn: Turn) -> set[str]:
    return {event.program for event in turn.events if isinstance(event, ProgramShown)}
