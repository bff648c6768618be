"""The legs of a session: each call counts its own callbacks, and only the one it waits for may move
the conversation."""

from __future__ import annotations

from msgspec.structs import replace

from flows.model.context import Call
from flows.model.inputs import Dialled, Hangup, Input, Recorded
from flows.model.session import Leg, Session

# A contact rarely has two calls at once; the legs of older ones are of no more use.
KEPT = 3
MOST_KEYS = 6


def is_open(session: Session, call: Call | None) -> bool:
    leg = session.calls.get(call.sid) if call else None
    return leg is not None and not leg.closed


def present_delivery(session: Session, call: Call, input_: Input) -> str:
    """The delivery whose reply this callback is to hear: its own, or where it is old that of the
    leg's last one.

    What became of a dial or a recording may come after the end of the call, and counts.
    """
    leg = session.calls.get(call.sid)
    awaited = call.n == leg.n if leg else True
    if (
        leg is None
        or isinstance(input_, Hangup)
        or (awaited and (not leg.closed or isinstance(input_, Dialled | Recorded)))
    ):
        return ""
    return f"{call.sid}:{leg.n - 1}"


def is_current(session: Session, call: Call) -> bool:
    """Whether the caller answers what is asked now: the callback that is waited for, at the place
    that it was asked about."""
    leg = session.calls.get(call.sid)
    return leg is not None and leg.n == call.n and leg.asked == session.place


def after_turn(
    session: Session, call: Call, keys: str = "", counted: Leg | None = None
) -> dict[str, Leg]:
    """The legs once this callback is answered, the latest last. `keys` were pressed in it;
    `counted` has what is counted."""
    leg = session.calls.get(call.sid)
    others = {sid: each for sid, each in session.calls.items() if sid != call.sid}
    kept = dict(list(others.items())[-(KEPT - 1) :])
    pressed = f"{leg.keys if leg else ''}{keys}"[-MOST_KEYS:] if keys else ""
    now = counted or leg or Leg(0, "")
    return kept | {
        call.sid: replace(
            now, n=max(now.n, call.n) + 1, asked=session.place, closed=False, keys=pressed
        )
    }


def closed(session: Session, call: Call) -> dict[str, Leg]:
    leg = session.calls[call.sid]
    return session.calls | {call.sid: replace(leg, closed=True, keys="")}
