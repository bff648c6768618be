"""The parents of the load: each goes through a whole conversation, from the first text to the
results and MORE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from bot.office import ZONE
from flows import engine
from flows.dialogue.turn import Turn
from flows.flow import Flow
from flows.model.context import Context
from flows.model.inputs import Text
from flows.model.session import Session
from tests.bench.load.crowd import Post, Script
from tests.started_program import form

_LONGEST = 20

# What each of them says first and after the results, and what they answer at each step.
FIRST_BABY = {
    "first": "hola",
    "stage": "1",
    "due": "marzo",
    "first_baby": "1",
    "needs": "1,4",
    "then": "mas|gracias",
}
TWO_CHILDREN = {
    "first": "HARTFORD",
    "language": "english",
    "stage": "2",
    "ages": "2 and 5",
    "needs": "1, 5",
    "then": "MORE|1",
}
TOLD_AT_ONCE = {
    "first": "hi im 5 months pregnant w my first in 06106",
    "needs": "food and a doctor",
    "then": "MORE",
}
BOTH = {
    "first": "buenas, necesito ayuda",
    "stage": "las dos cosas",
    "due": "julio",
    "ages": "3 meses y 4 años",
    "then": "2",
}
PARENTS = (FIRST_BABY, TWO_CHILDREN, TOLD_AT_ONCE, BOTH)
ANYONE = {
    "language": "1",
    "stage": "1",
    "due": "march",
    "ages": "1",
    "first_baby": "no",
    "town": "06106",
    "needs": "2",
    "needs_after_loss": "1",
    "shots": "1",
    "benefits": "yes",
    "household": "4",
    "income": "yes",
    "school": "no",
}


class Stuck(RuntimeError):
    """A conversation does not come to its results: the flow has changed, and the parents' answers
    must too."""


def play(flow: Flow, parent: Mapping[str, str]) -> Iterator[tuple[str, Turn]]:
    """The conversation in memory up to its results: each text, and the turn it leads to."""
    session: Session | None = None
    text, now = parent["first"], datetime.now(UTC)
    for _ in range(_LONGEST):
        context = Context(now=now, today=now.astimezone(ZONE).date(), new_id=uuid4().hex)
        turn = engine.resume(flow, session, Text(text), context)
        yield text, turn
        session = turn.session
        if session.step == "results":
            return
        text = parent.get(session.step) or ANYONE[session.step]
    raise Stuck(
        f"a conversation of the bench does not come to its results: still at {turn.session.step!r}"
    )


def script(flow: Flow, parent: Mapping[str, str]) -> list[str]:
    """What this parent texts, in order."""
    return [text for text, _ in play(flow, parent)] + parent["then"].split("|")


def texting(texts: Sequence[str]) -> Script:
    """Somebody who texts all this."""
    return lambda number: [Post("/sms", form(number, text)) for text in texts]
