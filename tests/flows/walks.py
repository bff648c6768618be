"""Everywhere that a caller can stand: each step, part of a question and question in between, in
each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from flows import engine
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Call, Context, Office, Policy, Window
from flows.model.inputs import Channel, Input
from flows.model.session import Answer, Aside, Entry, Leg, Session

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
OPEN = Office(True, (Window(NOON + timedelta(hours=1), NOON + timedelta(hours=4)),))
CALL = Call("CA0", 3)
VALUES: dict[str, Any] = {
    "confirm": "East Hartford",
    "perhaps": "violence",
    "safety_connect": "suicide",
    "transfer": "mch",
}
# Every answer there is, so that each step can be stood at, and the results are not empty.
ANSWERS = {
    "stage": Answer("both"),
    "due": Answer("2027-03-15"),
    "ages": Answer([5, 30]),
    "town": Answer("Hartford"),
}


class World(Struct, frozen=True):
    """What differs between callers and set-ups."""

    withheld: bool = False
    transfer: bool = True
    voicemail: bool = False
    open_now: bool = True
    opted_out: bool = False

    def context(self, n: int) -> Context:
        return Context(
            now=NOON,
            today=date(2026, 11, 23),
            new_id="id",
            channel=Channel.VOICE,
            opted_out=self.opted_out,
            call=Call(CALL.sid, n),
            withheld=self.withheld,
            office=OPEN if self.open_now else Office(False, OPEN.windows),
            policy=Policy(transfer=self.transfer, voicemail=self.voicemail),
        )


WORLDS = (
    World(),
    World(withheld=True, voicemail=True),
    World(transfer=False),
    World(voicemail=True, open_now=False),
)


def places(flow: Flow) -> Iterator[Session]:
    """A session at every place, mid-call."""
    for language in ("", *flow.languages):
        for step in flow.steps.values():
            here = Session(
                "s",
                flow.name,
                flow.version,
                step.name,
                NOON,
                NOON,
                language=language,
                answers=ANSWERS,
            )
            reading = 1 if step.waits == "results" else 0
            for entry in (None, *_parts(flow, step.asks)):
                yield replace(here, entry=entry, reading=reading)
        for kind in (*flow.asides, "transfer", "recording"):
            aside = Aside(
                kind,
                "town" if kind == "confirm" else "",
                VALUES.get(kind),
                str(VALUES.get(kind, "")),
            )
            at = "results" if kind == "text_me" else "town"
            yield replace(here, step=at, aside=aside, reading=1 if kind == "text_me" else 0)


def _parts(flow: Flow, question: str) -> Iterator[Entry]:
    ahead, seen = [question], {question, ""}
    while ahead:
        part = flow.keypad.part(ahead[0], None)
        for name in (*part.go.values(), part.then):
            if name not in seen:
                seen.add(name)
                ahead.append(name)
                yield Entry(
                    name,
                    (5,)
                    if name == "ages_another"
                    else ("food",)
                    if name == "needs_another"
                    else (),
                )
        ahead.pop(0)


def on_the_line(session: Session, n: int = CALL.n) -> Session:
    return replace(session, calls={CALL.sid: Leg(n, session.place)})


def step_on(flow: Flow, session: Session, input_: Input, world: World) -> Turn:
    """One callback, as the call waits for it."""
    return engine.resume(flow, session, input_, world.context(session.calls[CALL.sid].n))


def name_of(session: Session) -> str:
    return f"{session.place} {session.language or 'both'}"
