"""What the page does with its telephone: one action at a time, on a call that the page itself
keeps.

The server keeps nothing of a call between two actions: any process can take the next one, and there
is nothing to clear away.
Whatever a page makes of the call that it holds, it is signed for a simulated phone on one of our
own call routes.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from simulator.phone import PHONE, Wire
from simulator.posted_forms import ACCOUNT, WITHHELD, Empty, Form, Outcome
from simulator.telephone import NotNow, Telephone
from simulator.twilio_side import Endless, Exchange, State

CALL = "CA[0-9a-f]{32}"
OURS = re.compile(r"(/[\w.~-]+)*/voice(/[a-z]+)?(\?[\w=&-]*)?")


class Acting(Struct, frozen=True, forbid_unknown_fields=True):
    """What the caller does, or whoever is dialled; `state` is the call as the last answer left
    it."""

    phone: Annotated[str, Meta(pattern=PHONE)]
    sid: Annotated[str, Meta(pattern=rf"\A{CALL}\Z")]
    do: Literal["dial", "press", "silence", "say", "dialled", "record", "hang_up", "again"]
    state: State | None = None
    withheld: bool = False
    keys: Annotated[str, Meta(max_length=32)] = ""
    shape: Empty = "digits"
    words: Annotated[str, Meta(max_length=600)] = ""
    confidence: Annotated[float, Meta(ge=0, le=1)] = 0.9
    outcome: Outcome = "taken"
    seconds: Annotated[int, Meta(ge=0, le=3600)] = 0
    hangs_up: bool = False


class Failed(RuntimeError):
    """Twilio would get no TwiML; the reason in plain words."""


def act(wire: Wire, acting: Acting) -> dict[str, Any]:
    """What is heard until the next wait, the requests behind it, and the call as it then is. Raises
    Unreachable."""
    took: list[float] = []

    def post(path: str, form: Form) -> str:
        if not OURS.fullmatch(path):
            raise Failed("The TwiML leads to an address that is none of our call routes.")
        answer = wire.post(path, form)
        if answer.status != 200:
            raise Failed(
                f"The webhook answered {answer.status}: Twilio would apologize in its own words,"
                " and hang up."
            )
        took.append(answer.milliseconds)
        return answer.body

    phone = WITHHELD if acting.withheld else acting.phone
    account, number = wire.account or ACCOUNT, wire.voice_number or wire.number
    telephone = Telephone(post, phone, acting.sid, number, account, state=acting.state)
    try:
        _do(telephone, acting)
    except (NotNow, Failed, Endless) as problem:
        return {"problem": str(problem)}
    usual = telephone.caller.form("in-progress")
    exchanges = [
        _shown(exchange, usual, ms) for exchange, ms in zip(telephone.exchanges, took, strict=True)
    ]
    waiting = telephone.waiting
    return {
        "heard": telephone.heard,
        "exchanges": exchanges,
        "waiting": {"for": waiting.name, **waiting.attributes} if waiting else None,
        "over": telephone.over,
        "state": telephone.state,
    }


def _do(telephone: Telephone, acting: Acting) -> None:
    match acting.do:
        case "dial":
            telephone.dial()
        case "press":
            telephone.press(acting.keys)
        case "silence":
            telephone.silence(acting.shape)
        case "say":
            telephone.say(acting.words, acting.confidence)
        case "dialled":
            telephone.dialled(acting.outcome)
        case "record":
            telephone.record(acting.seconds, acting.hangs_up)
        case "hang_up":
            telephone.hang_up()
        case "again":
            telephone.again()


def _shown(exchange: Exchange, usual: Form, milliseconds: float) -> dict[str, Any]:
    """A request by what sets it apart from the others of its call."""
    fields = {name: value for name, value in exchange.form.items() if usual.get(name) != value}
    return {
        "path": exchange.path,
        "fields": fields,
        "ms": milliseconds,
        "twiml": exchange.twiml,
        "faults": exchange.faults,
    }
